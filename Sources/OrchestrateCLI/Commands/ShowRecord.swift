import CommandGrammar
import Digests
import Host
import JSONDocument
import Reports

/// `show-record`: one record file as facts, a line each, for git's `textconv`.
///
/// It needs no repository: git hands over a temporary file outside of it.
struct ShowRecord: ToolCommand {
  static let file = Operand<String>.required(
    "FILE", kind: .file, help: "the file, from the working directory")
  static let declaration = CommandDeclaration(
    ["show-record"], group: "Look", abstract: "show one record file as facts, for git diff",
    discussion: [
      "RUN.json or attempt-<n>.json, told apart by content, with one fact per line. Any other file is shown as it stands, with control characters escaped: git diff never fails over half a merge.",
      "To have git use it: git config diff.orchestrate.textconv 'orchestrate show-record'. The lines of .gitattributes that say which files it is for are in orchestration/README.md.",
      "It says what a file says, and checks nothing.",
    ],
    arguments: [file],
    examples: [
      Example(
        "orchestrate show-record orchestration/gates/contracts/G1.contract.json",
        "show a file that is no record, as it stands")
    ])

  private let file: String
  private let start: String?

  init(_ arguments: ParsedArguments) {
    file = arguments[Self.file]
    start = arguments[Common.folder]
  }

  func answer(_ call: Call) throws -> Answer {
    let text = try text(at: path(in: call.surroundings))
    return Answer(
      lines: text.lines,
      ["kind": .string(text.kind.rawValue), "lines": .array(text.lines.map(JSONValue.string))])
  }

  private func text(at path: [UInt8]) throws -> RecordText {
    // The folder is the caller's own and may be reached through links, as that of temporary files often is.
    let cut = path.lastIndex(of: 0x2F) ?? 0
    let name = String(decoding: path[(cut + 1)...], as: UTF8.self)
    let read: FileDigest
    do {
      let folder = try Folder(root: String(decoding: path[...cut], as: UTF8.self))
      read = try folder.digest(name, keepingUpTo: JSONDocument.maximumSize)
    } catch {
      throw error.kind == .missing ? SessionError.missingFile(file, role: "the file") : error
    }
    let tooLarge = "no record: \(read.bytes) bytes, sha256 \(read.digest)\n"
    return RecordText(read.contents ?? Array(tooLarge.utf8))
  }

  /// The absolute path that is meant; `-C` moves what it is relative to.
  private func path(in surroundings: Surroundings) -> [UInt8] {
    func absolute(_ path: String, from folder: String) -> String {
      path.utf8.first == 0x2F ? path : folder + "/" + path
    }
    let folder = start.map { absolute($0, from: surroundings.workingDirectory) }
    return Array(absolute(file, from: folder ?? surroundings.workingDirectory).utf8)
  }
}
