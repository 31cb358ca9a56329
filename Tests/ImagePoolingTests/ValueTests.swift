import ImageCodecs
import Testing

@testable import ImagePooling

/// Names, patterns, kinds and other small values.
@Suite struct ValueTests {
  struct Name: CustomTestStringConvertible {
    let text: String
    let last, directory, stem: String
    let ending: String?
    var testDescription: String { text }
  }

  static let names = [
    Name(text: "a.png", last: "a.png", directory: ".", stem: "a", ending: "png"),
    Name(text: "x/a.PNG", last: "a.PNG", directory: "x", stem: "x/a", ending: "png"),
    Name(text: "/a", last: "a", directory: "/", stem: "/a", ending: nil),
    Name(text: "x.y/a", last: "a", directory: "x.y", stem: "x.y/a", ending: nil),
    Name(text: "x/.hidden", last: ".hidden", directory: "x", stem: "x/.hidden", ending: nil),
    Name(text: "a.tar.gz", last: "a.tar.gz", directory: ".", stem: "a.tar", ending: "gz"),
    Name(text: "a.", last: "a.", directory: ".", stem: "a.", ending: nil),
  ]

  @Test(arguments: names)
  func partsOfNames(_ name: Name) {
    let path = Path(name.text)
    #expect(path.lastComponent.description == name.last)
    #expect(path.directory.description == name.directory)
    #expect(path.withoutExtension.description == name.stem)
    #expect(path.fileExtension == name.ending)
  }

  @Test func namesAreBytes() {
    let path = Path(bytes: [0x61, 0xFF, 0x2E, 0x70])
    #expect(path.description == "a\u{FFFD}.p" && !path.isUTF8)
    #expect(Path("a\n\u{1B}[31m\\\u{9B}.png").description == "a\\n\\x1b[31m\\\\\\u009b.png")
    #expect(Path("a\n").text == "a\n" && Path("a\n").isUTF8)
    #expect(Path("back\\slash é").description == "back\\slash é")
    #expect(Path("").description == "''")
    #expect(path.withoutExtension.bytes == [0x61, 0xFF])
    #expect(Path("x").joined(path).bytes == [0x78, 0x2F, 0x61, 0xFF, 0x2E, 0x70])
    #expect(Path("x/").joined("y") == "x/y" && Path(".").joined("y") == "y")
    #expect(Path(bytes: [0x61, 0, 0x62]) == "a")
  }

  struct Beginning: CustomTestStringConvertible {
    let why: String
    let bytes: [UInt8]
    let kind: InputKind
    var testDescription: String { why }
  }

  private static func text(_ why: String, _ text: String, _ kind: InputKind) -> Beginning {
    Beginning(why: why, bytes: Array(text.utf8), kind: kind)
  }

  static let beginnings = [
    Beginning(why: "nothing", bytes: [], kind: .empty),
    Beginning(why: "PNG", bytes: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], kind: .image(.png)),
    Beginning(why: "JPEG", bytes: [0xFF, 0xD8, 0xFF, 0xE0], kind: .image(.jpeg)),
    Beginning(why: "array", bytes: [0x93] + Array("NUMPY".utf8) + [1, 0], kind: .npy),
    Beginning(
      why: "tensors", bytes: [8, 0, 0, 0, 0, 0, 0, 0] + Array("{\"a\":1}}".utf8), kind: .safetensors),
    text("a table", "1,2\n3,4\n", .csv),
    text("one number", "5", .csv),
    text("spaces, signs and exponents", " -1e3 , .5,+2\n", .csv),
    text("not a number and infinity", "nan,inf,-inf\n", .csv),
    text("our own dump", "channel,row,c0\n0,0,1\n", .csv),
    text("empty lines first", "\n\n1,2\n", .csv),
    Beginning(why: "a mark of byte order", bytes: [0xEF, 0xBB, 0xBF] + Array("1,2\n".utf8), kind: .csv),
    text("a cell cut off", String(repeating: "1.5,", count: 127) + "0.1e", .csv),
    text("words", "hello\n", .other("a text")),
    text("a word among numbers", "1,two\n", .other("a text")),
    text("a GIF", "GIF89a\u{1}\u{2}", .other("a GIF picture")),
    Beginning(
      why: "WebP", bytes: Array("RIFF".utf8) + [1, 2, 3, 4] + Array("WEBPVP8 ".utf8),
      kind: .other("a WebP picture")),
    Beginning(why: "noise", bytes: [0x80, 0x01, 0x02], kind: .other("of an unknown kind")),
  ]

  @Test(arguments: beginnings)
  func theKindIsToldByTheFirstBytes(_ beginning: Beginning) {
    #expect(InputKind.of(beginning.bytes) == beginning.kind)
  }

  @Test func coloursByNameAndNumber() {
    #expect(Color("#fff") == .white && Color("FFFFFF") == .white && Color("Black") == .black)
    #expect(Color("#1a2B3c") == Color(red: 0x1A, green: 0x2B, blue: 0x3C))
    #expect(Color("#0102ff")?.description == "#0102ff")
    for wrong in ["", "#", "#12", "#1234567", "sky", "#ggg", "+12345"] {
      #expect(Color(wrong) == nil, "\(wrong)")
    }
  }

  @Test func rangesAreInOrder() {
    #expect(ValueRange(minimum: 0, maximum: 1) != nil)
    for (low, high) in [
      (1.0, 1.0), (2, 1), (.nan, 1), (0, .infinity), (-.greatestFiniteMagnitude, .greatestFiniteMagnitude),
    ] { #expect(ValueRange(minimum: low, maximum: high) == nil) }
  }

  @Test func base64HasPadding() {
    for (text, code) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
      #expect(Base64.encoded(Array(text.utf8)) == code)
    }
    #expect(Base64.encoded([0xFB, 0xFF]) == "+/8=")
  }

  @Test func errorsReadAsOneLine() {
    let error = ImagePoolError(.limit, "too large", remedy: "raise --max-pixels", input: "a.png")
    #expect(error.description == "a.png: too large; raise --max-pixels")
    #expect(ImagePoolError(.corrupt, "broken").description == "broken")
    #expect(ImagePoolError.Kind(rawValue: "new").rawValue == "new", "the set of kinds is open")
  }

  @Test func memoryForUseIsSomeAndNotTooMuch() {
    #expect(Limits.default.memory > 0 && Limits.default.memory <= 256 << 20)
    #expect(Limits.untrusted.memory <= 128 << 20)
    #expect(Processors.count >= 1)
  }
}
