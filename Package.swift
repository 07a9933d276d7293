// swift-tools-version: 6.3
// No outside package: Swift, Foundation and git are all that a fresh machine needs.

import PackageDescription

/// A library target in the order of the layers: it may depend only on those that stand below it.
func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies)
}

/// The tests of one target, which may also use the layers that the target itself is made of.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies)
}

let package = Package(
  name: "orchestrate",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "orchestrate", targets: ["orchestrate"])],
  targets: [
    .executableTarget(name: "orchestrate", dependencies: ["OrchestrateCLI"]),
    layer(
      "OrchestrateCLI",
      [
        "CommandGrammar", "Host", "Reports", "Verification", "Runs", "Contracts", "Records", "Text",
        "Digests", "JSONDocument",
      ]),
    layer("CommandGrammar", ["Text"]),
    layer(
      "Host", ["Verification", "Runs", "Contracts", "Records", "Text", "Digests"]),
    layer(
      "Reports",
      ["Verification", "Runs", "Contracts", "Records", "Text", "Digests", "JSONDocument"]),
    layer("Verification", ["Runs", "Contracts", "Records", "Text", "Digests", "JSONDocument"]),
    // What `init` writes is in the binary itself, byte for byte as it stands in this repository.
    .target(
      name: "Runs", dependencies: ["Contracts", "Records", "Text", "Digests", "JSONDocument"],
      resources: [.embedInCode("Setup/Starter")]),
    layer("Contracts", ["Text", "Digests", "JSONDocument"]),
    layer("Records", ["Text", "Digests", "JSONDocument"]),
    layer("JSONDocument", ["Text"]),
    layer("Text"),
    layer("Digests", ["CDigests"]),
    .target(name: "CDigests"),

    .testTarget(
      name: "CommandGrammarTests", dependencies: ["CommandGrammar", "TestSupport"],
      exclude: ["Golden"]),
    .testTarget(
      name: "OrchestrateCLITests",
      dependencies: [
        "OrchestrateCLI", "CommandGrammar", "Digests", "Host", "JSONDocument", "Records",
        "RecordSamples", "Runs", "TestSupport",
      ],
      exclude: ["Golden"]),
    tests("EndToEndTests", ["orchestrate", "JSONDocument", "TestSupport"]),
    tests("FaultTests", ["orchestrate", "TestSupport"]),
    tests("ArchitectureTests", []),
    tests(
      "HostileTests",
      ["orchestrate", "Digests", "JSONDocument", "Records", "RecordSamples", "TestSupport"]),
    tests("JSONDocumentTests", ["JSONDocument"]),
    tests("ContractsTests", ["Contracts", "Text", "Digests", "JSONDocument"]),
    tests("HostTests", ["Host", "Verification", "Runs", "Text", "Digests", "TestSupport"]),
    tests(
      "RunsTests",
      ["Runs", "Contracts", "Records", "Text", "Digests", "JSONDocument", "RecordSamples"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Verification", "Runs", "Contracts", "Records", "Text", "Digests",
        "JSONDocument", "RecordSamples", "TestSupport",
      ],
      exclude: ["Golden"]),
    tests(
      "VerificationTests",
      [
        "Verification", "Runs", "Contracts", "Records", "Text", "Digests", "JSONDocument",
        "RecordSamples",
      ]),
    tests("TextTests", ["Text"]),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .target(
      name: "RecordSamples",
      dependencies: ["Runs", "Contracts", "Records", "Text", "Digests", "JSONDocument"],
      path: "Tests/RecordSamples"),
    .testTarget(
      name: "RecordsTests",
      dependencies: [
        "Records", "Runs", "Contracts", "Text", "Digests", "JSONDocument", "RecordSamples",
      ],
      exclude: ["Golden"]),
    .testTarget(name: "DigestsTests", dependencies: ["Digests"], exclude: ["Fixtures"]),
  ],
  swiftLanguageModes: [.v6]
)

/// The targets that touch the system; every other one is pure and held to it by a test.
let effects: Set = ["orchestrate", "OrchestrateCLI", "Host", "TestSupport"]

for target in package.targets where target.name != "CDigests" {
  var settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
  ]
  if target.type == .regular && !effects.contains(target.name) {
    settings.append(.strictMemorySafety())
  }
  target.swiftSettings = settings
}
