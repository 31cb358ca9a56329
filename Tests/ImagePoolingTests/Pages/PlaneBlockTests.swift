import FeatureMaps
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

@testable import ImagePooling

/// Blocks of report pages, decoded by a reader that was written from their description.
@Suite("Planes as blocks of a page")
struct PlaneBlockTests {
  @Test("every element type, odd sizes, no rows, no columns, no channels", arguments: SampleType.allCases)
  func roundTrip(_ type: SampleType) throws {
    try check(type.testType)
  }

  private func check<S: TestSample>(_ type: S.Type) throws {
    var random = SeededRandom(seed: 20)
    for (channels, height, width) in [
      (1, 1, 1), (3, 5, 7), (4, 13, 1), (1, 1, 300), (2, 0, 5), (2, 5, 0), (0, 3, 3), (5, 64, 33),
    ] {
      for kind in [SampleKind.noise, .wild, .ramp] {
        let size = Size(height: height, width: width)
        let planes = Planes<S>.random(kind, channels: channels, size: size, using: &random)
        let block = try PlaneBlock("b", AnyPlanes(planes))
        let back = try BlockReader.tensor(block.stream, block.json)
        let read: Planes<S> = try #require(back.planes(as: S.self))
        #expect(read.channels == channels && read.size == size)
        // Bits, so that NaN and the sign of zero count.
        #expect(
          zip(read.samples, planes.samples).allSatisfy { $0.bits == $1.bits }
            && read.samples.count == planes.samples.count, "\(channels) x \(size), \(kind)")
      }
    }
  }

  @Test func aBlockIsWhatItsDescriptionSays() throws {
    let planes = try Planes<UInt16>(
      channels: 1, size: Size(height: 2, width: 3), [0x0102, 0x0103, 0x0201, 0x0405, 0x0504, 0xFFFF])
    let block = try PlaneBlock("source-0", AnyPlanes(planes))
    // Low bytes 2 3 1 / 5 4 255, then high bytes 1 1 2 / 4 5 255.
    #expect(
      try Inflater.inflated(block.stream) == [2, 1, 254, 3, 255, 251, 1, 0, 1, 3, 1, 250])
    #expect(
      block.json == [
        "block": "source-0", "type": "uint16", "channels": 1, "height": 2, "width": 3,
      ])
  }

  @Test func theSamePlanesGiveTheSameStream() throws {
    let planes = AnyPlanes(Pictures.planes(channels: 3, size: Size(height: 90, width: 70)))
    let first = try PlaneBlock("a", planes), second = try PlaneBlock("b", planes)
    #expect(first.stream == second.stream)
    #expect(first.stream.count < 3 * 90 * 70)
  }
}

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
