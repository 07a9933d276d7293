import Contracts
import Host
import JSONDocument
import Runs
import Text

// MARK: What people write: workflows, contracts, policy, configuration, schemas

extension Doctor {
  /// Workflows with all that they name, contracts that none names, the policy, and the programs of workers.
  var definitionChecks: [Diagnosis] {
    let session: Session
    do { session = try Session(call) } catch { return [Diagnosis("workflows", error)] }
    var found: [Diagnosis] = []
    var named: Set<[UInt8]> = []
    var workflows = 0
    for name in names(in: "workflows") where isWorkflow(name) {
      do {
        let workflow = try session.workflow(name)
        workflows += 1
        for gate in workflow.gates {
          named.insert(Array(gate.contract.text.utf8))
          do { found += programs(of: try session.contract(of: gate)) } catch {
            found.append(Diagnosis("contracts", error))
          }
          found += problems("workflows") {
            _ = try session.text(gate.prompt, role: "the prompt of \(gate.id)")
          }
          found += programs(of: gate, in: workflow)
        }
      } catch { found.append(Diagnosis("workflows", error)) }
    }
    if workflows == 0, found.isEmpty {
      found.append(
        .warning("workflows", "there is no workflow yet", mend: "orchestrate init --workflow blank")
      )
    }
    let others = contractFiles.filter { !named.contains(Array($0.utf8)) }
    for path in others {
      found += problems("contracts") {
        let path = try RepositoryPath(path)
        _ = try Contract(session.read(path, role: "the contract"), path: path)
      }
    }
    found += problems("policy") { _ = try session.policy() }
    let kinds = ["workflows", "contracts", "policy", "programs"]
    let words = [
      Count.of(workflows, "workflow") + " can be loaded, with all prompts",
      Count.of(named.count + others.count, "contract") + " can be loaded",
      "the policy can be loaded",
      "the programs of workers and rules are there",
    ]
    return zip(kinds, words).flatMap { kind, words in
      let own = found.filter { $0.check == kind }
      return own.isEmpty ? [.ok(kind, words)] : own
    }
  }

  private func problems(_ check: String, _ look: () throws -> Void) -> [Diagnosis] {
    do {
      try look()
      return []
    } catch { return [Diagnosis(check, error)] }
  }

  private func programs(of gate: Workflow.Gate, in workflow: Workflow) -> [Diagnosis] {
    [gate.prepare, gate.worker, gate.finish].compactMap { command in
      missing(command?.name).map {
        .failure(
          "programs", "\(workflow.path.text): gate \(gate.id): \($0)",
          mend: "install it, or name another program in the workflow")
      }
    }
  }

  /// The programs of a contract's rules; without them its gate cannot be judged here, but elsewhere.
  private func programs(of contract: Contract) -> [Diagnosis] {
    contract.rules.compactMap { rule in
      missing((rule.kind as? Contracts.Command)?.program).map {
        .warning(
          "programs", "\(contract.path.text):\(rule.line): \($0)",
          mend: "install it to judge the gate on this machine")
      }
    }
  }

  /// Why a program that is named cannot be started; nil where it can, or where a run fills in its name.
  private func missing(_ program: String?) -> String? {
    guard let program, !program.utf8.contains(0x7B),
      let obstacle = Program.obstacle(
        to: program, environment: call.surroundings.environment, root: root.path)
    else { return nil }
    return WorkerEnd.notStarted(obstacle).words(about: program)
  }

  private func isWorkflow(_ name: String) -> Bool {
    (try? folder.status(of: "workflows/\(name)/workflow.json")).map { $0 != .missing } ?? true
  }

  /// The names of the folders in a folder, in the order of their bytes.
  private func names(in path: String) -> [String] {
    ((try? folder.list(path, limit: 10_000)) ?? []).filter { $0.kind == .folder }
      .compactMap { String(validating: $0.name, as: UTF8.self) }
  }

  private var contractFiles: [String] {
    let top = "orchestration/gates/contracts"
    let end = Array(".contract.json".utf8)
    return ([top] + names(in: top).map { "\(top)/\($0)" }).flatMap { path in
      ((try? folder.list(path, limit: 10_000)) ?? []).filter {
        $0.kind == .regular && $0.name.suffix(end.count).elementsEqual(end)
      }.compactMap { String(validating: $0.name, as: UTF8.self).map { "\(path)/\($0)" } }
    }
  }

  /// Both files of the configuration, and the programs that they name.
  var configurationChecks: [Diagnosis] {
    do {
      let problems = try ConfigurationCheck(call, root: root).problems()
      guard problems.isEmpty else {
        return problems.map { problem in
          // The run goes on without being told or opened.
          problem.id == "missing-program"
            ? .warning("configuration", problem.line, mend: problem.hint)
            : .failure("configuration", problem.line, mend: problem.hint)
        }
      }
      return [.ok("configuration", "the configuration holds")]
    } catch { return [Diagnosis("configuration", error)] }
  }

  /// The schemas by which editors complete: those of this version.
  var schemaChecks: [Diagnosis] {
    var found: [Diagnosis] = []
    for file in StarterFile.schemas {
      do {
        guard try !folder.isFree(file.path) else {
          found.append(
            .warning(
              "schemas", "\(file.path) is missing, so editors cannot complete",
              mend: "orchestrate init",
              cure: Diagnosis.Cure(what: "create \(file.path)") {
                try folder.writeNew(file.path, file.bytes)
              }))
          continue
        }
        if try folder.read(file.path, limit: JSONDocument.maximumSize) != file.bytes {
          found.append(
            .warning(
              "schemas", "\(file.path) is of another version of orchestrate",
              mend: "rm \(file.path) && orchestrate init"))
        }
      } catch { found.append(Diagnosis("schemas", error)) }
    }
    return found.isEmpty ? [.ok("schemas", "the schemas are those of this version")] : found
  }
}
