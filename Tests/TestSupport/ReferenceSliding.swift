public import PoolingEngine

/// The parameters of windows that slide.
public struct ReferenceSliding: Hashable, Sendable, CustomStringConvertible {
  public var kernel: Pair
  public var stride: Pair
  public var padding: Padding
  public var dilation: Pair
  public var border: Border
  public var ceilMode: Bool

  public init(
    _ kernel: Pair, stride: Pair? = nil, padding: Padding = .all(0), dilation: Pair = 1,
    border: Border = .dialect,
    ceilMode: Bool = false
  ) {
    self.kernel = kernel
    self.stride = stride ?? kernel
    self.padding = padding
    self.dilation = dilation
    self.border = border
    self.ceilMode = ceilMode
  }

  public var description: String {
    "kernel \(kernel) stride \(stride) padding \(padding) dilation \(dilation) border \(border) ceil \(ceilMode)"
  }
}
