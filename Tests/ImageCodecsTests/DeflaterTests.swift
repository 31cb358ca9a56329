import ImageCodecs
import TestSupport
import Testing

/// zlib streams as such.
@Suite("Deflater")
struct DeflaterTests {
  @Test(arguments: [0, 1, 6, 9, 99])
  func inflatesToWhatWasGiven(_ level: Int) throws {
    var random = SeededRandom(seed: 5)
    for count in [0, 1, 100, 70_000, 200_001] {
      let bytes = (0..<count).map { _ in UInt8(random.int(0...(count > 1000 ? 255 : 3))) }
      var streams: Set<[UInt8]> = []
      for piece in [1, 1000, 1 << 20] where piece > 1 || count <= 100 {
        var deflater = try Deflater(level: level)
        var next = 0
        while next < count {
          try bytes[next..<min(count, next + piece)].withUnsafeBytes { try deflater.append($0) }
          next += piece
        }
        let stream = try deflater.finish()
        #expect(try Inflater.inflated(stream) == bytes, "\(count) bytes in pieces of \(piece)")
        streams.insert(stream)
      }
      // Stored blocks end where a call does.
      #expect(level == 0 || streams.count == 1, "\(count) bytes")
    }
  }
}
