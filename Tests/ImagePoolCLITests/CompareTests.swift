import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// `imagepool compare`: its exit statuses and words, through the built program.
@Suite("imagepool compare")
struct CompareTests {
  private let program: Program
  private let planes = Pictures.planes(channels: 3, size: Size(height: 12, width: 10))

  init() throws {
    program = try Program()
    try program.write(try Pictures.encoded(planes), "a.png")
    var other = planes
    // By 3 at (1, 4, 6), by 2 at (0, 9, 2): mean 5/360, Σd² = 13.
    other[1, 4, 6] &+= 3
    other[0, 9, 2] &-= 2
    try program.write(try Pictures.encoded(other), "b.png")
    try program.write(try Pictures.npy(planes), "a.npy")
    try program.write(try Pictures.npy(other), "b.npy")
    try program.write(try Pictures.npy(planes, leadingAxes: [3, 1]), "split.npy")
    let alpha = Pictures.planes(channels: 4, size: Size(height: 12, width: 10))
    try program.write(try Pictures.encoded(alpha), "alpha.png")
    try program.write(
      try Pictures.encoded(Pictures.planes(channels: 1, size: Size(height: 12, width: 10))), "gray.png")
    try program.write(
      try Pictures.encoded(Planes(channels: 3, size: planes.size, planes.samples.map { UInt16($0) * 257 })),
      "deep.png")
    try program.write(
      try Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 10, width: 12))), "wide.png")
    let floats = try Planes<Float>(channels: 3, size: planes.size, planes.samples.map { Float($0) / 255 })
    try program.write(try Pictures.npy(floats), "f.npy")
    var odd = floats
    odd[0, 0, 0] = .nan
    try program.write(try Pictures.npy(odd), "nan.npy")
    try program.write(
      try Pictures.npy(Planes<Float>(channels: 1, size: Size(height: 0, width: 4), [])), "rows0.npy")
    try program.write(
      try Pictures.npy(Planes<Float>(channels: 0, size: Size(height: 3, width: 4), [])), "planes0.npy")
    try program.write(Array("1,2\n3,4\n".utf8), "small.csv")
    try program.write([], "empty")
    try program.write(Array("a text\n".utf8), "text")
    try program.write(Array(try program.read("a.png").dropLast(30)), "cut.png")
    try program.write(Array(try program.read("a.npy").dropLast(3)), "cut.npy")
    let jpeg = try Pictures.encoded(
      Pictures.planes(channels: 3, size: Size(height: 64, width: 64)), as: .jpeg(JPEGEncoding()))
    try program.write(jpeg, "a.jpg")
    try program.write(Array(jpeg.prefix(jpeg.count * 2 / 3)), "cut.jpg")
    try program.write(
      Pictures.tagged(png: try Pictures.encoded(planes.turnedUpright(Pictures.inverseOrientation(6))), 6),
      "turned.png")
  }

  struct Case: CustomTestStringConvertible {
    let line: String
    let status: Int32
    /// Standard error, whole; of status 0 and 1 the last line of standard output.
    let words: String
    var testDescription: String { line }
  }

  static let cases = [
    // Equal.
    Case(line: "a.png a.png", status: 0, words: "equal"),
    Case(line: "a.png a.npy", status: 0, words: "equal"),
    Case(line: "a.png turned.png", status: 0, words: "equal"),
    Case(line: "f.npy f.npy", status: 0, words: "equal"),
    Case(line: "nan.npy nan.npy", status: 0, words: "equal"),
    Case(line: "small.csv small.csv", status: 0, words: "equal"),
    Case(line: "a.png deep.png --depth 16", status: 0, words: "equal"),
    Case(line: "- a.png < a.png", status: 0, words: "equal"),
    Case(line: "a.png - < a.npy", status: 0, words: "equal"),
    // Different.
    Case(line: "a.png b.png", status: 1, words: "different: 2 of 360 samples differ"),
    Case(line: "a.png b.npy", status: 1, words: "different: 2 of 360 samples differ"),
    Case(line: "f.npy nan.npy", status: 1, words: "different: 1 of 360 samples differ"),
    Case(line: "a.png alpha.png --channels rgb", status: 0, words: "equal"),
    Case(line: "a.npy alpha.png --channels rgb", status: 0, words: "equal"),
    // Tolerances hold at their edges.
    Case(line: "a.png b.png --max-abs 3", status: 0, words: "equal enough"),
    Case(line: "a.png b.png --max-abs 2.999", status: 1, words: "different: max_abs 3 is above 2.999"),
    Case(line: "a.png b.png --max-abs 0", status: 1, words: "different: max_abs 3 is above 0"),
    Case(line: "a.png a.png --max-abs 0 --min-psnr 1000 --min-ssim 1", status: 0, words: "equal"),
    Case(line: "a.png b.png --min-psnr 62.5", status: 0, words: "equal enough"),
    Case(
      line: "a.png b.png --max-abs 1 --min-psnr 30", status: 1, words: "different: max_abs 3 is above 1"),
    Case(line: "f.npy nan.npy --max-abs 1e300", status: 1, words: "different: max_abs inf is above 1e+300"),
    Case(line: "f.npy f.npy --data-range 1 --min-ssim 1", status: 0, words: "equal"),
    // Not comparable.
    Case(
      line: "a.png absent.png", status: 2,
      words: "absent.png: cannot be read: No such file or directory; check the name"),
    Case(
      line: "absent.png a.png", status: 2,
      words: "absent.png: cannot be read: No such file or directory; check the name"),
    Case(
      line: "a.png wide.png", status: 2,
      words: "wide.png: is 12x10, and a.png is 10x12; compare what has one width and height"),
    Case(
      line: "turned.png a.png --orientation stored", status: 2,
      words: "a.png: is 10x12, and turned.png is 12x10; leave --orientation stored out"),
    Case(
      line: "a.png alpha.png", status: 2,
      words:
        "alpha.png: has 4 channels, and a.png has 3 channels; give pictures the same ones with --channels gray, rgb or rgba"
    ),
    Case(
      line: "a.png gray.png", status: 2,
      words:
        "gray.png: has 1 channel, and a.png has 3 channels; give pictures the same ones with --channels gray, rgb or rgba"
    ),
    Case(
      line: "a.npy split.npy", status: 2,
      words:
        "split.npy: has the axes [3, 1] ahead of rows and columns, and a.npy has [3]; compare arrays of one shape"
    ),
    Case(
      line: "a.png deep.png", status: 2,
      words:
        "deep.png: holds samples of 16 bits, and a.png of 8; --depth 16 takes those of an 8-bit picture 257 times"
    ),
    Case(
      line: "deep.png a.npy", status: 2,
      words: "a.npy: holds samples of 8 bits, and deep.png of 16; write both with one element type"),
    Case(
      line: "a.png rows0.npy", status: 2,
      words: "rows0.npy: holds no samples; give arrays with rows, columns and channels"
    ),
    Case(
      line: "planes0.npy planes0.npy", status: 2,
      words: "planes0.npy: holds no samples; give arrays with rows, columns and channels"),
    Case(
      line: "empty a.png", status: 2,
      words: "empty: is empty; read are PNG, JPEG, .npy, .safetensors and .csv"),
    Case(
      line: "a.png text", status: 2,
      words:
        "text: is a text, neither a picture nor a tensor that is read; read are PNG, JPEG, .npy, .safetensors and .csv, told by content"
    ),
    Case(line: "a.png .", status: 2, words: ".: cannot be read: Is a directory; name the files in it"),
    Case(
      line: "f.npy f.npy --channels rgb", status: 2,
      words: "both are tensors, and --channels is for pictures; leave it out"),
    Case(
      line: "a.png b.png --tensor x", status: 2,
      words: "neither is a .safetensors file, and only there tensors have names; leave --tensor out"),
    // Refused before any work.
    Case(line: "- -", status: 64, words: "standard input (-) is named more than once"),
    Case(
      line: "a.png b.png -o d.jpg", status: 64,
      words: "-o d.jpg: the map is a PNG, the report a page; give -o FILE.png or -o FILE.html"),
    Case(
      line: "a.png b.png -o ''", status: 64,
      words: "-o '': the map is a PNG, the report a page; give -o FILE.png or -o FILE.html"),
    Case(
      line: "a.png b.png -o maps/", status: 64,
      words: "-o maps/: the map is a PNG, the report a page; give -o FILE.png or -o FILE.html"),
    Case(
      line: "a.png b.png -o maps/.html", status: 64,
      words: "-o maps/.html: the map is a PNG, the report a page; give -o FILE.png or -o FILE.html"),
    Case(
      line: "a.png b.png -o .png", status: 64,
      words: "-o .png: the map is a PNG, the report a page; give -o FILE.png or -o FILE.html"),
    Case(
      line: "a.png b.png -o b.png --overwrite", status: 64,
      words: "b.png is an input (b.png), and inputs are never changed; give another -o"),
    Case(
      line: "a.png b.png -o gray.png", status: 64,
      words: "gray.png exists; give another name, or --overwrite to replace it"),
    Case(
      line: "a.png b.png --overwrite", status: 64, words: "--overwrite is for the map or the report, -o FILE"
    ),
    Case(
      line: "a.png b.png --tensor x --tensor y --tensor z", status: 64,
      words: "--tensor is given 3 times, and there are two inputs"),
    Case(
      line: "a.png b.png --max-abs -1", status: 64,
      words:
        "The value '-1' is invalid for '--max-abs <N>': give a number from 0 on; see imagepool compare --help"
    ),
    Case(
      line: "a.png b.png --max-abs nan", status: 64,
      words:
        "The value 'nan' is invalid for '--max-abs <N>': give a number from 0 on; see imagepool compare --help"
    ),
    Case(
      line: "a.png b.png --min-ssim 1.01", status: 64,
      words:
        "The value '1.01' is invalid for '--min-ssim <N>': give a number from -1 to 1; see imagepool compare --help"
    ),
    Case(
      line: "a.png b.png --data-range 0", status: 64,
      words:
        "The value '0' is invalid for '--data-range <N>': give a number above 0; see imagepool compare --help"
    ),
  ]

  @Test(arguments: cases)
  func statusesAndWords(_ one: Case) throws {
    let before = try program.files()
    let result = try program.shell("\"$imagepool\" compare \(one.line)")
    #expect(result.status == one.status, "\(result.error)")
    if one.status < 2 {
      #expect(result.error == "")
      #expect(result.outputText.hasSuffix("\n\(one.words)\n"), "\(result.outputText)")
    } else {
      #expect(result.error == "imagepool: \(one.words)\n")
      #expect(result.output.isEmpty)
    }
    #expect(try program.files() == before)
  }

  /// What cannot be computed is said on standard output, where the other figures are.
  @Test(arguments: [
    (
      "f.npy nan.npy --min-psnr 3",
      "not comparable: no psnr: the range of samples that are neither uint8 nor uint16"
    ),
    (
      "f.npy f.npy --min-ssim 0.5",
      "not comparable: no ssim: the range of samples that are neither uint8 nor uint16"
    ),
    (
      "small.csv small.csv --data-range 4 --min-ssim 0",
      "not comparable: no ssim: 2x2 is smaller than a window of 7x7"
    ),
    ("nan.npy nan.npy --data-range 1 --min-ssim 0", "not comparable: no ssim: a sample is not finite"),
    ("f.npy nan.npy --max-abs 0 --min-ssim 0", "not comparable: no ssim: "),
    (
      "f.npy f.npy --data-range 1e-200 --min-ssim 0",
      "not comparable: no ssim: the range 1e-200 is too small to be squared\n"
    ),
    (
      "f.npy f.npy --data-range 1e200 --min-ssim 0",
      "not comparable: no ssim: the range 1e+200 is too large to be squared\n"
    ),
  ])
  func undecided(_ line: String, _ words: String) throws {
    let result = try program.shell("\"$imagepool\" compare \(line)")
    #expect(result.status == 2)
    #expect(result.outputText.contains("\n\(words)"), "\(result.outputText)")
    let json = try program.shell("\"$imagepool\" compare \(line) --json")
    let object = try #require(try json.objects().first)
    #expect(json.status == 2 && object["status"] as? String == "not_comparable" && object["error"] is NSNull)
    #expect((object["reasons"] as? [String])?.count == 1)
    #expect(json.error.hasPrefix("imagepool: "))
  }

  /// Damage to either input, at whatever row it is found; a map appears only after both were read whole.
  @Test(arguments: [
    ("cut.png a.png", "cut.png: "), ("a.png cut.png", "cut.png: "), ("a.npy cut.npy", "cut.npy: "),
    ("a.jpg cut.jpg", "cut.jpg: "), ("cut.jpg a.jpg", "cut.jpg: "),
  ])
  func damage(_ line: String, _ beginning: String) throws {
    let result = try program.shell("\"$imagepool\" compare \(line) -o map.png --json")
    #expect(result.status == 2)
    #expect(result.error.hasPrefix("imagepool: \(beginning)"), "\(result.error)")
    #expect(result.error.split(separator: "\n").count == 1)
    let object = try #require(try result.objects().first)
    let error = try #require(object["error"] as? [String: Any])
    #expect(
      error["kind"] as? String == "truncated" && error["input"] as? String == String(beginning.dropLast(2)))
    #expect(!program.exists("map.png"))
    if line.contains("jpg") {
      let taken = try program.shell("\"$imagepool\" compare \(line) --fail-on none")
      #expect(taken.status == 1 && taken.outputText.contains("\nwarning: cut.jpg: "), "\(taken.error)")
    }
  }

  @Test func theFigures() throws {
    let result = try program.run("compare", "a.png", "b.png", "--json")
    #expect(result.status == 1)
    let object = try #require(try result.objects().first)
    #expect(object["schema"] as? Int == 1 && object["status"] as? String == "different")
    #expect(object["first"] as? String == "a.png" && object["second"] as? String == "b.png")
    #expect(object["error"] is NSNull && object["output"] is NSNull)
    #expect(
      object["width"] as? Int == 10 && object["height"] as? Int == 12 && object["channels"] as? Int == 3)
    #expect(object["samples"] as? Int == 360 && object["differing"] as? Int == 2)
    #expect(object["max_abs"] as? Double == 3)
    let meanSquare = 13.0 / 360
    // By their digits: what Foundation reads is a last place off.
    for figure in ["\"mean_abs\":\(5.0 / 360)", "\"rmse\":\(meanSquare.squareRoot())"] {
      #expect(result.outputText.contains(figure + ","), "\(figure)")
    }
    let psnr = try #require(object["psnr"] as? Double)
    #expect(abs(psnr - 10 * log10(255 * 255 / meanSquare)) < 1e-9)
    let ssim = try #require(object["ssim"] as? Double)
    #expect(ssim > 0.9 && ssim < 1)
    #expect(object["data_range"] as? Double == 255)
    let place = try #require(object["first_difference"] as? [String: Any])
    #expect(place["channel"] as? Int == 1 && place["row"] as? Int == 4 && place["column"] as? Int == 6)
    let value = Int(planes[1, 4, 6])
    #expect(place["first"] as? Int == value && place["second"] as? Int == value + 3)
    #expect(place["top"] as? Int == 2 && place["left"] as? Int == 4)
    let grid = try #require(place["first_neighbourhood"] as? [[Int]])
    #expect(grid.count == 5 && grid[2][2] == value && grid[0][4] == Int(planes[1, 2, 8]))
    let other = try #require(place["second_neighbourhood"] as? [[Int]])
    #expect(other[2][2] == value + 3 && other[1] == grid[1])
    // Numbers that JSON has no digits for.
    let equal = try program.run("compare", "a.png", "a.png", "--json").outputText
    #expect(equal.contains(#""psnr":"Infinity""#) && equal.contains(#""first_difference":null"#))
    #expect(equal.contains(#""status":"equal_enough""#))
    let odd = try program.run("compare", "f.npy", "nan.npy", "--json").outputText
    #expect(odd.contains(#""max_abs":"Infinity""#) && odd.contains(#""psnr":null"#))
    #expect(odd.contains(#""second":"NaN""#))
  }

  @Test func textForPeople() throws {
    let text = try program.run("compare", "a.png", "b.png").outputText
    let lines = text.components(separatedBy: "\n")
    #expect(lines[0] == "a.png and b.png: 10x12, 3 channels, uint8")
    #expect(lines[1] == "  differing  2 of 360 samples" && lines[2] == "  max_abs    3")
    let value = Int(planes[1, 4, 6])
    #expect(text.contains("\nfirst difference: channel 1, row 4, column 6: \(value) and \(value + 3)\n"))
    #expect(text.contains("\n  b.png, rows 2 to 6, columns 4 to 8:\n") && text.contains("[\(value + 3)]"))
  }

  @Test func mapsGoToFilesAndPipes() throws {
    let result = try program.run("compare", "a.png", "b.png", "-o", "map.png")
    #expect(result.status == 1 && result.error == "")
    let map = try Pictures.decoded(program.read("map.png")).tensor
    // Enlarged by 21, the largest factor with sides of at most 256.
    #expect(map.size == Size(height: 252, width: 210) && map.channels == 3)
    let planes = try #require(map.planes(as: UInt8.self))
    let colour = { (row: Int, column: Int) in (0..<3).map { planes[$0, row * 21, column * 21] } }
    #expect(colour(4, 6) == [0xFD, 0xE7, 0x25] && colour(0, 0) == [0x44, 0x01, 0x54])
    #expect(colour(9, 2) != colour(0, 0) && colour(9, 2) != colour(4, 6))
    // A name that tells no format gets the map.
    #expect(try program.run("compare", "a.png", "b.png", "-o", "map").status == 1)
    #expect(try program.read("map") == program.read("map.png"))
    let piped = try program.run("compare", "a.png", "b.png", "-o", "-", "--json")
    #expect(try piped.status == 1 && piped.output == program.read("map.png"))
    #expect(piped.error.hasPrefix("{\"schema\":1,"))
    let again = try program.run("compare", "a.png", "a.png", "-o", "map.png", "--overwrite", "--json")
    #expect(again.status == 0 && again.outputText.contains(#""output":"map.png""#))
    let dark = try #require(Pictures.decoded(program.read("map.png")).tensor.planes(as: UInt8.self))
    #expect(dark.samples[..<1] == [0x44] && Set(dark.samples) == [0x44, 0x01, 0x54])
  }

  @Test func mapsThatCannotBeWritten() throws {
    let result = try program.run("compare", "a.png", "b.png", "-o", "absent/map.png")
    #expect(result.status == 2)
    #expect(
      result.error.contains(
        "cannot write absent/map.png: No such file or directory; create the directory absent first"))
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let full = try program.shell("\"$imagepool\" compare a.png b.png -o - > /dev/full")
    #expect(full.status == 2 && full.error.contains("No space left on device"), "\(full.error)")
    let unheard = try program.shell("\"$imagepool\" compare a.png a.png > /dev/full")
    #expect(unheard.status == 2, "an answer that does not arrive is none")
  }

  /// Containers: one name for both, or one each.
  @Test func namedTensors() throws {
    for (name, picture) in [("one", "a.png"), ("two", "b.png")] {
      let made = try program.run(
        "pool", "--op", "max", "--kernel", "1", picture, "-o", "\(name).safetensors", "--indices")
      #expect(made.status == 0, "\(made.error)")
    }
    let unnamed = try program.run("compare", "one.safetensors", "two.safetensors")
    #expect(unnamed.status == 2 && unnamed.error.contains("--tensor"), "\(unnamed.error)")
    #expect(
      try program.run("compare", "one.safetensors", "two.safetensors", "--tensor", "indices").status == 0)
    #expect(
      try program.run("compare", "one.safetensors", "two.safetensors", "--tensor", "output").status == 1)
    #expect(try program.run("compare", "a.png", "one.safetensors", "--tensor", "output").status == 0)
    let crossed = try program.run(
      "compare", "one.safetensors", "one.safetensors", "--tensor", "output", "--tensor", "indices", "--json")
    #expect(crossed.status == 1)
    let object = try #require(try crossed.objects().first)
    #expect(object["first_type"] as? String == "uint8" && object["second_type"] as? String == "int64")
  }

  /// Headers that claim much cost nothing; names that are no text are told as others are.
  @Test func hostileInputs() throws {
    let header = { (shape: String) -> [UInt8] in
      let text = "{'descr': '<f8', 'fortran_order': False, 'shape': \(shape), }\n"
      return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8)
    }
    for (name, shape) in [
      ("huge.npy", "(1099511627776, 1099511627776)"), ("many.npy", "(3, 100000, 100000)"),
      ("negative.npy", "(-3, 4, 4)"),
    ] {
      try program.write(header(shape), name)
      let result = try program.run("compare", "a.png", name)
      #expect(result.status == 2 && result.error.hasPrefix("imagepool: \(name): "), "\(result.error)")
    }
    let small = try program.run("compare", "a.png", "b.png", "--max-memory", "20000")
    #expect(small.status == 2 && small.error.contains("--max-memory"), "\(small.error)")
    let pixels = try program.run("compare", "a.png", "b.png", "--max-pixels", "100")
    #expect(pixels.status == 2 && pixels.error.contains("--max-pixels"), "\(pixels.error)")
    let named = try program.shell("cp a.png $'\\xff.png'; \"$imagepool\" compare a.png $'\\xff.png' --json")
    #expect(named.status == 0 && named.outputText.contains(#""second_bytes":"/y5wbmc=""#), "\(named.error)")
    let dashed = try program.shell("cp a.png ./-x.png; \"$imagepool\" compare -- a.png -x.png")
    #expect(dashed.status == 0, "\(dashed.error)")
  }
}
