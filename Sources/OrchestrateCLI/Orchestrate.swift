import CommandGrammar
package import Host
import JSONDocument
import Records
import Reports

/// The whole tool: arguments and surroundings in, exit status out.
package enum Orchestrate {
  /// Runs one command line; `arguments` are those behind the program's name.
  package static func run(_ arguments: [String], in surroundings: Surroundings) -> ExitStatus {
    let request: Request
    do throws(UsageError) {
      request = try CommandList.grammar.parse(
        arguments, environment: surroundings.environment, width: 80)
    } catch {
      let frame = Frame(
        surroundings, error.common, command: error.common.path.joined(separator: " "))
      return frame.end(with: Failure(error), usage: error.usage)
    }
    switch request {
    case .help(let text):
      return Frame(surroundings, nil, command: "help").print(text, status: .done)
    case .version(let common):
      let frame = Frame(surroundings, common, command: "version")
      let version = Recorder.current.version
      return frame.end(
        with: Answer(lines: ["orchestrate \(version)"], ["version": .string(version)]))
    case .command(let index, let arguments):
      return run(index, arguments, in: surroundings)
    }
  }

  private static func run(
    _ index: Int, _ arguments: ParsedArguments, in surroundings: Surroundings
  ) -> ExitStatus {
    let declaration = CommandList.grammar.commands[index]
    let frame = Frame(surroundings, arguments, command: declaration.name)
    do {
      let command = try CommandList.commands[index].init(arguments)
      let call = Call(surroundings: surroundings, arguments: arguments, frame: frame)
      return frame.end(with: try command.answer(call))
    } catch {
      return frame.end(with: Failure(error), usage: (error as? UsageError)?.usage)
    }
  }
}

/// Where a command's answer and talk go, as text or as JSON.
struct Frame {
  private let surroundings: Surroundings
  private let command: String
  let printsJSON: Bool
  private let isQuiet: Bool
  private let isVerbose: Bool
  private let outputStyle: Style
  private let messageStyle: Style

  init(_ surroundings: Surroundings, _ arguments: ParsedArguments?, command: String) {
    self.surroundings = surroundings
    self.command = command
    printsJSON = arguments?[Common.json] ?? false
    isQuiet = arguments?[Common.quiet] ?? false
    isVerbose = arguments?[Common.verbose] ?? false
    let isRefused = arguments?[Common.noColor] ?? false
    func style(_ stream: any TextSink) -> Style {
      Style(
        isColored: Style.isColored(
          isTerminal: stream.isTerminal, isRefused: isRefused,
          environment: surroundings.environment))
    }
    outputStyle = style(surroundings.output)
    messageStyle = style(surroundings.messages)
  }

  /// Says something to the person, on standard error.
  ///
  /// What cannot be said there is not worth failing for: the answer goes elsewhere.
  func say(_ text: String) {
    guard !isQuiet else { return }
    try? surroundings.messages.write(messageStyle.report(text) + "\n")
  }

  /// Says with `--verbose` what happens; being quiet wins.
  func explain(_ text: @autoclosure () -> String) {
    if isVerbose { say(Visible.line(text())) }
  }

  /// Shows lines of a report in a dialogue.
  func show(report lines: [String]) {
    show(messageStyle.report(lines.map { $0 + "\n" }.joined()))
  }

  /// Shows a part of a dialogue, which being quiet does not silence; no line end is added.
  func show(_ text: String) { try? surroundings.messages.write(text) }

  /// Prints lines of the answer before it is complete; with `--json` they wait for the object at the end.
  func print(_ lines: [String]) throws(StreamError) {
    guard !printsJSON, !lines.isEmpty else { return }
    do {
      try surroundings.output.write(outputStyle.report(lines.joined(separator: "\n")) + "\n")
    } catch {
      // A reader that went away does not end the work.
      guard error == .readerGone else { throw error }
    }
  }

  func end(with answer: Answer) -> ExitStatus {
    guard printsJSON || answer.isObject else {
      let text = answer.lines.map { $0 + "\n" }.joined()
      return print(answer.isReport ? outputStyle.report(text) : text, status: answer.status)
    }
    return print(json(answer.status, answer.members), status: answer.status)
  }

  func end(with failure: Failure, usage: String?) -> ExitStatus {
    // A reader that went away has what it wanted.
    if failure.isReaderGone { return .done }
    if printsJSON {
      let members: JSONValue = [
        "error": [
          "id": .string(failure.id), "message": .string(failure.message),
          "path": failure.path.map(JSONValue.string) ?? .null, "hint": .string(failure.hint),
        ]
      ]
      guard case .object(let list) = members else { return failure.status }
      return print(json(failure.status, list), status: failure.status)
    }
    var text = messageStyle.report(Self.text(of: failure))
    if let usage { text += usage.last == "\n" ? usage : usage + "\n" }
    try? surroundings.messages.write(text)
    return failure.status
  }

  func print(_ text: String, status: ExitStatus) -> ExitStatus {
    guard !text.isEmpty else { return status }
    do {
      try surroundings.output.write(text)
      return status
    } catch .readerGone {
      return status
    } catch {
      // Not as JSON: that could not be written either.
      let failure = Failure(error)
      try? surroundings.messages.write(messageStyle.report(Self.text(of: failure)))
      return failure.status
    }
  }

  private static func text(of failure: Failure) -> String {
    var text = "orchestrate: error: \(Visible.line(failure.line))\n"
    if !failure.hint.isEmpty { text += "hint: \(Visible.line(failure.hint))\n" }
    for detail in failure.details { text += Visible.line(detail) + "\n" }
    return text
  }

  private func json(_ status: ExitStatus, _ members: [JSONMember]) -> String {
    let head = [
      JSONMember("command", .string(command)),
      JSONMember("status", .integer(Int64(status.rawValue))),
    ]
    return Visible.json(String(decoding: JSONWriter.write(.object(head + members)), as: UTF8.self))
  }
}
