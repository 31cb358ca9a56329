import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// What the README's table of thumbnails says, where no other test does; and that the table names tests that there are.
@Suite struct ThumbnailPeerTests {
  private let batch: ThumbnailBatch
  private var program: Program { batch.program }

  init() throws { batch = try ThumbnailBatch() }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The cells of the table, without its head.
  static let rows: [[String]] = {
    guard let text = try? String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8) else {
      return []
    }
    return text.components(separatedBy: "\n").drop { $0 != "## Thumbnails" }.dropFirst()
      .prefix { !$0.hasPrefix("## ") }.filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") }.dropFirst()
      .map { row in
        row.dropFirst().dropLast().components(separatedBy: "|").map {
          $0.trimmingCharacters(in: .whitespaces)
        }
      }
  }()

  @Test func theTableIsThere() {
    #expect(Self.rows.count >= 12)
    #expect(Self.rows.allSatisfy { $0.count == 6 && !$0.contains("") })
  }

  /// The last cell is `Suite/function`, a file below Tests and a test in it.
  @Test("Each line of the table names its test", arguments: rows)
  func linesAreTested(_ row: [String]) throws {
    let named = try #require(row.last).components(separatedBy: "`")
    try #require(named.count == 3, "one test in `…`")
    let parts = named[1].components(separatedBy: "/")
    try #require(parts.count == 2, "Suite/function")
    let tests = Self.root.appendingPathComponent("Tests")
    let files =
      FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil)?
      .compactMap { $0 as? URL }.filter { $0.lastPathComponent == parts[0] + ".swift" } ?? []
    try #require(files.count == 1, "one file \(parts[0]).swift")
    let source = try String(contentsOf: files[0], encoding: .utf8)
    let before = try #require(source.range(of: "func \(parts[1])("), "func \(parts[1])")
    // The attribute that makes it a test stands between the function before it and itself.
    let lead = source[..<before.lowerBound]
    let attribute = try #require(lead.range(of: "@Test", options: .backwards))
    #expect(!lead[attribute.upperBound...].contains("func "), "\(parts[1]) is a test")
  }

  @Test("A JPEG that was cut fails, and leaves nothing", arguments: [1, 3])
  func cutJPEGs(quarters: Int) throws {
    let whole = try ThumbnailBatch.jpeg(size: 200)
    try program.write(Array(whole[..<(whole.count * quarters / 4)]), "a.jpg")
    let result = try batch.run("a.jpg", "--json")
    #expect(result.status == 1)
    #expect(((try result.objects().first?["error"]) as? [String: Any])?["kind"] as? String == "truncated")
    #expect(try batch.outputs().isEmpty)
  }

  @Test("Eight PNGs that are stored turned, exactly transposed, have one thumbnail, byte for byte")
  func turnedPNGs() throws {
    let upright = Pictures.planes(channels: 4, size: Size(height: 23, width: 37))
    for tag in 1...8 {
      let png = try Pictures.encoded(upright.turnedUpright(Pictures.inverseOrientation(tag)))
      try program.write(Pictures.tagged(png: png, tag), "in/\(tag).png")
    }
    #expect(try program.run("thumbnail", "in", "-o", "out", "--fit", "9").status == 0)
    let results = try batch.contents()
    #expect(results.count == 8 && Set(results.values).count == 1)
    let info = try ImageInfo(of: .bytes(try program.read("out/6.png")))
    #expect(info.storedSize == Size(height: 6, width: 9) && info.orientation == .upright)
  }

  @Test("JPEGs that are stored turned come out upright, without the tag", arguments: 1...8)
  func turnedJPEGs(tag: Int) throws {
    // Upright: the left half dark, the right one light.
    var upright = Planes<UInt8>(channels: 1, size: Size(height: 32, width: 64), repeating: 20)
    for y in 0..<32 { for x in 32..<64 { upright[0, y, x] = 220 } }
    for y in 0..<16 { for x in 0..<32 { upright[0, y, x] = 100 } }
    let stored = upright.turnedUpright(Pictures.inverseOrientation(tag))
    let jpeg = try Pictures.encoded(stored, as: .jpeg(.init(quality: 100)))
    try program.write(Pictures.tagged(jpeg: jpeg, tag), "a.jpg")
    #expect(try program.run("thumbnail", "a.jpg", "-o", "out", "--fit", "16").status == 0)
    let bytes = try program.read("out/a.jpg")
    #expect(try ImageInfo(of: .bytes(bytes)).orientation == .upright)
    let planes = try #require(try Pictures.decoded(bytes).tensor.planes(as: UInt8.self))
    #expect(planes.size == Size(height: 8, width: 16))
    for (y, x, level) in [(1, 2, 100), (6, 2, 20), (1, 13, 220), (6, 13, 220)] {
      #expect(abs(Int(planes[0, y, x]) - level) < 20, "row \(y), column \(x)")
    }
  }

  @Test("Colours of 16 bits stay what they are")
  func deepColours() throws {
    var planes = Planes<UInt16>(channels: 3, size: Size(height: 8, width: 8), repeating: 1000)
    for y in 0..<8 { for x in 0..<8 { planes[0, y, x] = UInt16(8000 * x + 3) } }
    try program.write(try Pictures.encoded(planes), "a.png")
    #expect(try program.run("thumbnail", "a.png", "-o", "out", "--fit", "4").status == 0)
    let tensor = try Pictures.decoded(try program.read("out/a.png")).tensor
    let small = try #require(tensor.planes(as: UInt16.self))
    #expect((0..<4).map { small[0, 0, $0] } == [4003, 20003, 36003, 52003])
    #expect(small[1, 3, 3] == 1000 && small[2, 3, 3] == 1000)
  }

  @Test("A palette's colours are averaged, and the thumbnail is a palette again")
  func palettes() throws {
    let places = (0..<64).map { UInt8(($0 + $0 / 8) % 2) }
    try program.write(
      Pictures.palettePNG(width: 8, palette: [[0, 0, 0, 255], [255, 255, 255, 255]], places: places), "a.png")
    #expect(try program.run("thumbnail", "a.png", "-o", "out", "--fit", "4").status == 0)
    let bytes = try program.read("out/a.png")
    #expect(try ImageInfo(of: .bytes(bytes)).storedColor == "palette")
    let planes = try #require(try Pictures.decoded(bytes).tensor.planes(as: UInt8.self))
    #expect(planes.samples.allSatisfy { $0 == 128 })
  }

  @Test("Four inks become a JPEG that everybody shows")
  func inks() throws {
    let fixture = Self.root.appendingPathComponent("Tests/ImageCodecsTests/Fixtures/cmyk_adobe.jpg")
    try program.write([UInt8](try Data(contentsOf: fixture)), "a.jpg")
    let result = try program.run("thumbnail", "a.jpg", "-o", "out", "--fit", "16", "--json")
    #expect(result.status == 0)
    #expect(try result.objects().first?["colour"] as? String == "cmyk")
    #expect(try ImageInfo(of: .bytes(try program.read("out/a.jpg"))).storedColor == "ycc")
  }
}
