/// An RGB picture in memory, 8 bit, as PPM files hold it.
struct PixelMap {
  let width: Int
  let height: Int
  var samples: [UInt8]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    samples = Array(repeating: 0, count: width * height * 3)
  }

  /// - Throws: ``BenchmarkError`` unless it is what `djpeg -pnm` writes for colour: "P6", width, height, 255, samples.
  init(ppm: [UInt8]) throws {
    var numbers: [Int] = []
    var place = 2
    while numbers.count < 3, place < min(ppm.count, 64) {
      var number = 0
      place += 1
      while place < ppm.count, (48...57).contains(ppm[place]) {
        number = number * 10 + Int(ppm[place]) - 48
        place += 1
      }
      numbers.append(number)
    }
    guard ppm.starts(with: Array("P6".utf8)), numbers.count == 3, numbers[2] == 255,
      ppm.count == place + 1 + numbers[0] * numbers[1] * 3
    else { throw BenchmarkError("not a colour pixmap of 8 bit") }
    width = numbers[0]
    height = numbers[1]
    samples = Array(ppm[(place + 1)...])
  }

  var ppm: [UInt8] { Array("P6\n\(width) \(height)\n255\n".utf8) + samples }

  mutating func copyPixel(x: Int, y: Int, from other: PixelMap, x otherX: Int, y otherY: Int) {
    let to = (y * width + x) * 3
    let from = (otherY * other.width + otherX) * 3
    for channel in 0..<3 { samples[to + channel] = other.samples[from + channel] }
  }
}
