/// A JSON file that is not what its format demands: which file, where in it, and why.
package struct DocumentError: Error, Sendable, Equatable {
  /// The path in the repository.
  package let path: String
  package let error: JSONError

  package init(path: String, error: JSONError) {
    self.path = path
    self.error = error
  }
}
