import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

@Suite("Memory and descriptors")
struct ResourceTests {
  /// Every way to fail that leaves something allocated behind if it is not released. In a process of its own,
  /// since other tests use memory at the same time.
  @Test("Ten thousand broken files leave nothing behind")
  func nothingLeaks() async {
    await #expect(processExitsWith: .success) {
      let broken = try Self.brokenFiles()
      func run(_ count: Int) {
        for index in 0..<count { precondition(failure(broken[index % broken.count]) != nil) }
      }
      run(1000)
      // The address sanitizer keeps what is released for a while; what is not, it finds itself.
      guard !isAddressSanitized, let before = residentMemory() else { return }
      run(10_000)
      let grown = (residentMemory() ?? .max) - before
      if grown > 4 << 20 { fatalError("\(grown) bytes more") }
    }
  }

  private static func brokenFiles() throws -> [[UInt8]] {
    let soft = Picture.soft(.rgb, width: 48, height: 48)
    let interlaced = PNGFile.random(width: 48, height: 48, bitDepth: 8, colorType: 2, isInterlaced: true)
      .bytes()
    let profile = ImageMetadata(iccProfile: MetadataTests.profile("RGB ", padding: 3000))
    let jpeg = try encode(soft, as: .jpeg(), metadata: profile)
    let progressive = try encode(soft, as: .jpeg(JPEGEncoding(progressive: true)))
    return [
      Array(interlaced.dropLast(2000)), Array(jpeg.dropLast(100)), Array(jpeg.prefix(2000)),
      Array(progressive.dropLast(200)), Array(try encode(soft, metadata: profile).dropLast(60)),
    ]
  }

  @Test("Text chunks are not held, however long")
  func textChunks() async throws {
    await #expect(processExitsWith: .success) {
      var png = PNGFile.random(width: 4, height: 4, bitDepth: 8, colorType: 2)
      let text = PNGFile.long(50_000_000) + Array("tEXt".utf8)
      let file = Array(png.bytes().prefix(33)) + text + [UInt8](repeating: 65, count: 50_000_004)
      png.before = [("iTXt", [UInt8](repeating: 65, count: 1000))]
      let input = file + png.bytes()[33...]
      guard let before = peakMemory() else { return }
      let damage = try decode(input).damage
      precondition(!damage.isLossy && damage.warnings.count == 1, "\(damage)")  // the checksum
      let grown = (peakMemory() ?? .max) - before
      // The sanitizer keeps what is released for a while.
      if grown > 8 << 20, !isAddressSanitized { fatalError("\(grown) bytes more") }
    }
  }

  /// Linux's device that is always full.
  static let hasFullDevice = access("/dev/full", W_OK) == 0

  @Test("Writers that cannot write leave nothing behind and say why", .enabled(if: hasFullDevice))
  func fullDisk() throws {
    let descriptor = open("/dev/full", O_WRONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let picture = Picture.noise(.rgb, width: 300, height: 300)
    for encoding in [
      ImageEncoding.png(), .jpeg(JPEGEncoding(quality: 100)), .jpeg(JPEGEncoding(progressive: true)),
    ] {
      for _ in 0..<20 {
        let error = #expect(throws: CodecError.self) {
          try write(picture, to: ImageWriter(.descriptor(descriptor), as: encoding, color: .rgb))
        }
        #expect(error?.kind == .unwritable)
        #expect(error?.message.contains("No space left on device") == true)
      }
    }
  }

  @Test("A small file fails at the latest on commit", .enabled(if: hasFullDevice))
  func fullDiskAtTheEnd() throws {
    let descriptor = open("/dev/full", O_WRONLY)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let picture = Picture.noise(.gray, width: 3, height: 3)
    for encoding in [ImageEncoding.png(), .jpeg()] {
      let writer = try ImageWriter(.descriptor(descriptor), as: encoding, color: .gray)
      #expect(throws: CodecError.self) { try write(picture, to: writer) }
    }
  }

  @Test("Descriptors that are closed, of a directory, or for the other direction")
  func badDescriptors() throws {
    let picture = Picture.noise(.gray, width: 3, height: 3)
    for number in [Int32(-1), 9999] {
      let reading = #expect(throws: CodecError.self) { try ImageReader(.descriptor(number)) }
      #expect(reading?.kind == .unreadable)
      let writing = #expect(throws: CodecError.self) {
        try write(picture, to: ImageWriter(.descriptor(number), as: .png(), color: .gray))
      }
      #expect(writing?.kind == .unwritable)
    }
    let directory = open(".", O_RDONLY)
    defer { close(directory) }
    let error = #expect(throws: CodecError.self) { try ImageInfo(of: .descriptor(directory)) }
    #expect(error?.kind == .unreadable)
    #expect(error?.message.contains("directory") == true)
    let readOnly = open("/dev/null", O_RDONLY)
    defer { close(readOnly) }
    #expect(throws: CodecError.self) {
      try write(picture, to: ImageWriter(.descriptor(readOnly), as: .png(), color: .gray))
    }
  }

  @Test("A reader fails on the operating system's error in the middle as unreadable, tolerant or not")
  func errorInTheMiddle() throws {
    let file = try encode(Picture.noise(.rgb, width: 100, height: 100))
    let directory = open(".", O_RDONLY)
    defer { close(directory) }
    for tolerance in [Tolerance.strict, .tolerant] {
      let error = #expect(throws: CodecError.self) {
        try decode(.descriptor(directory, consumed: Array(file.prefix(9000))), .expanded, tolerance)
      }
      #expect(error?.kind == .unreadable)
    }
  }

  @Test("What a format cannot hold is refused before a byte is written")
  func refusals() throws {
    for color in [ColorModel.grayAlpha, .rgba] {
      let error = #expect(throws: CodecError.self) { try ImageWriter(.memory, as: .jpeg(), color: color) }
      #expect(error?.kind == .alphaNotRepresentable)
      #expect(error?.remedy.contains("--background") == true)
    }
    for encoding in [ImageEncoding.png(), .jpeg()] {
      let error = #expect(throws: CodecError.self) { try ImageWriter(.memory, as: encoding, color: .cmyk) }
      #expect(error?.kind == .unsupported)
    }
    let cases: [(encoding: ImageEncoding, width: Int, height: Int, type: SampleType)] = [
      (.jpeg(), 65_501, 1, .uint8), (.jpeg(), 1, 65_501, .uint8), (.jpeg(), 1, 1, .uint16),
      (.jpeg(), 0, 1, .uint8),
      (.png(), 0, 1, .uint8), (.png(), 1, 0, .uint8), (.png(), 1, 1, .float32), (.png(), 1 << 31, 1, .uint8),
    ]
    for (encoding, width, height, type) in cases {
      let writer = try ImageWriter(.memory, as: encoding, color: .gray)
      let error = #expect(throws: CodecError.self) {
        try writer.begin(RowFormat(size: Size(height: height, width: width), channels: 1, sampleType: type))
      }
      #expect(error?.kind == .unsupported, "\(encoding) \(width)x\(height) \(type)")
    }
  }
}
