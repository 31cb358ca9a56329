import ImageCodecs
import PoolingEngine
import Testing

/// EXIF's Orientation, as exiftool's `-IFD0:Orientation` would say; outside 1...8 counts as 1.
@Suite("Orientation")
struct OrientationTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var data: [UInt8]
    var expected: Int
    init(_ reason: String, _ data: [UInt8], _ expected: Int) {
      (testDescription, self.data, self.expected) = (reason, data, expected)
    }
  }

  static let legal = (1...8).flatMap { value in
    [true, false].map { Case("\(value), big-endian: \($0)", TIFF.orientation(value, isBigEndian: $0), value) }
  }
  static let odd: [Case] = [
    Case("0 is no orientation", TIFF.orientation(0), 1),
    Case("9 is none", TIFF.orientation(9), 1),
    Case("65535 is none", TIFF.orientation(65535), 1),
    Case("a byte", TIFF(entries: [.init(type: 1, value: 6)]).bytes(), 6),
    Case("a long", TIFF(isBigEndian: false, entries: [.init(type: 4, value: 6)]).bytes(), 6),
    Case("two values are not one", TIFF(entries: [.init(count: 2, value: 6)]).bytes(), 1),
    Case("text", TIFF(entries: [.init(type: 2, value: 6)]).bytes(), 1),
    Case("of two tags the first", TIFF(entries: [.init(value: 6), .init(value: 8)]).bytes(), 6),
    Case("behind another tag", TIFF(entries: [.init(tag: 0x010E, value: 1), .init(value: 3)]).bytes(), 3),
    Case(
      "only in the thumbnail's directory",
      TIFF(entries: [.init(tag: 0x100, value: 4)], second: [.init(value: 6)]).bytes(), 1),
    Case(
      "no directory is read twice", TIFF(entries: [.init(value: 6)]).bytes().dropLast(4) + [0, 0, 0, 8], 6),
    Case(
      "a directory outside the data", TIFF(directoryOffset: 0x7FFF_FFFF, entries: [.init(value: 6)]).bytes(),
      1),
    Case("a directory in the header", TIFF(directoryOffset: 4, entries: [.init(value: 6)]).bytes(), 1),
    Case("more entries than data", TIFF(entries: [.init(value: 6)], claimedCount: 65535).bytes(), 1),
    Case("no byte order", TIFF(mark: [0x58, 0x58], entries: [.init(value: 6)]).bytes(), 1),
    Case(
      "a first entry of no type",
      TIFF(entries: [.init(tag: 1, type: 99, value: 1), .init(value: 6)]).bytes(), 1),
    Case("cut in the header", Array(TIFF.orientation(6).prefix(7)), 1),
    Case("cut in the directory", Array(TIFF.orientation(6).prefix(20)), 1),
    Case("nothing", [], 1),
  ]

  static let jpeg: [UInt8] = (try? encode(Picture.soft(.rgb, width: 8, height: 6), as: .jpeg())) ?? []
  static let prefix = Array("Exif\0\0".utf8)

  @Test("In a JPEG's APP1", arguments: legal + odd)
  func jpeg(_ example: Case) throws {
    let file = JPEGFile.inserting(0xE1, Self.prefix + example.data, into: Self.jpeg)
    #expect(try decode(file).info.orientation.rawValue == example.expected)
    #expect(try decode(file).picture.format.size == Size(height: 6, width: 8), "the size is the stored one")
  }

  @Test(
    "In a PNG's eXIf, before and behind the pixels, with JPEG's prefix or without", arguments: legal + odd)
  func png(_ example: Case) throws {
    var file = PNGFile.random(width: 8, height: 6, bitDepth: 8, colorType: 2)
    file.before = [("eXIf", example.data)]
    #expect(try decode(file.bytes()).info.orientation.rawValue == example.expected)
    file.before = [("eXIf", Self.prefix + example.data)]
    #expect(try decode(file.bytes()).info.orientation.rawValue == example.expected)
    (file.before, file.behind) = ([], [("eXIf", example.data)])
    #expect(try decode(file.bytes()).info.orientation.rawValue == example.expected)
    #expect(try ImageInfo(of: .bytes(file.bytes())).orientation.rawValue == example.expected)
    try withFile(holding: file.bytes()) { descriptor in
      let orientation = try decode(.descriptor(descriptor)).info.orientation
      #expect(orientation.rawValue == example.expected)
    }
  }

  @Test("The first of several that has one counts; other APP1 segments do not matter")
  func several() throws {
    let none = Self.prefix + TIFF(entries: [.init(tag: 0x100, value: 1)]).bytes()
    let (three, six) = (Self.prefix + TIFF.orientation(3), Self.prefix + TIFF.orientation(6))
    let xmp = Array("http://ns.adobe.com/xap/1.0/\0<x/>".utf8)
    for (segments, expected) in [([six, three], 6), ([none, three], 3), ([xmp, six], 6), ([xmp], 1)] {
      let file = segments.reversed().reduce(Self.jpeg) { JPEGFile.inserting(0xE1, $1, into: $0) }
      #expect(try decode(file).info.orientation.rawValue == expected)
    }
    var png = PNGFile.random(width: 8, height: 6, bitDepth: 8, colorType: 2)
    png.before = [("eXIf", TIFF.orientation(6)), ("eXIf", TIFF.orientation(3))]
    #expect(try decode(png.bytes()).info.orientation == .rotated90Clockwise)
  }

  @Test("Many chunks before a late eXIf are walked over, in a file that was read into before")
  func lateInAFile() throws {
    var file = PNGFile.random(width: 80, height: 60, bitDepth: 8, colorType: 2)
    file.chunkLength = 100
    file.behind = [("eXIf", TIFF.orientation(5))]
    let bytes = file.bytes()
    try withFile(holding: bytes) { descriptor in
      let first = [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
        count = readSome(descriptor, buffer)
      }
      let orientation = try decode(.descriptor(descriptor, consumed: first)).info.orientation
      #expect(orientation == .transposed)
    }
  }

  @Test("On a pipe an orientation behind the pixels comes too late, unless it is 1")
  func lateOnAPipe() throws {
    var file = PNGFile.random(width: 8, height: 6, bitDepth: 8, colorType: 2)
    file.behind = [("eXIf", TIFF.orientation(6))]
    let error = #expect(throws: CodecError.self) {
      try withPipe(holding: file.bytes()) { try decode(.descriptor($0)) }
    }
    #expect(error?.kind == .unsupported)
    #expect(error?.remedy.contains("pipe") == true)
    file.behind = [("eXIf", TIFF.orientation(1))]
    #expect(try withPipe(holding: file.bytes()) { try decode(.descriptor($0)).info.orientation } == .upright)
    (file.before, file.behind) = ([("eXIf", TIFF.orientation(6))], [])
    #expect(
      try withPipe(holding: file.bytes()) { try decode(.descriptor($0)).info.orientation }
        == .rotated90Clockwise)
  }
}
