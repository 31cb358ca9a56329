/// The colours of a picture whose rows are places in this list: a PNG's PLTE and tRNS.
public struct PNGPalette: Sendable, Hashable {
  /// A colour and its opacity.
  public struct Entry: Sendable, Hashable {
    public var red, green, blue, alpha: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
      self.red = red
      self.green = green
      self.blue = blue
      self.alpha = alpha
    }
  }

  /// 1 to 256 entries; those that are not opaque come first, so that tRNS is as short as can be.
  public let entries: [Entry]

  /// Nil unless there are 1 to 256 entries with no opaque one before another.
  public init?(_ entries: [Entry]) {
    guard (1...256).contains(entries.count) else { return nil }
    let opaque = entries.drop { $0.alpha < 255 }
    guard opaque.allSatisfy({ $0.alpha == 255 }) else { return nil }
    self.entries = entries
  }

  /// Bits of a place, as few as hold all: 1, 2, 4 or 8.
  public var bitDepth: Int { [1, 2, 4].first { 1 << $0 >= entries.count } ?? 8 }
}
