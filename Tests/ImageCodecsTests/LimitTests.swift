import ImageCodecs
import PoolingEngine
import Testing

@Suite("Limits")
struct LimitTests {
  private func expect(_ file: [UInt8], _ limits: DecodingLimits, names option: String) {
    let error = failure(file, limits: limits)
    #expect(error?.kind == .limit)
    #expect(error?.remedy.contains(option) == true, "\(String(describing: error))")
  }

  @Test("Pixels: as many as allowed pass, one more does not")
  func pixels() throws {
    let picture = Picture.noise(.gray, width: 12, height: 10)
    for file in [try encode(picture), try encode(picture, as: .jpeg())] {
      #expect(failure(file, limits: DecodingLimits(pixels: 120)) == nil)
      expect(file, DecodingLimits(pixels: 119), names: "--max-pixels")
    }
  }

  @Test("A header's claim costs nothing", arguments: [0, 2, 6])
  func claims(_ colorType: Int) {
    for isInterlaced in [false, true] {
      for (width, height) in [(1 << 30, 1 << 30), (Int(Int32.max), 1), (1, Int(Int32.max))] {
        let file = PNGFile(
          width: width, height: height, bitDepth: 16, colorType: colorType, isInterlaced: isInterlaced,
          samples: [])
        expect(file.bytesWithoutPixels(), .default, names: "--max-pixels")
      }
    }
    // One row of 200 million pixels is allowed as pixels, but not as memory.
    let wide = PNGFile(width: 200_000_000, height: 1, bitDepth: 16, colorType: colorType, samples: [])
    expect(wide.bytesWithoutPixels(), .default, names: "--max-memory")
  }

  @Test("Memory: what is held for an interlaced or progressive picture counts, a streamed one's rows do not")
  func memory() throws {
    let interlaced = PNGFile.random(width: 300, height: 400, bitDepth: 8, colorType: 2, isInterlaced: true)
    let whole = 300 * 400 * 3
    let info = try ImageInfo(of: .bytes(interlaced.bytes()))
    #expect(info.decoderMemory >= whole && info.decoderMemory < 2 * whole)
    expect(interlaced.bytes(), DecodingLimits(memory: whole), names: "--max-memory")
    #expect(failure(interlaced.bytes(), limits: DecodingLimits(memory: info.decoderMemory)) == nil)

    let picture = Picture.soft(.rgb, width: 800, height: 900)
    let progressive = try encode(picture, as: .jpeg(JPEGEncoding(subsampling: .s444, progressive: true)))
    let held = try ImageInfo(of: .bytes(progressive)).decoderMemory
    #expect(held >= 800 * 900 * 3 * 2)
    expect(progressive, DecodingLimits(memory: held - 1), names: "--max-memory")
    #expect(failure(progressive, limits: DecodingLimits(memory: held)) == nil)

    for file in [try encode(picture), try encode(picture, as: .jpeg())] {
      #expect(failure(file, limits: DecodingLimits(memory: 600_000)) == nil)
    }
  }

  @Test("Scans: the file's own number passes, one less does not, nor do hundreds of empty ones")
  func scans() throws {
    let file = try encode(
      Picture.soft(.rgb, width: 64, height: 64), as: .jpeg(JPEGEncoding(progressive: true)))
    let count = (0..<file.count - 1).filter { file[$0] == 0xFF && file[$0 + 1] == 0xDA }.count
    #expect(count == 10, "libjpeg's script for colour")
    #expect(failure(file, limits: DecodingLimits(scans: count)) == nil)
    expect(file, DecodingLimits(scans: count - 1), names: "--max-scans")
    // The last scan again and again.
    let last = (0..<file.count - 1).last { file[$0] == 0xFF && file[$0 + 1] == 0xDA } ?? 0
    let scan = file[last..<file.count - 2]
    let many = Array(file.dropLast(2)) + (0..<300).flatMap { _ in scan } + [0xFF, 0xD9]
    expect(many, .default, names: "--max-scans")
  }
}
