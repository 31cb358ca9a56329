public import PoolingEngine

/// What a dump says of how its numbers came about.
public struct FeatureMapGeometry: Hashable, Sendable {
  /// The operator's name on the command line, such as `adaptive-average`.
  public var operation: String
  /// The dialect's name.
  public var dialect: String
  /// The upright size pooled.
  public var input: Size
  public var output: Size
  /// The window parameters that the operator has, in the order to be shown, by their snake_case names: `kernel`
  /// [H, W], `stride` [H, W], `padding` [top, left, bottom, right] or a name, `dilation`, `ceil_mode`, ….
  public var parameters: [JSONValue.Member]

  public init(
    operation: String, dialect: String, input: Size, output: Size, parameters: [JSONValue.Member] = []
  ) {
    self.operation = operation
    self.dialect = dialect
    self.input = input
    self.output = output
    self.parameters = parameters
  }
}
