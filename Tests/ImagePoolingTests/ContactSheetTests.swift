import Foundation
import PoolingEngine
import TestSupport
import Testing

@testable import ImagePooling

/// Contact sheets by the library; the program's tests have whole batches.
@Suite("Contact sheets")
struct ContactSheetTests {
  private static let pictures = (0..<5).map { number in
    Planes<UInt8>(channels: 3, size: Size(height: 10, width: 20), repeating: UInt8(40 * number))
  }

  private static func folder() throws -> Folder {
    let folder = try Folder()
    for (number, planes) in pictures.enumerated() {
      _ = try folder.write(try Pictures.encoded(planes), "\(number).png")
    }
    return folder
  }

  @Test func tellsEveryCellInOrder() throws {
    let folder = try Self.folder()
    var sheet = ContactSheet(of: folder.place("."), to: folder.place("sheet.html"))
    sheet.limit = 4
    var cells: [ContactSheet.Cell] = []
    let summary = try sheet.write { cells.append($0) }
    #expect(cells.map(\.number) == [0, 1, 2, 3] && cells.allSatisfy { $0.status == .ok && $0.input == nil })
    #expect(cells.map { $0.output?.lastComponent } == ["0.png", "1.png", "2.png", "3.png"])
    #expect(cells.allSatisfy { $0.outputSize == Size(height: 10, width: 20) })
    #expect(summary.inputs == 5 && summary.cells == 4 && summary.isWhole && summary.manifest == nil)
  }

  /// Whoever is told may end it all; then nothing appears.
  @Test(arguments: ["sheet.html", "sheet.png"])
  func canBeEnded(_ name: String) throws {
    struct End: Error {}
    let folder = try Self.folder()
    let before = try folder.files()
    let sheet = ContactSheet(of: folder.place("."), to: folder.place(name))
    #expect(throws: End.self) { try sheet.write { if $0.number == 2 { throw End() } } }
    #expect(try folder.files() == before)
  }

  /// Cell, columns, limit.
  @Test(
    arguments: [
      [.max, 10, 9], [15, 10, 9], [-1, 10, 9], [160, .max, 9], [160, 0, 9], [160, 10, 0], [160, 10, -1],
    ])
  func refusesValues(_ values: [Int]) throws {
    let folder = try Self.folder()
    var sheet = ContactSheet(of: folder.place("."), to: folder.place("sheet.png"))
    (sheet.cell, sheet.columns, sheet.limit) = (values[0], values[1], values[2])
    #expect(throws: OutputPlan.Refusal.self) { try sheet.write() }
  }

  @Test func cellsWithoutColumnsHaveNoRow() {
    let cell = ContactSheet.Cell(number: 3, status: .ok, warnings: [])
    #expect(cell.json(columns: 0) == cell.json(columns: nil))
  }

  /// Alpha lies on a checkerboard of grays, so that neither white nor black vanishes.
  @Test(arguments: [0, 255]) func alphaOnAGrid(_ value: Int) throws {
    let folder = try Folder()
    let size = Size(height: 16, width: 16)
    var planes = Planes<UInt8>(channels: 4, size: size, repeating: UInt8(value))
    for row in 0..<16 { for column in 0..<16 { planes[3, row, column] = column < 12 ? 0 : 255 } }
    _ = try folder.write(try Pictures.encoded(planes), "a.png")
    var sheet = ContactSheet(of: folder.place("."), to: folder.place("sheet.png"))
    (sheet.cell, sheet.source) = (16, .pictures)
    _ = try sheet.write()
    let read = try #require(try Pictures.decoded(try folder.read("sheet.png")).tensor.planes(as: UInt8.self))
    for (row, column, expected) in [(0, 0, 0x8c), (0, 8, 0x73), (8, 0, 0x73), (8, 8, 0x8c), (3, 15, value)] {
      #expect(read[0, 8 + row, 8 + column] == UInt8(expected), "\(row), \(column)")
    }
  }

  /// Cell by cell, whatever the number of columns; the last row may be short.
  @Test(arguments: [1, 2, 3, 5, 64])
  func grid(_ columns: Int) throws {
    let folder = try Self.folder()
    var sheet = ContactSheet(of: folder.place("."), to: folder.place("sheet.png"))
    (sheet.cell, sheet.columns, sheet.source) = (20, columns, .pictures)
    _ = try sheet.write()
    let read = try #require(try Pictures.decoded(try folder.read("sheet.png")).tensor.planes(as: UInt8.self))
    let across = min(columns, 5)
    let down = (5 + across - 1) / across
    #expect(read.size == Size(height: 28 * down + 8, width: 28 * across + 8))
    for number in 0..<5 {
      let (top, left) = (8 + 28 * (number / across), 8 + 28 * (number % across))
      // In the middle the picture, above and below it white.
      for (row, expected) in [(0, 195), (2, 255), (5, 40 * number), (14, 40 * number), (16, 255)] {
        #expect(read[0, top + row, left + 10] == UInt8(expected), "cell \(number), row \(row)")
      }
    }
  }

  struct Line: CustomTestStringConvertible {
    let testDescription: String
    let text: String
    /// Nil: no line of a manifest.
    var status: ContactSheet.Status?
    var kind: String?
  }

  static let lines = [
    Line(testDescription: "done", text: #"{"schema":1,"input":"a","status":"ok"}"#, status: .ok),
    Line(testDescription: "skipped", text: #"{"schema":1,"input":"a","status":"skipped"}"#, status: .skipped),
    Line(
      testDescription: "failed",
      text: #"{"schema":1,"input":"a","status":"failed","error":{"kind":"corrupt"}}"#,
      status: .failed, kind: "corrupt"),
    Line(
      testDescription: "a kind that is markup",
      text: #"{"schema":1,"input":"a","status":"failed","error":{"kind":"<b>"}}"#, status: .failed,
      kind: "other"),
    Line(
      testDescription: "a kind that is a number",
      text: #"{"schema":1,"input":"a","status":"failed","error":{"kind":3}}"#, status: .failed, kind: "other"),
    Line(
      testDescription: "an error that is text",
      text: #"{"schema":1,"input":"a","status":"failed","error":"x"}"#,
      status: .failed, kind: "other"),
    Line(testDescription: "another schema", text: #"{"schema":2,"input":"a","status":"ok"}"#),
    Line(testDescription: "no input", text: #"{"schema":1,"status":"ok"}"#),
    Line(testDescription: "an input that is null", text: #"{"schema":1,"input":null,"status":"ok"}"#),
    Line(
      testDescription: "a name in no base64",
      text: #"{"schema":1,"input":"a","input_bytes":"*","status":"ok"}"#),
    Line(testDescription: "no status", text: #"{"schema":1,"input":"a"}"#),
    Line(
      testDescription: "a status that is ours alone", text: #"{"schema":1,"input":"a","status":"unreadable"}"#
    ),
    Line(testDescription: "an array", text: "[]"), Line(testDescription: "nothing", text: ""),
    Line(testDescription: "deeply nested", text: String(repeating: "[", count: 5000)),
    Line(testDescription: "half a line", text: #"{"schema":1,"input":"a","st"#),
  ]

  @Test(arguments: lines)
  func readsLines(_ line: Line) {
    let entry = SheetEntry(line: Array(line.text.utf8))
    #expect(entry?.status == line.status && entry?.failure?.kind == line.kind)
  }

  /// Of what is too long a beginning is kept, whatever the pieces it comes in.
  @Test(arguments: [1, 7, 64, 1 << 16])
  func longLinesArePassedOver(_ chunk: Int) throws {
    let folder = try Folder()
    let lines = ["short", String(repeating: "x", count: 300), "", String(repeating: "y", count: 20), "end"]
    let path = try folder.write(Array(lines.joined(separator: "\n").utf8), "lines")
    try withDescriptor(of: path) { descriptor in
      let reader = LineReader(descriptor, chunk: chunk, longest: 50)
      var found: [String] = []
      var places: [Int] = []
      while let line = try reader.next() {
        found.append(line.count > 50 ? "too long" : String(decoding: line, as: UTF8.self))
        #expect(line.count <= 50 + chunk + 1)
        places.append(reader.place)
      }
      #expect(found == ["short\n", "too long", "\n", lines[3] + "\n", "end"])
      #expect(places == [6, 307, 308, 329, 332])
    }
  }
}
