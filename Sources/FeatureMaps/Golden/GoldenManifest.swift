/// A golden set: cases and the arrays they name (format: `Tests/TestSupport/Golden/README.md`).
public struct GoldenManifest: Sendable {
  public let cases: [GoldenCase]
  /// Cases per operator as the manifest states them (checked when read).
  public let counts: [String: Int]
  /// The frameworks' versions.
  public let versions: [String: String]
  public let tensors: Safetensors

  /// - Parameters:
  ///   - cases: the bytes of `cases.json`.
  ///   - tensors: the bytes of `tensors.safetensors`.
  /// - Throws: ``FeatureMapError``; of kind `corrupt` also if a case names an array that is not there.
  public init(cases: [UInt8], tensors: [UInt8]) throws(FeatureMapError) { preconditionFailure("to come") }

  /// The array of that name, rank 4 as N, C, H, W (`random_samples`: rank 3).
  public func tensor(named name: String) throws(FeatureMapError) -> Tensor { preconditionFailure("to come") }

  /// Compares a result with the case's array of that role (`output`, `indices`, `grad_input`, `grad_logits`) under the set's
  /// rule: shapes and types match; |got − want| ≤ atol + rtol·|want|; NaN matches NaN; equal infinities match; −0 matches
  /// +0 unless the case is tagged `signed_zero`; indices are exact.
  ///
  /// - Throws: ``FeatureMapError`` if the case has no such role or its array cannot be read.
  public func compare(_ result: Tensor, with role: String, of goldenCase: GoldenCase) throws(FeatureMapError)
    -> TensorComparison
  { preconditionFailure("to come") }
}
