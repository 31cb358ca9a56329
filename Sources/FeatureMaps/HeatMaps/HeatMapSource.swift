public import PoolingEngine

/// One channel of a tensor as a picture: RGB rows of uint8 by the viridis colour map.
///
/// The channel's smallest finite value gets the first colour, its greatest the last; −∞ and +∞ get these, too, NaN is white,
/// and a constant channel has the first colour throughout.
public final class HeatMapSource: RowSource {
  /// RGB uint8, the channel's size times ``enlargement``.
  public let format: RowFormat
  /// Each sample is so many pixels wide and high.
  public let enlargement: Int

  /// - Parameter enlargedTo: a map whose longer side is smaller is enlarged by the largest whole factor that keeps that side
  ///   within it; 0: never.
  public init(_ tensor: Tensor, channel: Int, enlargedTo longestSide: Int = 256) {
    preconditionFailure("to come")
  }
  public func read(into strip: inout Strip) throws(FeatureMapError) { preconditionFailure("to come") }
}
