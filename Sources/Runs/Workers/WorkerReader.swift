import JSONDocument
import Text

/// Reads the commands of a gate and what bounds them.
enum WorkerReader {
  private static let members = ["command", "timeout_seconds", "env", "cwd", "packet"]

  /// The longest that a command may be given.
  static let timeouts = 1...86_400

  static func command(_ cursor: JSONCursor) throws(JSONError) -> WorkerCommand {
    let object = try cursor.object(members: members)
    let list = try object.required("command")
    var words: [String] = []
    for word in try list.array() { words.append(try text(word)) }
    guard let program = words.first, words.count <= 1000 else {
      throw list.error(
        "expected the program and its arguments, at most 1000",
        hint: "write for example [\"swift\", \"build\"]")
    }
    if program.isEmpty { throw list.error("the program has no name") }
    let packet = try object.optional("packet")?.choice(
      "way of giving the packet", of: WorkerCommand.PacketWay.self)
    let variable = WorkerCommand.packetVariable
    if packet == .path, !words.contains(where: { $0.contains(variable) }) {
      throw list.error(
        "the packet is to be given by its path, and no word names it",
        hint: "write \(variable) where the path belongs")
    }
    return WorkerCommand(
      words: words,
      timeoutSeconds: try object.optional("timeout_seconds")?.integer(in: timeouts),
      environment: try environment(object.optional("env")),
      folder: try folder(object.optional("cwd")), packet: packet ?? .stdin)
  }

  static func limits(budget: JSONCursor?, forbidden: JSONCursor?) throws(JSONError) -> WriteLimits {
    let object = try budget?.object(members: ["max_files", "max_lines"])
    let counts = 0...1_000_000
    let files = try object?.optional("max_files")?.integer(in: counts)
    let lines = try object?.optional("max_lines")?.integer(in: counts)
    if let budget, files == nil, lines == nil {
      throw budget.error("the budget bounds nothing", hint: "give max_files, max_lines or both")
    }
    var patterns: [String] = []
    if let list = try forbidden?.array(atMost: 1_000) {
      for cursor in list { patterns.append(try pattern(cursor)) }
    }
    return WriteLimits(files: files, lines: lines, forbidden: patterns)
  }

  private static func environment(_ cursor: JSONCursor?) throws(JSONError) -> [String] {
    guard let cursor else { return [] }
    var names: [String] = []
    for element in try cursor.array(atMost: 100) {
      let name = try element.string()
      let bytes = Array(name.utf8)
      let isName =
        (1...128).contains(bytes.count) && !(0x30...0x39).contains(bytes[0])
        && bytes.allSatisfy { byte in
          switch byte {
          case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
          default: false
          }
        }
      guard isName else {
        throw element.error(
          "'\(name)' is no name of a variable", hint: "use letters, digits and '_', at most 128")
      }
      names.append(name)
    }
    return names
  }

  private static func folder(_ cursor: JSONCursor?) throws(JSONError) -> PathTemplate? {
    guard let cursor else { return nil }
    let template = try template(cursor)
    guard !template.isGlob else {
      throw cursor.error("'\(template)' is a pattern, and a command begins in one folder")
    }
    return template
  }

  private static func pattern(_ cursor: JSONCursor) throws(JSONError) -> String {
    let template = try template(cursor)
    guard !template.text.utf8.contains(0x7B) else {
      throw cursor.error("a variable has no value here", hint: "write a pattern such as src/**")
    }
    return template.text
  }

  private static func template(_ cursor: JSONCursor) throws(JSONError) -> PathTemplate {
    do { return try PathTemplate(cursor.string()) } catch let error as JSONError {
      throw error
    } catch PathTemplate.Problem.path(let error) {
      throw cursor.error(error.description, hint: error.hint)
    } catch PathTemplate.Problem.unknownVariable(let name) {
      let known = PathTemplate.Variable.allCases.map(\.rawValue)
      throw cursor.error(
        "unknown variable '{\(name)}'", hint: JSONCursor.suggestion(for: name, among: known))
    } catch {
      throw cursor.error("it is no path")
    }
  }

  private static func text(_ cursor: JSONCursor) throws(JSONError) -> String {
    let text = try cursor.string()
    guard !text.utf8.contains(0), text.utf8.count <= 64 << 10 else {
      throw cursor.error("a word of a command has at most 64 KiB and no U+0000")
    }
    return text
  }
}
