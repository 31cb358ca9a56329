import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// `imagepool thumbnail`: what sizes and samples are asked for, and how a wrong wish is refused.
@Suite struct ThumbnailOptionTests {
  private let program: Program

  init() throws { program = try Program() }

  struct Wish: Sendable, CustomTestStringConvertible {
    let options: [String]
    let width, height: Int
    let reason: String
    var testDescription: String { "\(options.joined(separator: " ")): \(reason)" }
  }

  /// Of a picture of 40 by 30.
  static let wishes = [
    Wish(options: ["--fit", "20"], width: 20, height: 15, reason: "a square box"),
    Wish(options: ["--fit", "100x12"], width: 16, height: 12, reason: "width by height"),
    Wish(options: ["--fit", "100"], width: 40, height: 30, reason: "not enlarged"),
    Wish(options: ["--fit", "80", "--enlarge"], width: 80, height: 60, reason: "enlarged when asked"),
    Wish(options: ["--fill", "10"], width: 10, height: 10, reason: "covered"),
    Wish(options: ["--fill", "100x50"], width: 40, height: 20, reason: "too small: the box's shape"),
    Wish(options: ["--size", "7x9"], width: 7, height: 9, reason: "exactly"),
    Wish(options: ["--scale", "1/8"], width: 5, height: 4, reason: "3.75 rounds up"),
    Wish(options: ["--scale", "0.125"], width: 5, height: 4, reason: "a decimal number"),
    Wish(options: ["--scale", "12.5%"], width: 5, height: 4, reason: "a percentage"),
    Wish(options: ["--scale", ".5"], width: 20, height: 15, reason: "no zero before the point"),
    Wish(options: ["--width", "8"], width: 8, height: 6, reason: "the height follows"),
    Wish(options: ["--height", "8"], width: 11, height: 8, reason: "10.67 rounds up"),
  ]

  @Test("Sizes", arguments: wishes)
  func sizes(_ wish: Wish) throws {
    let picture = Pictures.planes(channels: 3, size: Size(height: 30, width: 40))
    try program.write(try Pictures.encoded(picture), "in.png")
    let result = try program.run(["thumbnail", "in.png", "-o", "out"] + wish.options)
    #expect(result.status == 0, "\(result.error)")
    let info = try ImageInfo(of: .bytes(try program.read("out/in.png")))
    #expect(info.storedSize == Size(height: wish.height, width: wish.width))
  }

  static let refused: [([String], String)] = [
    ([], "give a size: --fit"),
    (["--fit", "256", "--fill", "3"], "--fit and --fill both say a size"),
    (["--fit", "0"], "give WIDTHxHEIGHT"), (["--fit", "3x"], "give WIDTHxHEIGHT"),
    (["--fit", "3x4x5"], "give WIDTHxHEIGHT"), (["--fit", "-3"], "give WIDTHxHEIGHT"),
    (["--fit", "3000000000"], "give WIDTHxHEIGHT"),
    (["--scale", "0"], "give a fraction above 0"), (["--scale", "1/0"], "give a fraction above 0"),
    (["--scale", "."], "give a fraction above 0"), (["--scale", "1e3"], "give a fraction above 0"),
    (["--scale", "0.1234567890123"], "or fewer digits"),
    (["--width", "1.5"], "give a whole number of pixels"),
    (["--size", "3", "--enlarge"], "leave --enlarge out"),
    (["--fit", "3", "--method", "max", "--linear"], "leave --linear out"),
    (["--fit", "3", "--depth", "12"], "'keep', '8' or '16'"),
    (["--fit", "3", "--jpeg-shrink", "--method", "max"], "leave --jpeg-shrink or --method max out"),
    (["--fit", "3", "--jpeg-shrink", "--linear"], "leave --jpeg-shrink or --linear out"),
    (["--fit", "3", "--report-deviation"], "what --jpeg-shrink costs"),
  ]

  @Test("A wrong wish is refused before any work, exit 64, in one line", arguments: refused)
  func refusals(_ options: [String], _ words: String) throws {
    try program.write(
      try Pictures.encoded(Pictures.planes(channels: 1, size: Size(height: 3, width: 4))), "in.png")
    let result = try program.run(["thumbnail", "in.png", "-o", "out"] + options)
    #expect(result.status == 64 && result.error.contains(words), "\(result.error)")
    #expect(try program.files() == ["in.png"])
  }

  @Test(
    "A checkerboard of black and white is 188 in linear light, gray and colour; 16 bits become 8; metadata goes"
  )
  func samples() throws {
    for channels in [1, 3] {
      var board = Planes<UInt16>(channels: channels, size: Size(height: 4, width: 4), repeating: 65535)
      for channel in 0..<channels {
        for y in 0..<4 { for x in 0..<4 where (x + y) % 2 == 0 { board[channel, y, x] = 0 } }
      }
      try program.write(
        try Pictures.encoded(board, metadata: ImageMetadata(gamma: 45455)), "in.png")
      let result = try program.run(
        [
          "thumbnail", "in.png", "-o", "out\(channels)", "--scale", "1/2", "--linear", "--depth", "8",
          "--strip",
        ])
      #expect(result.status == 0, "\(result.error)")
      let bytes = try program.read("out\(channels)/in.png")
      let decoded = try Pictures.decoded(bytes).tensor
      #expect(try #require(decoded.planes(as: UInt8.self)).samples.allSatisfy { $0 == 188 })
      #expect(try ImageInfo(of: .bytes(bytes)).metadata == ImageMetadata())
    }
  }
}
