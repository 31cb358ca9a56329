/// What the axes of an array mean. The raw value is that of `--layout`.
public enum TensorLayout: String, Hashable, Sendable, CaseIterable {
  /// Channel, row, column: what PyTorch and this project use.
  case chw
  /// Row, column, channel: what NumPy image libraries use.
  case hwc
  /// Batch, channel, row, column.
  case nchw
  /// Batch, row, column, channel.
  case nhwc

  /// The axes it names.
  public var rank: Int { rawValue.utf8.count }
  /// The channel is the last axis.
  public var isChannelsLast: Bool { self == .hwc || self == .nhwc }
}
