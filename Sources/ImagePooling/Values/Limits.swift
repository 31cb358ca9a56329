/// What an input may cost. Checked before the cost arises; a breach is an error of kind `limit`.
public struct Limits: Hashable, Sendable {
  /// Width × height of a stored picture, and of a result.
  public var pixels: Int
  /// Scans of a progressive JPEG.
  public var progressiveScans: Int
  /// Bytes that decoding and pooling may hold at once.
  public var memory: Int
  /// How long a run may take, looked at once per strip of rows.
  public var time: Duration?

  public init(
    pixels: Int = 268_402_689, progressiveScans: Int = 100, memory: Int? = nil, time: Duration? = nil
  ) {
    self.pixels = pixels
    self.progressiveScans = progressiveScans
    self.memory = memory ?? MemoryLimit.standard
    self.time = time
  }

  /// 268,402,689 pixels, 100 scans, and the smaller of 256 MiB and 60 % of the memory that the machine, its control
  /// group and the address space limit leave.
  public static var `default`: Limits { Limits() }

  /// For files from strangers: 100 million pixels, 30 scans, at most 128 MiB, 30 seconds.
  public static var untrusted: Limits {
    Limits(
      pixels: 100_000_000, progressiveScans: 30, memory: min(128 << 20, MemoryLimit.standard),
      time: .seconds(30))
  }

  /// No limit but those of the formats.
  public static var none: Limits {
    Limits(pixels: .max, progressiveScans: .max, memory: .max)
  }
}
