#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Runs a program that shares this one's terminal, such as an editor, and waits for it.
///
/// Returns its status, 128 and the signal where one ended it, or nil where it could not be started.
func runInForeground(_ words: [String], environment: [String: String]) -> Int32? {
  var arguments = words.map { strdup($0) } + [nil]
  var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for string in arguments + variables { free(string) } }
  guard let program = words.first else { return nil }
  var process = pid_t()
  let result = posix_spawnp(&process, program, nil, nil, &arguments, &variables)
  guard result == 0 else { return nil }
  var status: Int32 = 0
  while waitpid(process, &status, 0) < 0 {
    if errno != EINTR { return nil }
  }
  let signal = status & 0x7F
  return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
}
