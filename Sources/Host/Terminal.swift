#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A person at a terminal.
package protocol Terminal {
  /// Drops what was typed before the question stood there.
  func discardTypedAhead()

  /// Reads one line without its end; nil at the end of input.
  func readLine() -> String?

  /// Opens a file for the person, by the program of their choice where they made one; says what went wrong, or nil.
  func open(_ absolutePath: String, with program: [String]?) -> String?
}

/// The terminal on standard input.
struct LiveTerminal: Terminal {
  private let environment: [String: String]

  init(environment: [String: String]) { self.environment = environment }

  func discardTypedAhead() {
    _ = tcflush(STDIN_FILENO, TCIFLUSH)
  }

  func readLine() -> String? {
    var line: [UInt8] = []
    while true {
      var byte: UInt8 = 0
      let count = read(STDIN_FILENO, &byte, 1)
      if count == 1 {
        if byte == 0x0A { return String(decoding: line, as: UTF8.self) }
        // No answer is this long; the rest of the line is read and dropped.
        if line.count < 16_384 { line.append(byte) }
      } else if count == 0 || errno != EINTR {
        // The end of input, or a terminal that has gone.
        return nil
      }
    }
  }

  func open(_ absolutePath: String, with program: [String]?) -> String? {
    let editor = ["VISUAL", "EDITOR"].compactMap { environment[$0] }.first { !$0.isEmpty }
    #if canImport(Darwin)
    let opener = "open"
    #else
    let opener = "xdg-open"
    #endif
    // An editor may be given with arguments; only blanks part them, no shell reads it.
    let words =
      program
      ?? (editor ?? opener).utf8.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    guard let program = words.first else { return "no editor is set" }
    guard let status = runInForeground(words + [absolutePath], environment: environment) else {
      return "cannot start '\(program)'"
    }
    return status == 0 ? nil : "'\(program)' ended with status \(status)"
  }
}
