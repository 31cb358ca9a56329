import FeatureMaps
import PoolingEngine
import TestSupport
import Testing

struct GoldenTests {
  @Test func countsAreThoseOfTheSet() {
    let manifest = GoldenSet.manifest
    #expect(manifest.cases.count == 698)
    let core: Set = [
      "max_pool2d", "avg_pool2d", "max_pool_with_argmax", "global_max_pool", "global_avg_pool",
    ]
    let cases = GoldenSet.cases(of: core)
    #expect(cases.count == 409)
    #expect(cases.count { $0.expectedError != nil } == 15)
    #expect(Set(manifest.cases.map(\.id)).count == 698)
    #expect(manifest.versions["torch"] == "2.13.0+cpu")
  }

  @Test func everyArrayOfTheEnginesTypesIsRead() throws {
    let manifest = GoldenSet.manifest
    #expect(manifest.tensors.entries.count == 2319)
    for entry in manifest.tensors.entries where entry.elementType != .uint64 {
      let tensor = try manifest.tensor(named: entry.name)
      #expect(tensor.shape == entry.shape)
      #expect(tensor.channels == entry.shape.dropLast(2).reduce(1, *))
    }
  }
}

struct GoldenCaseTests {
  @Test func fieldsOfACase() throws {
    let first = try #require(GoldenSet.manifest.cases.first)
    #expect(
      first.id == "torch-max_pool2d-001" && first.framework == "torch"
        && first.frameworkVersion == "2.13.0+cpu")
    #expect(first.operation == "max_pool2d" && first.elementType == "float32" && first.indexLayout == "plane")
    #expect(first.parameters.pair("kernel") == Pair(3, 2) && first.parameters.pair("dilation") == 1)
    #expect(first.parameters.padding == .all(0) && first.parameters.bool("ceil_mode") == false)
    #expect(first.expected.keys.sorted() == ["grad_input", "indices", "output"])
    #expect(first.tolerance == .exact)
    #expect(first.gradientTolerance == GoldenTolerance(relative: 1e-5, absolute: 1e-6))
    #expect(first.tags == ["plain"] && first.expectedError == nil && "\(first)" == first.id)
    let input = try GoldenSet.manifest.tensor(named: first.input)
    #expect(input.shape == [1, 1, 7, 4] && input.sampleType == .float32)
  }

  /// Every parameter of every case is reached by one of the accessors, or is null.
  @Test func parametersHaveAccessors() {
    let accessors: [String: (GoldenParameters, String) -> Bool] = [
      "integers": { $0.integers($1) != nil }, "bool": { $0.bool($1) != nil },
      "number": { $0.number($1) != nil },
      "string": { $0.string($1) != nil }, "null": { $0[$1] == .null },
      "numbers": { $0[$1]?.elements?.allSatisfy { $0.numberValue != nil } == true },
    ]
    for goldenCase in GoldenSet.manifest.cases {
      for member in goldenCase.parameters.members {
        #expect(
          accessors.values.contains { $0(goldenCase.parameters, member.name) }, "\(goldenCase) \(member.name)"
        )
      }
    }
    let paddings = Set(GoldenSet.manifest.cases.compactMap(\.parameters.padding))
    #expect(paddings.isSuperset(of: [.valid, .same, .sameLower, .all(1)]))
    let norms = GoldenSet.cases(of: ["lp_pool2d"]).compactMap { $0.parameters.number("norm") }
    #expect(norms.count == 54 && norms.contains(.infinity) && norms.contains(-.infinity))
  }

  static let container = SafetensorsTests.container(
    "{" + SafetensorsTests.entry("x", "U8", "[1,1,1,1]", "0", "1") + "}", data: 1)

  static func manifest(_ goldenCase: String, counts: String = "{}", format: Int = 1) -> [UInt8] {
    Array("{\"format\":\(format),\"counts\":\(counts),\"versions\":{},\"cases\":[\(goldenCase)]}".utf8)
  }

  static func text(_ changes: [String: String] = [:], without: String? = nil) -> String {
    var fields = [
      "id": "\"a\"", "op": "\"max_pool2d\"", "framework": "\"torch\"", "framework_version": "\"1\"",
      "dtype": "\"uint8\"",
      "params": "{}", "input": "\"x\"", "expected": "{\"output\":\"x\"}",
    ]
    fields.merge(changes) { $1 }
    if let without { fields[without] = nil }
    return "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
  }

  static func kind(_ manifest: [UInt8]) -> FeatureMapError.Kind? {
    Support.kind { () throws(FeatureMapError) in _ = try GoldenManifest(cases: manifest, tensors: container) }
  }

  @Test func brokenManifests() {
    #expect(Self.kind(Self.manifest(Self.text())) == nil)
    #expect(Self.kind(Self.manifest(Self.text(), counts: "{\"max_pool2d\":1}")) == nil)
    #expect(Self.kind(Self.manifest(Self.text(), counts: "{\"max_pool2d\":2}")) == .corrupt)
    #expect(Self.kind(Self.manifest(Self.text(), counts: "{\"avg_pool2d\":1}")) == .corrupt)
    #expect(Self.kind(Self.manifest(Self.text(), format: 2)) == .unsupported)
    #expect(Self.kind(Self.manifest("7")) == .corrupt)
    for field in ["id", "op", "framework", "framework_version", "dtype", "params", "input", "expected"] {
      #expect(Self.kind(Self.manifest(Self.text(without: field))) == .corrupt, "\(field)")
      #expect(Self.kind(Self.manifest(Self.text([field: "7"]))) == .corrupt, "\(field)")
    }
    // An array that is not there; a result and a refusal at once; half a tolerance; tags that are no words.
    #expect(Self.kind(Self.manifest(Self.text(["input": "\"y\""]))) == .corrupt)
    #expect(Self.kind(Self.manifest(Self.text(["expected": "{\"output\":\"y\"}"]))) == .corrupt)
    #expect(Self.kind(Self.manifest(Self.text(["grad_output": "\"y\""]))) == .corrupt)
    #expect(Self.kind(Self.manifest(Self.text(["expect_error": "\"no\""]))) == .corrupt)
    #expect(Self.kind(Self.manifest(Self.text(["tolerance": "{\"rtol\":0}"]))) == .corrupt)
    #expect(Self.kind(Self.manifest(Self.text(["tags": "[1]"]))) == .corrupt)
  }

  /// Every expected array equals itself, and no other place's value passes for it.
  @Test func comparisonAcceptsTheSetItself() throws {
    for goldenCase in GoldenSet.cases(of: ["max_pool2d", "avg_pool2d", "max_pool_with_argmax"]) {
      for (role, name) in goldenCase.expected {
        let result = try GoldenSet.manifest.tensor(named: name)
        let comparison = try GoldenSet.manifest.compare(result, with: role, of: goldenCase)
        #expect(comparison.passed && comparison.comparedSamples > 0 && comparison.worstError == 0)
      }
    }
    let refusal = try #require(GoldenSet.manifest.cases.first { $0.expectedError != nil })
    let input = try GoldenSet.manifest.tensor(named: refusal.input)
    #expect(
      Support.kind { () throws(FeatureMapError) in
        _ = try GoldenSet.manifest.compare(input, with: "output", of: refusal)
      }
        == .unsupported)
  }
}
