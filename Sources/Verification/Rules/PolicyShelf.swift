import Contracts
import Digests
import JSONDocument
import Records
import Runs
import Text

/// A contract or workflow file that a record names by path and digest.
struct PolicyReference: Sendable, Hashable {
  let path: RepositoryPath
  let sha256: Digest
}

/// Contracts and workflows at hand, each read and parsed once however many runs name it.
struct PolicyShelf: Sendable {
  /// What a policy file turned out to be.
  enum Policy: Sendable {
    case contract(Contract)
    case workflow(Workflow)
    /// Its bytes are at hand and are neither; the words say why.
    case unreadable(String)
  }

  private var policies: [PolicyReference: Policy] = [:]
  /// Texts of the working tree with the other line endings, which a record made in another clone may name.
  private var sameTexts: Set<PolicyReference> = []
  /// The digests of the files as they are in the working tree; nil for a path without a regular file.
  private var today: [RepositoryPath: Digest?] = [:]

  /// The policy that a record names, or nil where its bytes are not at hand.
  func policy(_ reference: PolicyReference) -> Policy? { policies[reference] }

  /// Says whether a policy file of the working tree is another text than a reference names, whatever its line endings.
  func isOtherToday(_ reference: PolicyReference) -> Bool {
    guard let digest = digestToday(of: reference.path) else { return false }
    return digest != reference.sha256 && !sameTexts.contains(reference)
  }

  /// The digest of a policy file of the working tree; nil where there is none or where it was never looked at.
  func digestToday(of path: RepositoryPath) -> Digest? { today[path].flatMap(\.self) }

  /// Says whether it has looked at the files that all references name.
  func hasLooked(for references: [PolicyReference]) -> Bool {
    references.allSatisfy { today[$0.path] != nil }
  }

  /// Looks at the files of the working tree that references name, unless it has done so already.
  mutating func look(for references: some Sequence<PolicyReference>, in source: some EvidenceSource)
  {
    for reference in references where today[reference.path] == nil {
      guard case .file(let file) = source.file(at: reference.path) else {
        today[reference.path] = .some(nil)
        continue
      }
      today[reference.path] = file.sha256
      if let contents = file.contents {
        add(contents, as: PolicyReference(path: reference.path, sha256: file.sha256))
        for text in [LineEndings.unified(contents), LineEndings.withCRLF(contents)] {
          guard let text, text != contents else { continue }
          let other = PolicyReference(path: reference.path, sha256: SHA256.digest(of: text))
          sameTexts.insert(other)
          add(text, as: other)
        }
      }
    }
  }

  /// Takes in the bytes of a policy file, whose digest is the reference's.
  mutating func add(_ bytes: [UInt8], as reference: PolicyReference) {
    guard policies[reference] == nil else { return }
    policies[reference] = Self.policy(bytes, at: reference.path)
  }

  private static func policy(_ bytes: [UInt8], at path: RepositoryPath) -> Policy {
    do {
      if let name = workflowName(path) {
        return .workflow(try Workflow(bytes, name: name, path: path))
      }
      return .contract(try Contract(bytes, path: path))
    } catch {
      return .unreadable("\(error.error.what) (line \(error.error.line))")
    }
  }

  /// The name of the workflow whose file a path is, or nil.
  static func workflowName(_ path: RepositoryPath) -> String? {
    let segments = path.segments
    guard segments.count == 3, let name = segments.dropFirst().first,
      let workflow = try? Workflow.path(of: name), workflow == path
    else { return nil }
    return name
  }
}

extension PolicyReference {
  /// The workflow file that a run names; nil where its name is none.
  init?(workflowOf header: RunHeader) {
    guard let path = try? Workflow.path(of: header.workflow.name) else { return nil }
    self.init(path: path, sha256: header.workflow.sha256)
  }

  /// The file that a record names; nil where its path is none.
  init?(_ file: FileReference) {
    guard let path = try? RepositoryPath(file.path) else { return nil }
    self.init(path: path, sha256: file.sha256)
  }
}

extension Attempt {
  /// The contract that judged the attempt; nil where its path is none.
  var contractReference: PolicyReference? { PolicyReference(contract) }
}
