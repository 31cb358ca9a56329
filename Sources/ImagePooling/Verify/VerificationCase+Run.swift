internal import FeatureMaps
internal import PoolingEngine

extension VerificationCase {
  /// Runs a case. The expectation is read only here, to compare.
  init(_ c: GoldenCase, of manifest: GoldenManifest) {
    id = c.id
    operation = c.operation
    framework = c.framework
    outcome = .passed
    let tensors = GoldenTensors(manifest: manifest)
    do {
      let call = try GoldenCall(c, tensors)
      isWithinOneLevel = call.levels != nil
      let results = try GoldenRun(c: c, call: call, tensors: tensors).results()
      guard c.expectedError == nil else {
        outcome = .failed(
          Difference(role: "refusal", coordinate: [], expected: "a refusal", found: "a result"))
        return
      }
      try compare(results, with: c, of: manifest, call)
    } catch let refusal as GoldenRefusal {
      outcome = .declined(reason: refusal.description)
    } catch is PoolingError where c.expectedError != nil {
      outcome = .passed
    } catch {
      outcome = .failed(
        Difference(role: "output", coordinate: [], expected: "a result", found: "the error \"\(error)\""))
    }
  }

  private mutating func compare(
    _ results: [String: Tensor], with c: GoldenCase, of manifest: GoldenManifest, _ call: GoldenCall
  ) throws {
    for role in ["output", "indices", "grad_input", "grad_logits"] {
      guard let name = c.expected[role] else { continue }
      guard let result = results[role] else {
        outcome = .failed(Difference(role: role, coordinate: [], expected: "a tensor", found: "none"))
        return
      }
      let expected = try manifest.tensor(named: name)
      let found = result.widened(to: expected.sampleType)
      let comparison =
        try call.levels.map {
          TensorComparison(
            found, expected: expected, tolerance: GoldenTolerance(relative: 0, absolute: $0))
        } ?? manifest.compare(found, with: role, of: c)
      note(comparison, role)
    }
  }

  private mutating func note(_ comparison: TensorComparison, _ role: String) {
    worstError = max(worstError, comparison.worstError)
    comparedSamples += comparison.comparedSamples
    differingSamples += comparison.unequalSamples
    guard !comparison.passed, case .passed = outcome else { return }
    if let difference = comparison.firstDifference {
      outcome = .failed(
        Difference(
          role: role, coordinate: difference.coordinate, expected: difference.expected,
          found: difference.found))
    } else {
      outcome = .failed(
        Difference(
          role: role, coordinate: [], expected: "its type and shape",
          found: comparison.mismatch ?? "something else"))
    }
  }
}
