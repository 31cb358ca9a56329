internal import FeatureMaps
internal import PoolingEngine

extension VerificationCase {
  /// Runs a case. The expectation is read only here, to compare.
  init(_ c: GoldenCase, of manifest: GoldenManifest) {
    id = c.id
    operation = c.operation
    framework = c.framework
    dialect = try? c.dialect()
    outcome = .passed
    let tensors = GoldenTensors(manifest: manifest)
    do {
      let call = try GoldenCall(c, tensors)
      isWithinOneLevel = call.levels != nil
      let results = try GoldenRun(c: c, call: call, tensors: tensors).results()
      if let reason = c.expectedError {
        fail(Difference(role: "call", coordinate: [], expected: "a refusal (\(reason))", found: "a result"))
        return
      }
      for role in c.expected.keys.sorted(by: Self.isBefore) {
        try compare(results[role], as: role, with: c, of: manifest, call)
      }
    } catch let decline as GoldenDecline {
      outcome = .declined(reason: decline.description)
    } catch let error as PoolingError where c.expectedError != nil {
      refusal = error
    } catch {
      let expected = c.expectedError.map { "a refusal (\($0))" } ?? "a result"
      fail(Difference(role: "call", coordinate: [], expected: expected, found: "the error \"\(error)\""))
    }
  }

  /// Values first: what differs in them differs in all that follows.
  private static func isBefore(_ a: String, _ b: String) -> Bool {
    (a == "output" ? 0 : 1, a) < (b == "output" ? 0 : 1, b)
  }

  private mutating func compare(
    _ result: Tensor?, as role: String, with c: GoldenCase, of manifest: GoldenManifest, _ call: GoldenCall
  ) throws {
    guard var result else {
      fail(Difference(role: role, coordinate: [], expected: "a tensor", found: "none"))
      return
    }
    if role == "output", call.isStoredAsFloat { result = result.widened(to: .float32) }
    // One level where the library's rounding is its own; what it gives in floats follows the case's tolerance.
    let level = role == "output" ? call.levels.map { GoldenTolerance(relative: 0, absolute: $0) } : nil
    let comparison = try manifest.compare(result, with: role, of: c, tolerance: level)
    worstError = max(worstError, comparison.worstError)
    comparedSamples += comparison.comparedSamples
    unequalSamples += comparison.unequalSamples
    guard !comparison.passed else { return }
    let first = comparison.firstDifference
    fail(
      Difference(
        role: role, coordinate: first?.coordinate ?? [], expected: first?.expected ?? "its type and shape",
        found: first?.found ?? comparison.mismatch ?? "something else",
        differingSamples: comparison.differingSamples, comparedSamples: comparison.comparedSamples),
      isCompared: comparison.mismatch == nil)
  }

  private mutating func fail(_ difference: Difference, isCompared: Bool = false) {
    if !isCompared { worstError = .infinity }
    if case .failed(let differences) = outcome {
      outcome = .failed(differences + [difference])
    } else {
      outcome = .failed([difference])
    }
  }
}
