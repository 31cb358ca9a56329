import ImageCodecs
import PoolingEngine
import Testing

@Suite("What is written is read back")
struct RoundTripTests {
  static let models: [ColorModel] = [.gray, .grayAlpha, .rgb, .rgba]

  @Test(
    "PNG: every sample, every model, 8 and 16 bits, odd sizes", arguments: models,
    [SampleType.uint8, .uint16])
  func png(_ color: ColorModel, _ type: SampleType) throws {
    for width in [1, 2, 3, 7, 8, 9, 17, 65] {
      for height in [1, 2, 13] {
        let picture = Picture.noise(
          color, type, width: width, height: height, seed: UInt64(width * 100 + height))
        let decoded = try decode(try encode(picture))
        #expect(decoded.picture == picture, "\(width)x\(height)")
        #expect(decoded.damage == Damage(rowsIntact: height))
        #expect(decoded.info.bitDepth == 8 * type.byteCount)
        #expect(decoded.info.storedColor == color.rawValue)
        #expect(decoded.info.streams)
      }
    }
  }

  @Test("PNG: compression changes the size, never the samples; the same rows give the same bytes")
  func compression() throws {
    let picture = Picture.soft(.rgb, width: 120, height: 90)
    var sizes: [Int] = []
    for level in [0, 1, 6, 9] {
      let file = try encode(picture, as: .png(PNGEncoding(compression: level)))
      #expect(try decode(file).picture == picture)
      #expect(try encode(picture, as: .png(PNGEncoding(compression: level)), stripHeight: 90) == file)
      sizes.append(file.count)
    }
    #expect(sizes[0] > sizes[1] && sizes[1] >= sizes[3])
    #expect(
      try encode(picture, as: .png(PNGEncoding(compression: 99)))
        == encode(picture, as: .png(PNGEncoding(compression: 9))))
  }

  /// What zlib's search finds in drawings it does not find in photographs, and below effort 6 it is left out there.
  @Test(
    "PNG: efforts below 6 keep the samples, and drawings stay as small as the search makes them",
    arguments: models)
  func quickEfforts(_ color: ColorModel) throws {
    // 512 KB, and more than that, of one channel of bytes: around what is held until it is whole.
    for (width, height) in [(1, 1), (7, 5), (64, 48), (1024, 512), (1025, 512)] {
      for picture in [
        Picture.noise(color, .uint8, width: width, height: height, seed: 3),
        Picture.noise(color, .uint16, width: width, height: height, seed: 3),
        Picture.soft(color, width: width, height: height),
      ] {
        let file = try encode(picture, as: .png(PNGEncoding(compression: 4)))
        #expect(try decode(file).picture == picture, "\(width)x\(height)")
        #expect(try encode(picture, as: .png(PNGEncoding(compression: 4)), stripHeight: height) == file)
      }
    }
    // Steps down and across: what Paeth's filter is best at, with ties between its neighbours.
    let noise = Picture.noise(color, .uint8, width: 96, height: 96, seed: 6)
    var steps = noise
    let channels = noise.bytes.count / (96 * 96)
    for place in steps.bytes.indices {
      let (y, x) = (place / channels / 96, place / channels % 96)
      steps.bytes[place] = noise.bytes[x / 3] / 2 + noise.bytes[1000 + y / 3] / 2
    }
    #expect(try decode(try encode(steps, as: .png(PNGEncoding(compression: 4)))).picture == steps)
    // A noisy tile again and again: runs alone find nothing in it.
    let tile = Picture.noise(color, .uint8, width: 16, height: 16, seed: 4)
    var tiled = Picture.noise(color, .uint8, width: 256, height: 256, seed: 5)
    let pixel = tile.bytes.count / 256
    for place in tiled.bytes.indices {
      let (y, x) = (place / pixel / 256, place / pixel % 256)
      tiled.bytes[place] = tile.bytes[(y % 16 * 16 + x % 16) * pixel + place % pixel]
    }
    let file = try encode(tiled, as: .png(PNGEncoding(compression: 4)))
    #expect(try decode(file).picture == tiled)
    #expect(file.count < tiled.bytes.count / 10)
  }

  @Test("Strips of any height give the same rows", arguments: [1, 2, 3, 16, 17, 50, 200])
  func stripHeights(_ stripHeight: Int) throws {
    let picture = Picture.soft(.rgb, width: 37, height: 50)
    let interlaced = PNGFile.random(width: 13, height: 50, bitDepth: 8, colorType: 2, isInterlaced: true)
      .bytes()
    let jpeg = try encode(picture, as: .jpeg())
    for file in [try encode(picture), jpeg, interlaced] {
      #expect(try decode(file, stripHeight: stripHeight).picture == decode(file, stripHeight: 7).picture)
    }
    #expect(try encode(picture, as: .jpeg(), stripHeight: stripHeight) == jpeg)
  }

  /// How far a soft picture may move at quality 95: 4:2:0 halves the resolution of colour.
  @Test("JPEG: gray and RGB, 4:2:0 and 4:4:4, baseline and progressive", arguments: [ColorModel.gray, .rgb])
  func jpeg(_ color: ColorModel) throws {
    for (width, height) in [(1, 1), (7, 3), (16, 16), (65, 33), (100, 80)] {
      let picture = Picture.soft(color, width: width, height: height)
      for subsampling in JPEGEncoding.Subsampling.allCases {
        for progressive in [false, true] {
          let encoding = JPEGEncoding(quality: 95, subsampling: subsampling, progressive: progressive)
          let decoded = try decode(try encode(picture, as: .jpeg(encoding)))
          #expect(decoded.picture.format == picture.format)
          let far = decoded.picture.greatestDifference(from: picture)
          #expect(
            far <= (subsampling == .s444 || color == .gray ? 6 : 12), "\(width)x\(height) \(encoding): \(far)"
          )
          #expect(decoded.info.coding == (progressive ? "progressive" : "baseline"))
          #expect(decoded.info.streams == !progressive)
          let expected = color == .gray ? "1x1" : subsampling == .s420 ? "2x2,1x1,1x1" : "1x1,1x1,1x1"
          #expect(decoded.info.sampling == expected)
        }
      }
    }
  }

  @Test("JPEG: quality and better tables change the size")
  func jpegSizes() throws {
    let picture = Picture.soft(.rgb, width: 200, height: 200)
    func size(_ encoding: JPEGEncoding) throws -> Int { try encode(picture, as: .jpeg(encoding)).count }
    let plain = try size(JPEGEncoding())
    #expect(try size(JPEGEncoding(quality: 30)) < plain)
    #expect(try size(JPEGEncoding(quality: 99)) > plain)
    #expect(try size(JPEGEncoding(optimizesTables: true)) < plain)
    #expect(try size(JPEGEncoding(quality: 500)) == size(JPEGEncoding(quality: 100)))
  }

  @Test("Memory, files and pipes, with and without bytes read before, give the same")
  func sources() throws {
    let picture = Picture.noise(.rgb, width: 40, height: 30)
    for file in [try encode(picture), try encode(picture, as: .jpeg())] {
      let expected = try decode(file).picture
      #expect(try withFile(holding: file) { try decode(.descriptor($0)).picture } == expected)
      #expect(try withPipe(holding: file) { try decode(.descriptor($0)).picture } == expected)
      let rest = Array(file[100...])
      #expect(
        try withPipe(holding: rest) { try decode(.descriptor($0, consumed: Array(file[..<100]))).picture }
          == expected)
    }
  }

  @Test("Memory and descriptors receive the same bytes")
  func destinations() throws {
    let picture = Picture.noise(.rgb, width: 300, height: 200)
    for encoding in [ImageEncoding.png(), .jpeg(JPEGEncoding(quality: 98))] {
      let expected = try encode(picture, as: encoding)
      #expect(expected.count > 65536, "more than one chunk is written")
      try withFile { descriptor in
        try write(picture, to: ImageWriter(.descriptor(descriptor), as: encoding, color: .rgb))
        let isEqual = try contents(of: descriptor) == expected
        #expect(isEqual)
      }
    }
  }

  @Test("A writer's bytes are there once, after the commit")
  func takeBytes() throws {
    let picture = Picture.noise(.gray, width: 4, height: 4)
    let writer = try ImageWriter(.memory, as: .png(), color: .gray)
    #expect(writer.takeBytes().isEmpty)
    try write(picture, to: writer)
    #expect(!writer.takeBytes().isEmpty)
    #expect(writer.takeBytes().isEmpty)
  }
}
