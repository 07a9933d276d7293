package import CommandGrammar
import Records
import Runs
import Text

/// The options that every command takes.
enum Common {
  static let folder = Option<String>.optional(
    "-C", "DIR", otherwise: "the working directory", kind: .folder,
    help: "look for the repository from this folder upwards")
  static let json = Flag("--json", help: "print the answer as one JSON object, and never ask")
  static let by = Option<String>.optional(
    "--by", "NAME", otherwise: Setting.by.otherwise, environment: Setting.by.variable,
    help: Setting.by.help)
  static let key = Option<String>.optional(
    "--key", "K", help: "make a repeat of this command do nothing")
  static let quiet = Flag("--quiet", short: "-q", help: "leave out messages, never the answer")
  static let verbose = Flag("--verbose", short: "-v", help: "say more about what happens")
  static let noColor = Flag("--no-color", help: "use no colour")
  static let noInput = Flag("--no-input", help: "never ask")
  static let all: [any DeclaredArgument] = [
    folder, json, by, key, quiet, verbose, noColor, noInput,
  ]
}

/// The options that several commands take.
enum Shared {
  static let slug = Option<Slug>.optional(
    "--slug", "S", otherwise: "the workflow's default", help: "the short name of the essay")
  static let artifactPath = Option<String>.optional(
    "--artifact-path", "PATH", otherwise: "the workflow's default", kind: .folder,
    help: "the folder that the outputs go to, from the root")
  static let depth = Option<Depth>.optional(
    "--depth", "DEPTH", otherwise: Setting.depth.otherwise,
    environment: Setting.depth.variable, help: Setting.depth.help)
  static let promptFile = Option<String>.optional(
    "--prompt-file", "FILE", kind: .file, help: "a file with the topic, shown in every packet")
  static let run = Option<String>.optional(
    "--run", "R", otherwise: "the only open run", kind: .name(of: "run"),
    environment: "ORCHESTRATE_RUN", help: "an id, a unique part of one, a slug, or 'latest'")
  static let gate = Option<String>.optional(
    "--gate", "Gx", otherwise: "the gate of the only open attempt", kind: .name(of: "gate"),
    help: "the gate, such as G2")
  static let since = Option<String>.optional(
    "--since", "REV", help: "compare with where HEAD parted from this revision")
  static let dryRun = Flag("--dry-run", help: "print what would be done, and write nothing")
  static let open = Flag("--open", help: "open the packet by itself at each pause")
  static let skipDoctor = Flag(
    "--skip-doctor", help: "leave out the look for what may go wrong")
  static let reason = Option<String>.required("--reason", "T", help: "why, in a person's words")
}

extension Depth: ArgumentValue {}

extension Slug: ArgumentValue {
  package init(argument: String) throws(ValueRefusal) {
    guard let slug = Slug(argument) else { throw ValueRefusal(needs: Slug.grammar) }
    self = slug
  }

  package var argumentText: String { description }
}
