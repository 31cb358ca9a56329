internal import ImageCodecs
internal import PoolingEngine

/// Writes 8-bit RGB or RGBA rows as a palette if they have at most 256 colours, else as they are.
///
/// Until the 257th colour a byte per pixel is held, which is all that a result takes that becomes a palette. Which entry is which
/// depends on the samples alone: those that are not opaque come first, each sort in the order in which it appears.
final class PaletteSink: RowSink {
  private let writer: ImageWriter
  private var format = RowFormat(size: Size(height: 0, width: 0), channels: 3, sampleType: .uint8)
  /// The colours so far, alpha in the high byte.
  private var colors: [UInt32] = []
  /// Places in `colors`, a byte per pixel.
  private var pixels: [UInt8] = []
  /// Open addressing: a place in `colors` or −1, found by a hash of the colour.
  private var table = [Int16](repeating: -1, count: 1024)
  private var isPassingOn = false

  /// - Parameter writer: of a PNG, for RGB or RGBA.
  init(before writer: ImageWriter) { self.writer = writer }

  /// Bits of a place in the palette that was written; nil if none was.
  private(set) var bitDepth: Int?

  /// What is held for a result of this size.
  static func heldBytes(for size: Size) -> Int { size.height * size.width }

  func begin(_ format: RowFormat) throws {
    precondition(format.sampleType == .uint8 && (3...4).contains(format.channels), "colours of 8 bits")
    self.format = format
    pixels.reserveCapacity(Self.heldBytes(for: format.size))
  }

  func write(_ strip: borrowing Strip) throws {
    if !isPassingOn, !take(strip.bytes) {
      // Back to the rows before this strip, which are whole.
      pixels.removeLast(pixels.count - strip.firstRow * format.size.width)
      try passOn()
    }
    if isPassingOn { try writer.write(strip) }
  }

  /// False at the 257th colour.
  private func take(_ samples: UnsafeRawBufferPointer) -> Bool {
    let channels = format.channels
    var (last, lastPlace): (UInt32?, UInt8) = (nil, 0)
    for start in stride(from: 0, to: samples.count, by: channels) {
      let alpha = channels == 4 ? UInt32(samples[start + 3]) : 255
      let color =
        alpha << 24 | UInt32(samples[start]) << 16 | UInt32(samples[start + 1]) << 8
        | UInt32(samples[start + 2])
      if color != last {
        guard let place = place(of: color) else { return false }
        (last, lastPlace) = (color, place)
      }
      pixels.append(lastPlace)
    }
    return true
  }

  private func place(of color: UInt32) -> UInt8? {
    // 256 colours in 1024 slots: there is always a free one.
    var slot = Int((color &* 0x9E37_79B1) >> 22)
    while table[slot] >= 0 {
      if colors[Int(table[slot])] == color { return UInt8(table[slot]) }
      slot = (slot + 1) & 1023
    }
    guard colors.count < 256 else { return nil }
    table[slot] = Int16(colors.count)
    colors.append(color)
    return UInt8(colors.count - 1)
  }

  /// Writes what is held as the colours that it stands for, and everything to come as it is.
  private func passOn() throws {
    isPassingOn = true
    try writer.begin(format)
    let (colors, channels) = (colors, format.channels)
    try writeHeld(as: format) { place, buffer, start in
      let color = colors[Int(place)]
      for channel in 0..<channels {
        let shift = channel == 3 ? 24 : 16 - 8 * UInt32(channel)
        buffer[start + channel] = UInt8(truncatingIfNeeded: color >> shift)
      }
    }
    pixels = []
  }

  private func writeHeld(
    as format: RowFormat, _ convert: (UInt8, UnsafeMutableRawBufferPointer, Int) -> Void
  ) throws {
    let width = format.size.width
    var strip = Strip(format: format, capacity: 16)
    for first in stride(from: 0, to: pixels.count / max(1, width), by: strip.capacity) {
      let count = min(strip.capacity, pixels.count / width - first)
      strip.fill(startingAt: first) { buffer in
        for (number, place) in pixels[(first * width)..<((first + count) * width)].enumerated() {
          convert(place, buffer, number * format.channels)
        }
        return count
      }
      try writer.write(strip)
    }
  }

  func commit() throws {
    if !isPassingOn { try writePalette() }
    try writer.commit()
  }

  private func writePalette() throws {
    let isOpaque = { (color: UInt32) in color >> 24 == 255 }
    let order =
      colors.indices.filter { !isOpaque(colors[$0]) } + colors.indices.filter { isOpaque(colors[$0]) }
    var newPlaces = [UInt8](repeating: 0, count: colors.count)
    for (new, old) in order.enumerated() { newPlaces[old] = UInt8(new) }
    let entries = order.map { place in
      let color = colors[place]
      func byte(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: color >> shift) }
      return PNGPalette.Entry(red: byte(16), green: byte(8), blue: byte(0), alpha: byte(24))
    }
    // At most 256 were collected, opaque ones last; a picture without pixels has none, and no palette.
    guard let palette = PNGPalette(entries) else { return try passOn() }
    let places = RowFormat(size: format.size, channels: 1, sampleType: .uint8)
    try writer.begin(places, palette: palette)
    try writeHeld(as: places) { place, buffer, start in buffer[start] = newPlaces[Int(place)] }
    bitDepth = palette.bitDepth
  }
}
