package import Records

/// Which runs a list is to have; what is nil lets every run in.
package struct RunFilter: Sendable {
  private let status: RunStatus?
  private let workflow: String?
  private let slug: Slug?
  private let since: Instant?

  package init(status: RunStatus?, workflow: String?, slug: Slug?, since: Instant?) {
    self.status = status
    self.workflow = workflow
    self.slug = slug
    self.since = since
  }

  package func lets(_ run: RunListing) -> Bool {
    (status.map { $0.rawValue.utf8.elementsEqual(run.status.utf8) } ?? true)
      && (workflow.map { $0.utf8.elementsEqual(run.workflow.utf8) } ?? true)
      && (slug.map { $0 == run.id.slug } ?? true)
      && (since.map { since in run.startedAt.map { $0 >= since } ?? false } ?? true)
  }
}
