import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

@testable import ImagePoolCLI
@testable import ImagePooling

/// `imagepool inspect -o` through the built program.
@Suite("imagepool inspect -o")
struct InspectPageTests {
  let program = try! Program()

  private func writeInputs() throws {
    let picture = Pictures.planes(channels: 3, size: Size(height: 24, width: 32))
    try program.write(try Pictures.encoded(picture, as: .jpeg(JPEGEncoding())), "photo.jpg")
    try program.write(Array("1,2,3\n4,5,6\n7,8,9\n".utf8), "map.csv")
    var random = SeededRandom(seed: 5)
    let logits = Planes<Float>.random(.noise, channels: 1, size: Size(height: 3, width: 3), using: &random)
    try program.write(try Pictures.npy(logits), "logits.npy")
  }

  private func run(_ words: String) throws -> Program.Result {
    try program.run(["inspect"] + words.split(separator: " ").map(String.init))
  }

  private func shell(_ line: String) throws -> Program.Result {
    try program.shell("imagepool() { \"$imagepool\" \"$@\"; }\n" + line)
  }

  // MARK: - The file

  @Test func writesAPageAndSaysNothing() throws {
    try writeInputs()
    let result = try run("photo.jpg --op average --kernel 3 --stride 2 -o report.html")
    #expect(result.status == 0 && result.output.isEmpty && result.error.isEmpty, "\(result.error)")
    let page = try PageReader(try program.read("report.html"))
    #expect(page.title == "average over photo.jpg")
    #expect(page.data["input"] == "photo.jpg" && page.data["schema"] == 1)
    #expect(
      page.data["command"] == "imagepool inspect photo.jpg --op average --kernel 3 --stride 2 -o report.html")
    #expect(page.data["at_command"] == "imagepool inspect photo.jpg --op average --kernel 3 --stride 2")
    #expect(page.data["at"] == .null)
    #expect(try program.files() == ["logits.npy", "map.csv", "photo.jpg", "report.html"])
  }

  @Test func theLineOfJSON() throws {
    try writeInputs()
    let words = "photo.jpg --op max --kernel 2 --region 2,3,8,9 --region 0,0,4,4 --at 1,2 --json"
    let result = try run("\(words) -o report.html")
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    let object = try #require(try result.objects().first)
    #expect(object["status"] as? String == "ok" && object["error"] is NSNull)
    #expect(object["input"] as? String == "photo.jpg" && object["output"] as? String == "report.html")
    #expect(object["bytes_written"] as? Int == (try program.read("report.html")).count)
    #expect(object["full_precision"] as? Bool == false)
    #expect(object["output_height"] as? Int == 12 && object["input_width"] as? Int == 32)
    let regions = try #require(object["regions"] as? [[String: Int]])
    #expect(
      regions == [
        ["top": 2, "left": 3, "height": 8, "width": 9], ["top": 0, "left": 0, "height": 4, "width": 4],
      ])
    let page = try PageReader(try program.read("report.html"))
    #expect(page.data["at"] == [1, 2, 0])
    // To standard output the line goes to standard error, and the page names itself.
    let piped = try run("\(words) -o -")
    let line = try #require(try piped.objects(of: piped.error).first)
    #expect(line["output"] is NSNull && line["bytes_written"] as? Int == piped.output.count)
    #expect(try PageReader(piped.output).data["regions"] == page.data["regions"])
    // All names stand in docs/json.md.
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("docs/json.md"), encoding: .utf8)
    let section = try #require(
      text.components(separatedBy: "## A page (`inspect -o`)").last?.components(separatedBy: "\n## ").first)
    for name in object.keys.sorted() + ["top", "left", "height", "width"] {
      let isThere = section.contains("`\(name)`")
      #expect(isThere, "\(name)")
    }
  }

  @Test func theSameInputGivesTheSameBytes() throws {
    try writeInputs()
    for words in [
      "photo.jpg --op soft --kernel 3 --stride 1",
      "map.csv --op fractional-max --kernel 2 --output-size 1 --seed 4",
    ] {
      let first = try run("\(words) -o -"), second = try run("\(words) -o -")
      #expect(first.status == 0 && first.output == second.output && first.output.count > 1000)
    }
  }

  @Test func aRegionWithoutAWholeWindowIsAWarning() throws {
    try writeInputs()
    let warning =
      "the region 0,0,2,2 holds no whole window, so the page explains no output there; name a larger one, or look at one window: --at Y,X"
    let made = try run("map.csv --op max --kernel 3 --region 0,0,2,2 -o r.html --json")
    #expect(made.status == 0 && made.error == "imagepool: map.csv: warning: \(warning)\n")
    let object = try #require(try made.objects().first)
    #expect(object["status"] as? String == "warned" && object["warnings"] as? [String] == [warning])
    #expect(try PageReader(try program.read("r.html")).data["warnings"] == [.string(warning)])
  }

  @Test func standardInputIsReadAndHasNoName() throws {
    let result = try program.run(
      ["inspect", "-", "--op", "max", "--kernel", "2", "-o", "r.html"], input: Array("1,2\n3,4\n".utf8))
    #expect(result.status == 0, "\(result.error)")
    #expect(try PageReader(try program.read("r.html")).data["input"] == "-")
  }

  @Test func damageThatIsLetPassIsAWarning() throws {
    let planes = Pictures.planes(channels: 3, size: Size(height: 96, width: 128))
    let png = try Pictures.encoded(planes, as: .png(PNGEncoding(compression: 0)))
    try program.write(Array(png.prefix(png.count / 2)), "cut.png")
    let refused = try run("cut.png --op max --kernel 2 -o r.html --json")
    #expect(refused.status == 1 && refused.error.contains("cut.png: the PNG ends early"))
    #expect(try refused.objects().first?["status"] as? String == "failed")
    #expect(try program.files() == ["cut.png"])
    let taken = try run("cut.png --op max --kernel 2 -o r.html --json --fail-on none")
    #expect(taken.status == 0 && taken.error.contains("cut.png: warning: "))
    #expect(try taken.objects().first?["status"] as? String == "warned")
    #expect(try PageReader(try program.read("r.html")).data["warnings"]?.elements?.isEmpty == false)
  }

  // MARK: - The command

  struct Name: CustomTestStringConvertible {
    let why: String
    /// In the words of bash.
    let name: String
    let shown: String
    var testDescription: String { why }
  }

  static let names = [
    Name(why: "a blank and a quote", name: #"'it'\''s one.csv'"#, shown: #"'it'\''s one.csv'"#),
    Name(
      why: "the end of the script that holds the data", name: #"'a</script><script>alert(1).csv'"#,
      shown: #"'a</script><script>alert(1).csv'"#),
    Name(why: "a comment's beginning", name: #"'<!--<script.csv'"#, shown: #"'<!--<script.csv'"#),
    Name(why: "a line break and a tab", name: #"$'two\nlines\t.csv'"#, shown: #"$'two\nlines\t.csv'"#),
    Name(why: "bytes that are no UTF-8", name: #"$'caf\xE9"\'.csv'"#, shown: #"$'caf\xE9"\'.csv'"#),
    Name(
      why: "a character that turns others around", name: #"$'a\xE2\x80\xAEb.csv'"#,
      shown: #"$'a\xE2\x80\xAEb.csv'"#),
    Name(why: "letters of another script", name: "'größe 図.csv'", shown: "'größe 図.csv'"),
    Name(
      why: "a shell's own signs", name: #"'$(touch x)`touch y`\;*?!~.csv'"#,
      shown: #"'$(touch x)`touch y`\;*?!~.csv'"#),
    Name(
      why: "marks of a template", name: "'{{data}}{{style page.css}}.csv'",
      shown: "'{{data}}{{style page.css}}.csv'"),
    Name(why: "an equals sign at the beginning, which zsh looks up", name: "=a.csv", shown: "'=a.csv'"),
    Name(why: "a dash at the beginning", name: "-- -o.csv", shown: "-- -o.csv"),
  ]

  /// Names do no harm to the page, and its commands, run as they stand, give the same page and the window.
  @Test(arguments: names)
  func commandsCanBeRun(_ one: Name) throws {
    let isOperand = one.name.hasPrefix("-- ")
    let file = isOperand ? "./" + one.name.dropFirst(3) : one.name
    #expect(try shell("mkdir -p \"$(dirname \(file))\"; printf '1,2\\n3,4\\n' > \(file)").status == 0)
    let made = try shell(
      "imagepool inspect --op average --kernel 2 --at 0,0 -o r.html --overwrite \(one.name)")
    #expect(made.status == 0 && made.error.isEmpty, "\(made.error)")
    let bytes = try program.read("r.html")
    let page = try PageReader(bytes)
    let html = String(decoding: bytes, as: UTF8.self)
    let isHarmless = !html.contains("<script>alert") && !html.contains("<!--<script")
    #expect(isHarmless)
    let command = try #require(page.data["command"]?.stringValue)
    #expect(
      command == "imagepool inspect --op average --kernel 2 --at 0,0 -o r.html --overwrite \(one.shown)")
    let again = try shell(command)
    #expect(again.status == 0 && again.error.isEmpty, "\(again.error)")
    #expect(try program.read("r.html") == bytes)
    let window = try shell(try #require(page.data["at_command"]?.stringValue) + " --at 0,0,0")
    #expect(window.status == 0 && window.outputText.contains("exact    10.0/4 = 2.5"), "\(window.error)")
    #expect(try program.files().count == 2)
  }

  struct Words: CustomTestStringConvertible {
    let why: String
    let words: [String]
    let rest: [String]
    var testDescription: String { why }
  }

  static let words = [
    Words(
      why: "values behind = and behind a blank",
      words: ["inspect", "--output=r.html", "a.png", "--region", "0,0,1,1", "--region=1,1,1,1", "--op=max"],
      rest: ["inspect", "a.png", "--op=max"]),
    Words(
      why: "flags, and a place that the page shows first",
      words: [
        "inspect", "--json", "a.png", "--ceil-mode", "-o", "-", "--at", "1,2", "--overwrite", "--linear",
      ],
      rest: ["inspect", "a.png", "--ceil-mode", "--linear"]),
    Words(
      why: "a value that looks like an option", words: ["inspect", "a.npy", "--logits", "-o", "-o", "--at"],
      rest: ["inspect", "a.npy", "--logits", "-o"]),
    Words(
      why: "a flag does not swallow what follows", words: ["inspect", "--linear", "-o", "r.html", "-"],
      rest: ["inspect", "--linear", "-"]),
    Words(
      why: "operands behind --", words: ["inspect", "-o", "r.html", "--", "-o"], rest: ["inspect", "./-o"]),
    Words(
      why: "a short option with =", words: ["inspect", "-o=r.html", "x"], rest: ["inspect", "x"]),
  ]

  @Test(arguments: words)
  func whatBelongsToThePageIsLeftOut(_ one: Words) {
    let command = InspectionWords.command(one.words.map { Path($0) })
    #expect(command.whole == "imagepool " + one.words.joined(separator: " "))
    #expect(command.ofOneWindow == "imagepool " + one.rest.joined(separator: " "))
  }

  /// Options are told from flags by the list of flags: it has to be whole.
  @Test func allFlagsAreKnown() throws {
    let help = try program.run("inspect", "--help").outputText
    var found: Set<String> = []
    for line in help.components(separatedBy: "\n") where line.hasPrefix("  -") {
      let names = line.dropFirst(2).components(separatedBy: "  ")[0]
      if names.contains("<") { continue }
      found.formUnion(
        names.split { $0 == "," || $0 == " " || $0 == "/" }.map(String.init).filter { $0.hasPrefix("-") })
    }
    #expect(found.contains("--ceil-mode") && found.contains("--no-count-include-pad"))
    #expect(found == InspectionWords.flags, "\(found.symmetricDifference(InspectionWords.flags))")
  }

  // MARK: - Refusals

  struct Refusal: CustomTestStringConvertible {
    let words: String
    let status: Int32
    let says: String
    var testDescription: String { words }
  }

  private static let tooLarge =
    "map.csv: has more windows, or larger ones, than a page can hold; take a smaller kernel or padding, or fewer windows"

  static let refusals = [
    Refusal(
      words: "map.csv --op max --kernel 2", status: 64,
      says: "say what to look at: one output sample, --at Y,X, or all of them in a page, -o FILE.html"),
    Refusal(
      words: "map.csv --op max --kernel 2 -o taken.html", status: 64,
      says: "taken.html exists; give another name, or --overwrite to replace it"),
    Refusal(
      words: "map.csv --op max --kernel 2 -o report.png", status: 64,
      says: "-o report.png: the page is HTML and nothing else; give -o FILE.html"),
    Refusal(
      words: "map.csv --op max --kernel 2 -o pages/", status: 64,
      says: "-o pages/: the page is HTML and nothing else; give -o FILE.html"),
    Refusal(
      words: "page.html --op max --kernel 2 -o page.html --overwrite", status: 64,
      says:
        "page.html is an input (page.html), and inputs are never changed; give another -o"),
    Refusal(
      words: "map.csv --op attention --kernel 2 --logits page.html -o ./page.html --overwrite", status: 64,
      says:
        "./page.html is an input (page.html), and inputs are never changed; give another -o"),
    Refusal(
      words: "map.csv --op max --kernel 2 --at 0,0 --overwrite", status: 64,
      says: "--overwrite is for the page, -o FILE.html"),
    Refusal(
      words: "map.csv --op max --kernel 2 --at 0,0 --region 0,0,1,1", status: 64,
      says: "--region is for the page, -o FILE.html"),
    Refusal(
      words: "map.csv --op max --kernel 2 --region 0,0,1 -o r.html", status: 64,
      says:
        "The value '0,0,1' is invalid for '--region <TOP,LEFT,HEIGHT,WIDTH>': give four whole numbers, TOP,LEFT,HEIGHT,WIDTH; see imagepool inspect --help"
    ),
    Refusal(
      words: "map.csv --op max --kernel 2 --range 0,1 -o r.html", status: 64,
      says: "inspect has no --range; it looks at the samples that are pooled"),
    Refusal(
      words: "map.csv --op max --kernel 2 --region 0,0,4,1 -o r.html", status: 1,
      says:
        "map.csv: what is pooled has 3 rows and 3 columns, and the region 0,0,4,1 does not lie in it; --region takes TOP,LEFT,HEIGHT,WIDTH, at least one row and one column, TOP + HEIGHT up to 3 and LEFT + WIDTH up to 3"
    ),
    Refusal(
      words: "map.csv --op max --kernel 2 --at 1,0 -o r.html", status: 1,
      says:
        "map.csv: the output has 1 rows and 1 columns, and none at 1,0; --at takes a row from 0 to 0 and a column from 0 to 0"
    ),
    Refusal(
      words: "nothing.png --op max --kernel 2 -o r.html", status: 1,
      says: "nothing.png: cannot be read: No such file or directory; check the name"),
    Refusal(
      words: "map.csv --op max --kernel 2 -o missing/r.html", status: 1,
      says:
        "map.csv: cannot write missing/r.html: No such file or directory; create the directory missing first"),
    // Overhang and padding count as taps, before anything is held for them.
    Refusal(
      words: "map.csv --op max --kernel 1000000000 --stride 1000000000 --ceil-mode -o r.html", status: 1,
      says: tooLarge),
    Refusal(
      words: "map.csv --op average --kernel 30000001 --padding 15000000 --stride 15000000 -o r.html",
      status: 1,
      says: tooLarge),
    Refusal(
      words:
        "map.csv --op average --kernel 1000001 --padding 500000 --stride 500000 --max-memory 64M -o r.html",
      status: 1, says: "map.csv: "),
    Refusal(
      words: "photo.jpg --op max --kernel 2 -o r.html --max-memory 200K", status: 1, says: "photo.jpg: "),
  ]

  @Test(arguments: refusals)
  func refuses(_ one: Refusal) throws {
    try writeInputs()
    try program.write(Array("1,2\n3,4\n".utf8), "page.html")
    try program.write([1, 2, 3], "taken.html")
    let before = try program.files()
    let result = try run(one.words)
    #expect(result.status == one.status && result.output.isEmpty)
    if one.says.hasSuffix(": ") {
      #expect(result.error.hasPrefix("imagepool: " + one.says) && result.error.contains("--max-memory"))
    } else {
      #expect(result.error == "imagepool: \(one.says)\n")
    }
    #expect(try program.files() == before)
    #expect(try program.read("taken.html") == [1, 2, 3])
  }

  @Test func anExistingPageIsReplacedWhole() throws {
    try writeInputs()
    try program.write([1, 2, 3], "taken.html")
    #expect(try run("map.csv --op max --kernel 2 -o taken.html --overwrite").status == 0)
    #expect(try PageReader(try program.read("taken.html")).data["operator"] == "max")
    // A failure leaves the old one.
    let bytes = try program.read("taken.html")
    #expect(try run("map.csv --op max --kernel 9 -o taken.html --overwrite").status == 1)
    #expect(try program.read("taken.html") == bytes)
  }

  /// A terminal gets no page: `script` lends one, where it is installed.
  @Test func aTerminalGetsNoPage() throws {
    try writeInputs()
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else {
      print("skipped: there is no /usr/bin/script to lend a terminal")
      return
    }
    let result = try program.shell(
      "script -qec \"$imagepool inspect map.csv --op max --kernel 2 -o - 2> said.txt\" /dev/null > shown.txt; cat said.txt"
    )
    #expect(
      result.outputText
        == "imagepool: standard output is a terminal, and a page is for a browser; redirect it or give -o FILE.html\n"
    )
  }

  @Test func aReaderWhoGoesAwayEndsItQuietly() throws {
    try writeInputs()
    let result = try program.shell(
      "\"$imagepool\" inspect photo.jpg --op max --kernel 2 -o - | head -c 100 > /dev/null; echo ${PIPESTATUS[0]}"
    )
    #expect(result.outputText == "0\n" && result.error.isEmpty, "\(result.error)")
  }
}
