/// A pooling that cannot be done, refused before any work: which rule it breaks, with the values, and which
/// dialects would accept it.
public struct PoolingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The rules a pooling can break. Cases may be added.
  public enum Rule: String, Hashable, Sendable {
    /// Kernel, stride and dilation are at least 1.
    case positiveParameter = "positive_parameter"
    /// Padding is not negative and not above the dialect's limit.
    case paddingLimit = "padding_limit"
    /// Every axis has at least one window.
    case emptyOutput = "empty_output"
    /// Every axis has at least one sample.
    case emptyInput = "empty_input"
    /// A divisor is not zero.
    case zeroDivisor = "zero_divisor"
    /// The dialect has this operator with these parameters.
    case notInDialect = "not_in_dialect"
    /// A filled border needs enough rows and columns to be taken from.
    case borderSize = "border_size"
    /// Samples fill the declared planes.
    case sampleCount = "sample_count"
    /// Arrays in memory fit the address space, and what is written shares no memory.
    case layout
    /// Window lists lie inside their axis and are in order.
    case windowList = "window_list"
    /// Sizes, sums and indices stay within the integers that hold them.
    case overflow = "overflow"
    /// A norm is not 0 and not NaN, and one that the dialect has.
    case norm
    /// A temperature is a finite number above 0.
    case temperature
    /// Random numbers lie from 0 to below 1, boundaries ascend from 0 to the axis's length.
    case fractionalSequence = "fractional_sequence"
    /// The size of an unpooled plane lies within a stride of the default.
    case unpooledSize = "unpooled_size"
    /// Indices lie in the plane that they are to be written to.
    case indexRange = "index_range"
    /// The result's element type can hold what the reduction gives.
    case resultType = "result_type"
  }

  public let rule: Rule
  /// What is wrong, with the values.
  public let message: String
  /// The dialects that accept the same request; empty if none does.
  public let acceptedBy: [Dialect]

  public init(_ rule: Rule, _ message: String, acceptedBy: [Dialect] = []) {
    self.rule = rule
    self.message = message
    self.acceptedBy = acceptedBy
  }

  public var description: String {
    guard !acceptedBy.isEmpty else { return message }
    return message + " (accepted by \(acceptedBy.map(\.name).joined(separator: ", ")))"
  }
}
