/// A workflow to begin with, which `init` writes.
package enum StarterWorkflow: String, CaseIterable, Sendable {
  case visualEssay = "visual-essay"
  case blank
}

/// A file that `init` writes, byte for byte as it stands in the repository of this tool.
package struct StarterFile: Sendable {
  package let path: String
  package let bytes: [UInt8]
}

extension StarterFile {
  /// What every repository gets: a page on the folder, and the schemas of what people write.
  package static let shared = [
    StarterFile(path: "orchestration/README.md", bytes: PackageResources.orchestration_README_md),
    schema("contract", PackageResources.contract_schema_json),
    schema("workflow", PackageResources.workflow_schema_json),
    schema("policy", PackageResources.policy_schema_json),
    schema("config", PackageResources.config_schema_json),
  ]

  /// The schemas alone.
  package static let schemas = Array(shared.dropFirst())

  private static func schema(_ name: String, _ bytes: [UInt8]) -> StarterFile {
    StarterFile(path: "orchestration/schemas/\(name).schema.json", bytes: bytes)
  }
}

extension StarterWorkflow {
  /// The contracts; two starters name no path in common.
  package var contracts: [StarterFile] {
    let folder = "orchestration/gates/contracts"
    return switch self {
    case .visualEssay:
      [
        StarterFile(
          path: "\(folder)/G1.contract.json", bytes: PackageResources.visual_essay_G1_contract_json),
        StarterFile(
          path: "\(folder)/G2.contract.json", bytes: PackageResources.visual_essay_G2_contract_json),
        StarterFile(
          path: "\(folder)/G3.contract.json", bytes: PackageResources.visual_essay_G3_contract_json),
      ]
    case .blank:
      [
        StarterFile(
          path: "\(folder)/blank/G1.contract.json", bytes: PackageResources.blank_G1_contract_json)
      ]
    }
  }

  /// The workflow itself, its prompts first: it is there once all that it names is.
  package var files: [StarterFile] {
    let folder = "workflows/\(rawValue)"
    let prompts =
      switch self {
      case .visualEssay:
        [
          StarterFile(path: "\(folder)/prompts/G1.md", bytes: PackageResources.visual_essay_G1_md),
          StarterFile(path: "\(folder)/prompts/G2.md", bytes: PackageResources.visual_essay_G2_md),
          StarterFile(path: "\(folder)/prompts/G3.md", bytes: PackageResources.visual_essay_G3_md),
        ]
      case .blank:
        [StarterFile(path: "\(folder)/prompts/G1.md", bytes: PackageResources.blank_G1_md)]
      }
    let workflow =
      switch self {
      case .visualEssay: PackageResources.visual_essay_workflow_json
      case .blank: PackageResources.blank_workflow_json
      }
    return prompts + [StarterFile(path: "\(folder)/workflow.json", bytes: workflow)]
  }
}
