public import PoolingEngine

/// The axes that a written tensor has beside rows and columns.
public struct TensorAxes: Hashable, Sendable {
  /// Ahead of rows and columns, channels last among them: none for a matrix H, W of one channel, [C], [N, C].
  public var leading: [Int]
  /// Channels stand behind the columns instead: H, W, C and N, H, W, C.
  public var isChannelsLast: Bool

  public init(leading: [Int], isChannelsLast: Bool = false) {
    self.leading = leading
    self.isChannelsLast = isChannelsLast && !leading.isEmpty
  }

  /// The shape of a tensor with planes of that size.
  public func shape(_ size: Size) -> [Int] {
    guard isChannelsLast, let channels = leading.last else { return leading + [size.height, size.width] }
    return leading.dropLast() + [size.height, size.width, channels]
  }

  /// What lies together as one plane of the file: N·C planes of samples, or N planes of pixels of C samples.
  var samplesPerUnit: Int { isChannelsLast ? leading.last ?? 1 : 1 }

  /// - Throws: ``FeatureMapError`` of kind `unsupported` if so many channels are not theirs.
  func check(_ format: RowFormat) throws(FeatureMapError) {
    guard ElementCount.product(of: leading) == format.channels else {
      throw FeatureMapError(.unsupported, "axes \(leading) do not hold \(format.channels) channels")
    }
  }
}
