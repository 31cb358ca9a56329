public import PoolingEngine

/// What a `.npy` file says of its array.
public struct TensorHeader: Hashable, Sendable {
  public enum ByteOrder: String, Hashable, Sendable {
    case little, big
    /// One-byte elements.
    case irrelevant
  }

  /// The format's version, 1, 2 or 3.
  public var version: Int
  /// The axes as stored, before any ``TensorLayout`` is applied.
  public var shape: [Int]
  public var sampleType: SampleType
  /// The first axis runs fastest.
  public var fortranOrder: Bool
  public var byteOrder: ByteOrder
  /// Bytes ahead of the data.
  public var dataOffset: Int
  /// Bytes of data that the shape announces; they need not be there.
  public var dataCount: Int
}
