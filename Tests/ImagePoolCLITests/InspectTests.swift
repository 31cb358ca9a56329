import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// `imagepool inspect` through the built program: its page, its agreement with `pool --dump json`, its refusals.
@Suite("imagepool inspect")
struct InspectTests {
  let program = try! Program()

  private static let page: String = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return (try? String(contentsOf: root.appendingPathComponent("docs/inspect.md"), encoding: .utf8)) ?? ""
  }()

  private static func blocks(_ language: String) -> [String] {
    page.components(separatedBy: "```\(language)\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
  }

  private func writeInputs() throws {
    let picture = Pictures.planes(channels: 3, size: Size(height: 96, width: 128))
    try program.write(try Pictures.encoded(picture, as: .jpeg(JPEGEncoding())), "photo.jpg")
    try program.write(
      try Pictures.encoded(Pictures.planes(channels: 4, size: Size(height: 24, width: 20))), "logo.png")
    try program.write(Array("1,2,3\n4,5,6\n7,8,9\n".utf8), "map.csv")
  }

  private func shell(_ line: String) throws -> Program.Result {
    try program.shell("imagepool() { \"$imagepool\" \"$@\"; }\n" + line)
  }

  /// The lines of the page, one by one.
  static let lines = blocks("sh").flatMap { $0.components(separatedBy: "\n") }.filter { !$0.isEmpty }

  @Test func thereAreLines() { #expect(Self.lines.count == 14 && Self.blocks("text").count == 2) }

  @Test(arguments: lines)
  func runs(_ line: String) throws {
    try writeInputs()
    let result = try shell(line)
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    let writes = line.contains(" -o ") ? "-o " : nil
    #expect(result.outputText.isEmpty == (!line.contains("inspect") || writes != nil))
    guard writes != nil, let name = line.split(separator: " ").last else { return }
    #expect(try PageReader(try program.read(String(name))).data["schema"] == 1)
  }

  @Test func thePageShowsWhatIsPrinted() throws {
    try writeInputs()
    let shown = zip(Self.blocks("sh"), Self.blocks("text")).map { ($0, $1) }
    for (lines, text) in shown { #expect(try shell(lines).outputText == text) }
  }

  /// The examples of the help can be pasted, and work.
  @Test func theHelpsExamples() throws {
    try writeInputs()
    let help = try program.run("inspect", "--help").outputText.components(separatedBy: "\n")
    let place = try #require(help.firstIndex { $0.hasPrefix("Examples:") })
    let examples = help[(place + 1)...].prefix { !$0.isEmpty }
    #expect(examples.count == 4)
    for line in examples {
      let result = try shell(line)
      #expect(result.status == 0 && result.error.isEmpty, "\(line): \(result.error)")
    }
  }

  /// Every field that is printed stands in docs/json.md.
  @Test func fieldsAreDocumented() throws {
    try writeInputs()
    try writeArrays()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("docs/json.md"), encoding: .utf8)
    let section = try #require(
      text.components(separatedBy: "## One window (`inspect`)").last?.components(separatedBy: "\n## ").first)
    func names(_ value: Any) -> Set<String> {
      if let object = value as? [String: Any] {
        return object.values.reduce(Set(object.keys)) { $0.union(names($1)) }
      }
      return (value as? [Any])?.reduce(Set()) { $0.union(names($1)) } ?? []
    }
    var found: Set<String> = []
    for words in [
      "turned.png --op max --kernel 3 --padding 1",
      "map.csv --op average --kernel 2 --padding 1 --padding-mode replicate",
      "words.npy --op average --kernel 2 --ceil-mode",
    ] {
      let arguments = ["inspect", "--json", "--at", "0,0"] + words.split(separator: " ").map(String.init)
      found.formUnion(names(try #require(try program.run(arguments).objects().first)))
    }
    #expect(found.count >= 50)
    for name in found.sorted() { #expect(section.contains("`\(name)`"), "\(name)") }
  }

  // MARK: - Against pool

  struct Call: CustomTestStringConvertible {
    let why: String
    let options: String
    var input = "float.npy"
    /// The largest relative difference that another order of additions may make.
    var room = 0.0
    var testDescription: String { "\(why): \(options) \(input)" }
  }

  static let calls = [
    Call(why: "padding", options: "--op max --kernel 3 --stride 2 --padding 1"),
    Call(
      why: "NaN is passed over", options: "--op max --kernel 3 --stride 2 --padding same --dialect tensorflow"
    ),
    Call(why: "NaN as the first tap", options: "--op min --kernel 3 --stride 2 --ceil-mode --dialect onnx"),
    Call(
      why: "overhang", options: "--op average --kernel 3,2 --stride 2 --padding 1 --ceil-mode",
      input: "words.npy"),
    Call(
      why: "an excluded padding", options: "--op average --kernel 3 --padding 1 --no-count-include-pad",
      input: "bytes.npy"),
    Call(
      why: "an override", options: "--op average --kernel 2 --divisor-override 3 --ceil-mode",
      input: "bytes.npy"),
    Call(why: "a dilation", options: "--op max --kernel 2 --dilation 3,2 --stride 1"),
    Call(
      why: "a filled border", options: "--op sum --kernel 3 --padding 2 --padding-mode reflect",
      input: "words.npy"),
    Call(why: "half of two", options: "--op median --kernel 2 --stride 1", input: "words.npy"),
    Call(
      why: "PyTorch's norm", options: "--op lp --norm 3 --kernel 2 --ceil-mode", input: "words.npy",
      room: 1e-6),
    Call(
      why: "a soft mean", options: "--op soft --temperature 40 --kernel 3 --stride 1", input: "bytes.npy",
      room: 1e-6),
    Call(why: "bins", options: "--op adaptive-average --output-size 3,4", input: "bytes.npy"),
    Call(why: "everything", options: "--op global-max"),
    Call(why: "cut samples", options: "--op area --output-size 4,3", input: "photo.jpg"),
    Call(
      why: "gray", options: "--op area --output-size 4,3 --channels gray --rounding down", input: "photo.jpg"),
    Call(why: "windows by seed", options: "--op fractional-max --kernel 2 --output-size 4 --seed 3"),
    Call(
      why: "windows between boundaries",
      options: "--op fractional-average --dialect tensorflow --output-size 4 --seed 3 --overlapping",
      input: "bytes.npy"),
    Call(why: "turned", options: "--op average --kernel 5 --padding 2", input: "turned.png"),
    Call(
      why: "as stored", options: "--op average --kernel 5 --padding 2 --orientation stored",
      input: "turned.png"),
    Call(why: "linear light", options: "--op average --kernel 4 --linear", input: "turned.png"),
    Call(
      why: "weighed by alpha", options: "--op average --kernel 4 --alpha premultiplied", input: "logo.png"),
    Call(
      why: "logits", options: "--op attention --kernel 2 --logits logits.npy", input: "bytes.npy", room: 1e-6),
    Call(why: "two layers", options: "--layer max:kernel=2 --layer average:kernel=2,3", input: "bytes.npy"),
  ]

  @Test(arguments: calls)
  func equalsTheDump(_ call: Call) throws {
    try writeInputs()
    try writeArrays()
    let words = call.options.split(separator: " ").map {
      $0.contains(":") ? $0.split(separator: ":").joined(separator: " ") : String($0)
    }
    let pooled = try program.run(["pool"] + words + ["--dump", "json", call.input])
    #expect(pooled.status == 0, "\(pooled.error)")
    let stem = call.input.split(separator: ".")[0]
    let dump =
      try JSONSerialization.jsonObject(with: Data(try program.read("\(stem).json"))) as? [String: Any]
    let values = try #require(dump?["values"] as? [[[Any]]])
    let (height, width) = (values[0].count, values[0][0].count)
    for (row, column) in Set([[0, 0], [height - 1, width - 1], [height / 2, 0], [0, width - 1]]).map({
      ($0[0], $0[1])
    }) {
      let result = try program.run(["inspect"] + words + ["--at", "\(row),\(column)", "--json", call.input])
      #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
      let object = try #require(try result.objects().first)
      let channels = try #require(object["channels"] as? [[String: Any]])
      #expect(object["agrees"] as? Bool == true && channels.count == values.count)
      for (channel, plane) in zip(channels, values) {
        let expected = plane[row][column]
        #expect(Self.isSame(channel["engine_result"], expected), "\(row),\(column)")
        if call.room == 0 {
          #expect(Self.isSame(channel["result"], expected), "\(row),\(column)")
        } else if let number = channel["result"] as? Double, let other = plane[row][column] as? Double {
          #expect((number - other).magnitude <= call.room * other.magnitude)
        }
      }
    }
  }

  /// Equal numbers, bit for bit, or the same word for what JSON has no number for.
  private static func isSame(_ a: Any?, _ b: Any) -> Bool {
    if let a = a as? String { return a == b as? String }
    guard let a = a as? NSNumber, let b = b as? NSNumber else { return false }
    return a.doubleValue.bitPattern == b.doubleValue.bitPattern
  }

  private func writeArrays() throws {
    var random = SeededRandom(seed: 5)
    let size = Size(height: 9, width: 8)
    try program.write(
      try Pictures.npy(Planes<Float>.random(.wild, channels: 2, size: size, using: &random)), "float.npy")
    try program.write(
      try Pictures.npy(Planes<UInt8>.random(.noise, channels: 2, size: size, using: &random)), "bytes.npy")
    try program.write(
      try Pictures.npy(Planes<UInt16>.random(.noise, channels: 1, size: size, using: &random)), "words.npy")
    try program.write(
      try Pictures.npy(Planes<Float>.random(.noise, channels: 2, size: size, using: &random)), "logits.npy")
    let planes = Pictures.planes(channels: 3, size: Size(height: 21, width: 34))
    try program.write(Pictures.tagged(png: try Pictures.encoded(planes), 6), "turned.png")
  }

  // MARK: - Refusals

  struct Refusal: CustomTestStringConvertible {
    let words: String
    let status: Int32
    let says: String
    var testDescription: String { words }
  }

  static let refusals = [
    Refusal(
      words: "map.csv --op max --kernel 2 --at 1,0", status: 1,
      says: "the output has 1 rows and 1 columns, and none at 1,0"),
    Refusal(
      words: "map.csv --op max --kernel 2 --at 0,0,1", status: 1, says: "no channel 1; the only one is 0"),
    Refusal(words: "map.csv --op max --kernel 9 --at 0,0", status: 1, says: "no vertical window fits"),
    Refusal(
      words: "nothing.png --op max --kernel 2 --at 0,0", status: 1, says: "nothing.png: cannot be read"),
    Refusal(words: "cut.png --op max --kernel 2 --at 44,0", status: 1, says: "cut.png: "),
    Refusal(
      words: "photo.jpg --op global-max --at 0,0 --max-memory 3M", status: 1,
      says: "the window has 12288 taps"),
    Refusal(words: "map.csv --op max --kernel 2", status: 64, says: "--at"),
    Refusal(words: "map.csv --op max --kernel 2 --at 3", status: 64, says: "give a row and a column"),
    Refusal(words: "map.csv --op max --at 0,0", status: 64, says: "--op max needs --kernel"),
    Refusal(words: "map.csv --at 0,0", status: 64, says: "say which pooling"),
    Refusal(
      words: "map.csv --op max --kernel 2 --padding 5 --at 0,0", status: 64, says: "over torch's limit"),
    Refusal(
      words: "map.csv --op attention --kernel 2 --at 0,0", status: 64, says: "attention needs --logits"),
    Refusal(
      words: "map.csv --op max --kernel 2 --at 0,0 --range 0,1", status: 64, says: "inspect has no --range"),
  ]

  @Test(arguments: refusals)
  func refuses(_ one: Refusal) throws {
    try writeInputs()
    let planes = Pictures.planes(channels: 3, size: Size(height: 96, width: 128))
    let png = try Pictures.encoded(planes, as: .png(PNGEncoding(compression: 0)))
    try program.write(Array(png.prefix(png.count / 2)), "cut.png")
    let words = ["inspect"] + one.words.split(separator: " ").map(String.init)
    let result = try program.run(words)
    #expect(result.status == one.status && result.output.isEmpty)
    #expect(result.error.contains(one.says), "\(result.error)")
    if one.status == 1 {
      let object = try #require(try program.run(words + ["--json"]).objects().first)
      #expect(object["status"] as? String == "failed" && object["error"] is [String: Any])
    }
  }

  /// What follows the window need not be there.
  @Test func aPipeIsReadAsFarAsTheWindow() throws {
    let planes = Pictures.planes(channels: 3, size: Size(height: 96, width: 128))
    let png = try Pictures.encoded(planes, as: .png(PNGEncoding(compression: 0)))
    let result = try program.run(
      ["inspect", "-", "--op", "max", "--kernel", "2", "--at", "3,5", "--json"],
      input: Array(png.prefix(png.count / 2)))
    #expect(result.status == 0, "\(result.error)")
    let object = try #require(try result.objects().first)
    #expect(
      object["rows_read"] as? Int == 8 && object["stored_rows"] as? Int == 96
        && object["input"] as? String == "-")
  }
}
