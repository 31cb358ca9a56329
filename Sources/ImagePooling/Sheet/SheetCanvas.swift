/// Rows of RGB pixels to draw on, held in memory.
struct SheetCanvas {
  struct Ink {
    var red, green, blue: UInt8

    /// `0xrrggbb`.
    init(_ code: UInt32) {
      (red, green, blue) = (UInt8(code >> 16 & 255), UInt8(code >> 8 & 255), UInt8(code & 255))
    }
  }

  let width, height: Int
  private(set) var samples: [UInt8]

  init(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    samples = Array(repeating: 0, count: 3 * width * height)
  }

  mutating func fill(_ columns: Range<Int>, _ rows: Range<Int>, _ ink: Ink) {
    for row in rows.clamped(to: 0..<height) {
      for column in columns.clamped(to: 0..<width) { set(row, column, ink) }
    }
  }

  /// The edge of a rectangle, inside of it.
  ///
  /// - Parameter dash: lengths of strokes and gaps; nil: one stroke.
  mutating func frame(_ columns: Range<Int>, _ rows: Range<Int>, thickness: Int, _ ink: Ink, dash: Int? = nil)
  {
    for row in rows.clamped(to: 0..<height) {
      for column in columns.clamped(to: 0..<width) {
        let (x, y) = (column - columns.lowerBound, row - rows.lowerBound)
        let isVertical = min(x, columns.count - 1 - x) < thickness
        guard isVertical || min(y, rows.count - 1 - y) < thickness else { continue }
        if let dash, (isVertical ? y : x) / dash % 2 == 1 { continue }
        set(row, column, ink)
      }
    }
  }

  /// A diagonal of a square, from top left or from bottom left.
  mutating func diagonal(_ left: Int, _ top: Int, side: Int, thickness: Int, rises: Bool, _ ink: Ink) {
    for y in 0..<side {
      let middle = rises ? side - 1 - y : y
      for x in max(0, middle - thickness / 2)..<min(side, middle + (thickness + 1) / 2 + 1)
      where (0..<height).contains(top + y) && (0..<width).contains(left + x) { set(top + y, left + x, ink) }
    }
  }

  /// A row of a picture.
  mutating func copy(_ row: UnsafeRawBufferPointer, to column: Int, _ line: Int) {
    let start = 3 * (line * width + column)
    samples.replaceSubrange(start..<(start + row.count), with: row)
  }

  /// A row of a picture with alpha, over a checkerboard whose squares begin at the picture's corner.
  ///
  /// - Parameter line: of the canvas.
  /// - Parameter row: of the picture.
  mutating func blend(_ pixels: UnsafeRawBufferPointer, to column: Int, _ line: Int, checker row: Int) {
    let start = 3 * (line * width + column)
    for place in 0..<(pixels.count / 4) {
      let paper = Self.checker[(place / Self.square + row / Self.square) % 2]
      let alpha = Int(pixels[4 * place + 3])
      for channel in 0..<3 {
        let mixed = alpha * Int(pixels[4 * place + channel]) + (255 - alpha) * paper
        samples[start + 3 * place + channel] = UInt8((mixed + 127) / 255)
      }
    }
  }

  /// Grays on which both white and black are seen, and the side of a square.
  static let checker = [0x8c, 0x73]
  static let square = 8

  private mutating func set(_ row: Int, _ column: Int, _ ink: Ink) {
    let place = 3 * (row * width + column)
    samples[place] = ink.red
    samples[place + 1] = ink.green
    samples[place + 2] = ink.blue
  }
}
