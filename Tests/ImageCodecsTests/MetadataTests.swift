import ImageCodecs
import PoolingEngine
import Testing

@Suite("Metadata is read and carried")
struct MetadataTests {
  /// A profile that libpng accepts: a header without tags, and padding.
  static func profile(_ space: String, padding: Int = 0) -> [UInt8] {
    let count = 132 + padding
    var bytes = [UInt8](repeating: 0, count: count)
    bytes.replaceSubrange(0..<4, with: PNGFile.long(count))
    bytes.replaceSubrange(8..<12, with: [2, 0x40, 0, 0])
    bytes.replaceSubrange(12..<24, with: Array("mntr\(space)XYZ ".utf8))
    bytes.replaceSubrange(36..<40, with: Array("acsp".utf8))
    bytes.replaceSubrange(68..<80, with: [0, 0, 0xF6, 0xD6, 0, 1, 0, 0, 0, 0, 0xD3, 0x2D])
    var generator = SplitMix(state: 3)
    for index in 132..<count { bytes[index] = UInt8(truncatingIfNeeded: generator.next()) }
    return bytes
  }

  @Test("A profile goes where the colours are its own, in one piece or in several")
  func profiles() throws {
    let encodings: [ImageEncoding] = [.png(), .jpeg(), .jpeg(JPEGEncoding(progressive: true))]
    for encoding in encodings {
      for (color, space) in [(ColorModel.gray, "GRAY"), (.rgb, "RGB ")] {
        for padding in [1000, 200_000] {
          let picture = Picture.soft(color, width: 9, height: 9)
          let own = ImageMetadata(iccProfile: Self.profile(space, padding: padding))
          let read = try decode(try encode(picture, as: encoding, metadata: own))
          #expect(
            read.info.metadata.iccProfile == own.iccProfile, "\(encoding) \(space) \(padding) \(read.damage)")
          let strange = ImageMetadata(
            iccProfile: Self.profile(space == "GRAY" ? "RGB " : "GRAY", padding: 1000))
          #expect(
            try decode(try encode(picture, as: encoding, metadata: strange)).info.metadata.iccProfile == nil)
        }
      }
    }
    let four = ImageMetadata(iccProfile: Self.profile("CMYK", padding: 1000))
    #expect(four.profileColorSpace == "CMYK")
    let file = try encode(Picture.soft(.rgb, width: 9, height: 9), metadata: four)
    #expect(try decode(file).info.metadata.iccProfile == nil)
    #expect(ImageMetadata(iccProfile: [1, 2, 3]).profileColorSpace == nil)
  }

  /// libpng complains about both; that must not keep a picture from being written.
  @Test("PNG: an odd profile is kept, a nonsensical one left out")
  func oddProfiles() throws {
    let picture = Picture.soft(.rgb, width: 9, height: 9)
    var odd = Self.profile("RGB ", padding: 1000)
    odd[70] ^= 1  // not lit by D50
    #expect(
      try decode(try encode(picture, metadata: ImageMetadata(iccProfile: odd))).info.metadata.iccProfile
        == odd)
    var nonsense = Self.profile("RGB ", padding: 1000)
    nonsense[64] = 1  // a rendering intent of 16,777,216
    let decoded = try decode(try encode(picture, metadata: ImageMetadata(iccProfile: nonsense)))
    #expect(decoded.info.metadata.iccProfile == nil)
    #expect(decoded.picture == picture)
  }

  @Test("A JPEG profile with a part missing, doubled or miscounted is left out")
  func brokenProfiles() throws {
    let file = try encode(Picture.soft(.rgb, width: 9, height: 9), as: .jpeg())
    func part(_ number: UInt8, of count: UInt8) -> [UInt8] {
      Array("ICC_PROFILE\0".utf8) + [number, count, 1, 2, 3]
    }
    let cases: [(parts: [[UInt8]], expected: [UInt8]?)] = [
      ([part(1, of: 1)], [1, 2, 3]), ([part(2, of: 2), part(1, of: 2)], [1, 2, 3, 1, 2, 3]),
      ([part(1, of: 2)], nil), ([part(1, of: 1), part(1, of: 1)], nil),
      ([part(1, of: 2), part(2, of: 3)], nil),
      ([part(0, of: 1)], nil), ([part(2, of: 1)], nil), ([Array("ICC_PROFILE\0".utf8)], nil),
    ]
    for (parts, expected) in cases {
      let changed = parts.reduce(file) { JPEGFile.inserting(0xE2, $1, into: $0) }
      #expect(try decode(changed).info.metadata.iccProfile == expected, "\(parts)")
    }
  }

  @Test("PNG: gamma, chromaticities, sRGB and resolution come back")
  func pngFacts() throws {
    let chromaticities: [Int32] = [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000]
    let cases: [ImageMetadata] = [
      ImageMetadata(gamma: 100_000), ImageMetadata(gamma: 45455, chromaticities: chromaticities),
      ImageMetadata(resolution: Resolution(x: 2835, y: 5670, unit: .perMetre)),
      ImageMetadata(resolution: Resolution(x: 4, y: 3, unit: .aspectRatio)),
    ]
    let picture = Picture.noise(.rgba, .uint16, width: 3, height: 2)
    for metadata in cases {
      #expect(try decode(try encode(picture, metadata: metadata)).info.metadata == metadata)
    }
    let srgb = try decode(try encode(picture, metadata: ImageMetadata(srgbIntent: 1))).info.metadata
    #expect(srgb.srgbIntent == 1)
  }

  @Test("A profile known to be odd is a remark, a wrong checksum a warning; neither is damage")
  func remarks() throws {
    var file = PNGFile.random(width: 4, height: 4, bitDepth: 8, colorType: 2)
    file.before = [("iCCP", Array("x\0\0".utf8) + PNGFile.stored([1, 2, 3]))]
    let odd = try decode(file.bytes()).damage
    #expect(odd.remarks.count == 1 && odd.warnings.isEmpty && !odd.isLossy)
    file.before = [("gAMA", PNGFile.long(45455))]
    var bytes = file.bytes()
    bytes[8 + 25 + 8 + 4] ^= 1  // the first byte of gAMA's checksum
    let wrong = try decode(bytes).damage
    #expect(wrong.warnings.count == 1 && wrong.remarks.isEmpty && !wrong.isLossy)
  }

  struct Conversion: Sendable {
    var from: Resolution
    var png: Resolution?
    var jpeg: Resolution?
  }

  /// Why each: whole inches survive both ways; what JFIF cannot say per inch it may say per centimetre; what
  /// fits neither is rounded; nothing becomes 0 or overflows its field.
  static let conversions: [Conversion] = [
    Conversion(
      from: .init(x: 72, y: 72, unit: .perInch), png: .init(x: 2835, y: 2835, unit: .perMetre),
      jpeg: .init(x: 72, y: 72, unit: .perInch)),
    Conversion(
      from: .init(x: 2835, y: 2835, unit: .perMetre), png: .init(x: 2835, y: 2835, unit: .perMetre),
      jpeg: .init(x: 72, y: 72, unit: .perInch)),
    Conversion(
      from: .init(x: 5000, y: 5000, unit: .perMetre), png: .init(x: 5000, y: 5000, unit: .perMetre),
      jpeg: .init(x: 127, y: 127, unit: .perInch)),
    Conversion(
      from: .init(x: 3300, y: 3300, unit: .perMetre), png: .init(x: 3300, y: 3300, unit: .perMetre),
      jpeg: .init(x: 33, y: 33, unit: .perCentimetre)),
    Conversion(
      from: .init(x: 2836, y: 2836, unit: .perMetre), png: .init(x: 2836, y: 2836, unit: .perMetre),
      jpeg: .init(x: 72, y: 72, unit: .perInch)),
    Conversion(
      from: .init(x: 28, y: 28, unit: .perCentimetre), png: .init(x: 2800, y: 2800, unit: .perMetre),
      jpeg: .init(x: 28, y: 28, unit: .perCentimetre)),
    Conversion(
      from: .init(x: 16, y: 9, unit: .aspectRatio), png: .init(x: 16, y: 9, unit: .aspectRatio),
      jpeg: .init(x: 16, y: 9, unit: .aspectRatio)),
    Conversion(from: .init(x: 1, y: 1, unit: .perMetre), png: .init(x: 1, y: 1, unit: .perMetre), jpeg: nil),
    Conversion(from: .init(x: 4_000_000_000, y: 1, unit: .perCentimetre), png: nil, jpeg: nil),
  ]

  @Test("Resolution is converted to what each format can say", arguments: conversions)
  func resolution(_ conversion: Conversion) throws {
    let picture = Picture.soft(.gray, width: 3, height: 2)
    let metadata = ImageMetadata(resolution: conversion.from)
    #expect(try decode(try encode(picture, metadata: metadata)).info.metadata.resolution == conversion.png)
    // A JFIF header cannot be silent about density: without one it says 1 : 1.
    let jpeg = conversion.jpeg ?? Resolution(x: 1, y: 1, unit: .aspectRatio)
    #expect(try decode(try encode(picture, as: .jpeg(), metadata: metadata)).info.metadata.resolution == jpeg)
  }

  @Test("The information alone equals the reader's, and no limit applies to it")
  func information() throws {
    let picture = Picture.noise(.rgb, width: 40, height: 30)
    for file in [try encode(picture), try encode(picture, as: .jpeg(JPEGEncoding(progressive: true)))] {
      #expect(try ImageInfo(of: .bytes(file)) == decode(file).info)
    }
    let huge = PNGFile(width: 1 << 30, height: 1 << 30, bitDepth: 8, colorType: 2, samples: [])
    // No row of it is written: the header alone is looked at.
    let header = Array(huge.bytesWithoutPixels())
    #expect(try ImageInfo(of: .bytes(header)).storedSize == Size(height: 1 << 30, width: 1 << 30))
  }

  @Test("Versions name their libraries")
  func versions() {
    #expect(CodecVersions.libpng.hasPrefix("libpng 1."))
    #expect(CodecVersions.libjpeg.hasPrefix("libjpeg"))
    #expect(CodecVersions.zlib.hasPrefix("zlib 1."))
  }
}
