/// What a file may ask of the decoder. All are checked before the cost arises.
public struct DecodingLimits: Sendable, Hashable {
  /// Width × height of the stored picture.
  public var pixels: Int
  /// Scans of a JPEG. Files in circulation have at most 12; hundreds of empty ones cost seconds.
  public var scans: Int
  /// Bytes that the decoder may hold for a picture that does not stream (``ImageInfo/decoderMemory``).
  public var memory: Int

  /// Seconds from the first look at the input on in which it has to be read; nil: as long as it takes. Looked at with every
  /// chunk that is read, and while a JPEG's decoder works on the whole picture.
  public var seconds: Double?

  public static let `default` = DecodingLimits()

  public init(pixels: Int = 268_402_689, scans: Int = 100, memory: Int = 256 << 20, seconds: Double? = nil) {
    self.pixels = pixels
    self.scans = scans
    self.memory = memory
    self.seconds = seconds
  }
}
