package import Digests
package import JSONDocument
package import Text

/// What a gate demands, read from one JSON file.
package struct Contract: Sendable {
  /// Where the file stands in the repository.
  package let path: RepositoryPath
  package let sha256: Digest
  /// The bytes of the file.
  package let bytes: [UInt8]
  /// The gate that it is written for.
  package let gate: String
  /// The line that says so, from 1.
  package let gateLine: Int
  package let name: String
  package let requiredOutputs: [PathTemplate]
  /// A rule for each required output, then the validations, in the order of the file.
  package let rules: [Rule]

  /// Reads a contract; a member, type or value that the language does not know is an error with its place.
  package init(_ bytes: [UInt8], path: RepositoryPath) throws(DocumentError) {
    do throws(JSONError) {
      let reader = try ContractReader(bytes)
      gate = reader.gate
      gateLine = reader.gateLine
      name = reader.name
      requiredOutputs = reader.requiredOutputs
      rules = reader.rules
    } catch {
      throw DocumentError(path: path.text, error: error)
    }
    self.path = path
    self.bytes = bytes
    sha256 = SHA256.digest(of: bytes)
  }
}
