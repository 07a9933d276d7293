import Host
import OrchestrateCLI

let process = LiveProcess()
guard let arguments = process.arguments else {
  process.end(ExitStatus.refused.rawValue, saying: LiveProcess.badArgument)
}
guard let surroundings = Surroundings.live() else {
  process.end(ExitStatus.unavailable.rawValue, saying: LiveProcess.badFolder)
}
process.end(Orchestrate.run(arguments, in: surroundings).rawValue)
