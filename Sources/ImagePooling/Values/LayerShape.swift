public import PoolingEngine

/// What one layer of a recipe does to the shape of an input.
public struct LayerShape: Hashable, Sendable {
  /// The operator's name on the command line, such as `adaptive-max`.
  public var operation: String
  public var dialect: Dialect
  /// Upright sizes.
  public var input: Size
  public var output: Size
  public var channels: Int
  public var inputType: SampleType
  /// What goes on to the next layer; the last one's is what dumps hold.
  public var outputType: SampleType
}
