import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// What docs/serve.md shows is run here: its lines, its client, its first line and its tables of fields.
@Suite struct ServeDocumentationTests {
  private static let page: String = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return (try? String(contentsOf: root.appendingPathComponent("docs/serve.md"), encoding: .utf8)) ?? ""
  }()

  /// The blocks of code in one language, in order.
  private static func blocks(_ language: String) -> [String] {
    page.components(separatedBy: "```\(language)\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
  }

  static let python = ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private func program() throws -> Program {
    let program = try Program()
    let planes = Pictures.planes(channels: 3, size: Size(height: 300, width: 400))
    try program.write(Pictures.encoded(planes, as: .jpeg()), "photo.jpg")
    try program.write(Pictures.encoded(planes), "scan.png")
    _ = try program.shell("mkdir bin; ln -s \"$imagepool\" bin/imagepool")
    return program
  }

  private func run(_ script: String, in program: Program) throws -> Program.Result {
    try program.shell("PATH=\"$PWD/bin:$PATH\"\n" + script)
  }

  @Test func theFirstExample() throws {
    let program = try program()
    let result = try run(try #require(Self.blocks("sh").first), in: program)
    #expect(result.status == 0 && result.error.isEmpty)
    let lines = try result.objects()
    #expect(lines.count == 2 && lines[1]["id"] as? Int == 1 && lines[1]["status"] as? Int == 0)
    #expect(try program.read("out.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
    // The first line has the fields of the page's, in their order.
    let shown = try #require(Self.blocks("json").first)
    func names(_ line: some StringProtocol) -> [String] {
      line.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }
    let first = try #require(result.outputText.split(separator: "\n").first)
    #expect(names(first) == names(shown))
  }

  @Test func theHelpsExample() throws {
    let program = try program()
    let help = try program.run("serve", "--help").outputText.split(separator: "\n").map(String.init)
    let place = try #require(help.firstIndex { $0.hasPrefix("Examples:") })
    let result = try run(help[place + 1], in: program)
    #expect(result.status == 0 && result.error.isEmpty)
    #expect(try result.objects().map { $0["id"] as? Int } == [nil, 1])
  }

  @Test(.enabled(if: python != nil, "no python3 here")) func theClient() throws {
    let program = try program()
    try program.write(Array(try #require(Self.blocks("python").first).utf8), "thumbnails.py")
    let result = try run(try #require(Self.blocks("sh").last), in: program)
    #expect(result.status == 0 && result.error.isEmpty && result.output.isEmpty, "\(result.error)")
    let typed = try program.run(
      "thumbnail", "photo.jpg", "scan.png", "--fit", "128", "--format", "jpeg", "-o", "t")
    #expect(typed.status == 0)
    #expect(try program.read("photo.jpg.thumbnail.jpg") == program.read("t/photo.jpg"))
    #expect(try program.read("scan.png.thumbnail.jpg") == program.read("t/scan.jpg"))
    // A file that is none, more of them than jobs.
    try program.write([1, 2, 3], "none")
    let failures = try run("python3 thumbnails.py none photo.jpg none none none none", in: program)
    #expect(failures.status == 0)
    #expect(
      failures.outputText.components(separatedBy: "none: not_an_image: ").count == 6, "\(failures.outputText)"
    )
  }

  @Test func theTablesOfFields() throws {
    let program = try program()
    let client = try ServeClient(in: program.folder)
    client.send("nonsense\n")
    let nameless = try client.reply()
    try client.ask(1, ["pool", "--op", "max", "--kernel", "2", "photo.jpg", "-o", "-"])
    let reply = try client.reply()
    let fields = Set(nameless.fields.keys).union(reply.fields.keys)
    for field in fields { #expect(Self.page.contains("| `\(field)` |"), "\(field)") }
    for field in ["id", "arguments", "input_length"] { #expect(Self.page.contains("| `\(field)` |")) }
    #expect(fields == ["id", "number", "status", "error", "reports", "output_length"])
  }
}
