/// One call of a framework's pooling, with what it gave. Arrays are named; ``GoldenManifest/tensor(named:)`` reads them.
public struct GoldenCase: Hashable, Sendable, CustomStringConvertible {
  public let id: String
  /// Such as `max_pool2d`.
  public let operation: String
  /// `torch`, `tensorflow`, `onnxruntime`, `skimage`, `pillow` or `opencv`.
  public let framework: String
  public let frameworkVersion: String
  /// The input's element type as the framework names it; such as `float32`.
  public let elementType: String
  public let parameters: GoldenParameters
  /// The input's tensor.
  public let input: String
  /// More inputs by role: `indices`, `random_samples`, `logits`.
  public let extra: [String: String]
  public let upstreamGradient: String?
  /// Results by role: `output`, `indices`, `grad_input`, `grad_logits`. Empty if ``expectedError`` is set.
  public let expected: [String: String]
  /// For `output`.
  public let tolerance: GoldenTolerance
  /// For gradients.
  public let gradientTolerance: GoldenTolerance?
  /// What `indices` count: `plane`, `nchw_batch`, `nhwc`, ….
  public let indexLayout: String?
  public let tags: Set<String>
  public let note: String?
  /// The framework refuses the call, for this reason.
  public let expectedError: String?

  public var description: String { id }
}
