import FeatureMaps
import Foundation
import ImagePooling
import TestSupport
import Testing

/// What the frameworks gave, through the library's public calls; and that this can fail.
struct VerificationTests {
  @Test func everyCaseOfTheFrameworksPasses() throws {
    let all = try GoldenCopy().verified()
    #expect(all.passed && all.failures.isEmpty, "\(all)")
    #expect(all.cases.count == 698)
    // What is declined is asked for by one parameter of one library.
    let declined = GoldenSet.manifest.cases.filter { $0.parameters.bool("premultiplied_alpha") == true }
    #expect(all.declined.map(\.id) == declined.map(\.id) && declined.count == 3)
    let frameworks: Set = ["torch", "tensorflow", "onnxruntime", "skimage"]
    #expect(all.cases.count { frameworks.contains($0.framework) && $0.outcome == .passed } == 658)
    // Every refusal of a framework is one of the engine's own, for a reason of the same kind.
    let rules = Dictionary(grouping: all.cases.compactMap(\.refusal), by: \.rule).mapValues(\.count)
    #expect(
      rules == [
        .paddingLimit: 6, .emptyOutput: 5, .positiveParameter: 4, .zeroDivisor: 1, .indexRange: 1,
        .unpooledSize: 1,
      ], "\(all.cases.compactMap(\.refusal))")
    #expect(all.rows.count == 28 && all.rows.reduce(0) { $0 + $1.cases } == 698)
    // OpenCV's rule is the engine's, Pillow's is not.
    let levels = all.rows.filter { $0.levelSamples > 0 }.map { ($0.framework, $0.unequalLevelSamples) }
    #expect(levels.map(\.0) == ["pillow", "opencv"] && levels.map(\.1) == [12, 0])
  }

  /// Neither names nor the order of cases matter.
  @Test func namesDoNotMatter() throws {
    var copy = try GoldenCopy()
    var number = 0
    try copy.cases(change: { fields in
      number += 1
      fields["id"] = .string("case \(number)")
      fields["tags"] = .array((fields["tags"]?.elements ?? []).filter { $0 == "signed_zero" })
      fields["note"] = nil
    })
    let renamed = try copy.verified()
    #expect(renamed.passed && renamed.declined.count == 3 && renamed.cases.count == 698)
  }

  struct Spoilt: CustomTestStringConvertible, Sendable {
    let role: String
    let id: String
    let coordinate: [Int]
    var testDescription: String { "\(role) of \(id)" }
  }

  /// A case of every role, and a place in its expected array.
  static let spoilt = [
    Spoilt(role: "output", id: "torch-max_pool2d-001", coordinate: [0, 0, 2, 1]),
    Spoilt(role: "indices", id: "torch-max_pool2d-001", coordinate: [0, 0, 0, 2]),
    Spoilt(role: "grad_input", id: "torch-avg_pool2d-001", coordinate: [0, 0, 0, 0]),
    Spoilt(role: "grad_logits", id: "torch-lip_pool2d-001", coordinate: [0, 0, 0, 0]),
    Spoilt(role: "output", id: "onnxruntime-lp_pool2d-001", coordinate: [0, 0, 0, 0]),
    Spoilt(role: "output", id: "pillow-box_reduce-001", coordinate: [0, 0, 0, 3]),
  ]

  @Test("One changed sample of an expectation is found", arguments: spoilt)
  func aChangedExpectationFails(_ spoilt: Spoilt) throws {
    let goldenCase = try #require(GoldenSet.manifest.cases.first { $0.id == spoilt.id })
    let name = try #require(goldenCase.expected[spoilt.role])
    let shape = try GoldenSet.manifest.tensor(named: name).shape
    let sample = zip(spoilt.coordinate, shape).reduce(0) { $0 * $1.1 + $1.0 }
    var copy = try GoldenCopy()
    try copy.spoil(name, sample: sample)
    // Equal arrays share one tensor; all other cases of the set still pass.
    let sharing = GoldenSet.manifest.cases.filter { $0.expected.values.contains(name) }.map(\.id)
    let all = try copy.verified()
    #expect(!all.passed)
    #expect(Set(all.failures.map(\.id)).isSubset(of: sharing) && all.failures.contains { $0.id == spoilt.id })
    let failure = try #require(all.failures.first { $0.id == spoilt.id })
    guard case .failed(let differences) = failure.outcome else { return }
    let difference = try #require(differences.first { $0.role == spoilt.role })
    #expect(difference.coordinate == spoilt.coordinate)
    #expect(difference.differingSamples == 1 && difference.expected != difference.found)
    #expect(
      all.description.contains("FAILED \(spoilt.id): \(spoilt.role) at \(spoilt.coordinate): expected "))
  }

  private func outcome(
    of id: String, _ change: (inout GoldenCopy.Fields) -> Void
  ) throws -> VerificationCase {
    var copy = try GoldenCopy()
    try copy.cases(where: { $0.id == id }, change: change)
    return try #require(try copy.verified().cases.first)
  }

  private func difference(_ one: VerificationCase) throws -> VerificationCase.Difference {
    guard case .failed(let differences) = one.outcome else {
      Issue.record("\(one.id) did not fail but \(one.outcome)")
      throw CancellationError()
    }
    return try #require(differences.first)
  }

  @Test func aRefusalThatDoesNotComeFails() throws {
    let failed = try difference(
      outcome(of: "torch-max_pool2d-001") {
        $0["expected"] = nil
        $0["expect_error"] = "too nice"
      })
    #expect(failed.description == "call: expected a refusal (too nice), found a result")
  }

  @Test func aRefusalWhereAResultIsExpectedFails() throws {
    let failed = try difference(
      outcome(of: "torch-max_pool2d-001") { $0.change("params") { $0["stride"] = [0, 1] } })
    #expect(failed.role == "call" && failed.expected == "a result" && failed.found.contains("stride"))
  }

  /// Nobody compared such a case, so it has not passed.
  @Test func whatIsNotUnderstoodFails() throws {
    let changes: [(String, (inout GoldenCopy.Fields) -> Void, String)] = [
      ("an operator", { $0["op"] = "min_pool2d" }, "the operator min_pool2d has no translation"),
      ("a framework", { $0["framework"] = "abacus" }, "the framework abacus is not known"),
      (
        "a parameter", { $0.change("params") { $0["weights"] = 3 } },
        "max_pool2d with weights has no translation"
      ),
      ("no kernel", { $0.change("params") { $0["kernel"] = nil } }, "the parameter kernel is missing"),
      ("a layout", { $0["index_layout"] = "spiral" }, "the index layout spiral is not known"),
    ]
    for (what, change, message) in changes {
      let failed = try difference(outcome(of: "torch-max_pool2d-001", change))
      #expect(failed.found.contains(message), "\(what): \(failed)")
    }
    // As little is a refusal by the translation one by the engine.
    let refusal = try #require(GoldenSet.manifest.cases.first { $0.expectedError != nil })
    #expect(try difference(outcome(of: refusal.id) { $0["op"] = "min_pool2d" }).expected.contains("refusal"))
  }

  @Test func resultsOfAnotherShapeOrTypeFail() throws {
    let other = try #require(GoldenSet.manifest.cases.first { $0.id == "torch-max_pool2d-001" })
    let failed = try difference(
      outcome(of: other.id) { $0.change("expected") { $0["output"] = .string(other.input) } })
    #expect(failed.coordinate.isEmpty && failed.found.contains("shape"))
    let indices = try #require(other.expected["indices"])
    #expect(
      try difference(outcome(of: other.id) { $0.change("expected") { $0["output"] = .string(indices) } })
        .found
        == "float32 instead of int64")
  }

  @Test func aSetWithoutCasesDoesNotPass() throws {
    var copy = try GoldenCopy()
    try copy.cases(where: { _ in false })
    #expect(try !copy.verified().passed)
  }

  @Test func brokenSetsHaveAKind() throws {
    let folder = try Folder()
    func kind(_ path: Path) -> ImagePoolError.Kind? {
      do throws(ImagePoolError) {
        _ = try Verification(golden: path)
        return nil
      } catch {
        #expect(error.input != nil && !error.message.isEmpty)
        return error.kind
      }
    }
    #expect(kind(folder.place("absent.json")) == .unreadable)
    #expect(kind(Path(folder.path)) == .unreadable, "a folder without a manifest")
    #expect(try kind(folder.write(Array("{".utf8), "broken.json")) == .corrupt)
    #expect(try kind(folder.write(Array("{\"format\":2}".utf8), "later.json")) == .unsupported)
    var copy = try GoldenCopy()
    #expect(
      try kind(folder.write(copy.manifest.encoded(), "alone.json")) == .unreadable, "no arrays beside it")
    copy.tensors.removeLast(100)
    #expect(try kind(copy.write(to: folder)) == .truncated)
    copy = try GoldenCopy()
    var members = GoldenCopy.Fields(members: try #require(copy.manifest.members))
    members["tensors"] = "../tensors.safetensors"
    copy.manifest = .object(members.members)
    #expect(try kind(copy.write(to: folder)) == .corrupt)
    // Under another name, and without one.
    copy = try GoldenCopy()
    _ = try copy.write(to: folder)
    #expect(try Verification(golden: Path(folder.path)).passed)
    #expect(try Verification(golden: folder.write(copy.manifest.encoded(), "list")).passed)
  }
}
