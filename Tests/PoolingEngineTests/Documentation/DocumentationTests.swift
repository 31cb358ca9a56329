import Foundation
import Testing

/// Every Swift example of the engine's documentation is the body of a test, word for word, and every result that it states
/// is checked there.
struct DocumentationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func files(in folder: String, ending: String) throws -> [(name: String, lines: [String])] {
    let place = root.appendingPathComponent(folder)
    return try FileManager.default.subpathsOfDirectory(atPath: place.path).sorted()
      .filter { $0.hasSuffix(ending) }
      .map { name in
        let text = try String(contentsOf: place.appendingPathComponent(name), encoding: .utf8)
        return (name, text.components(separatedBy: "\n"))
      }
  }

  /// What stands between two marks, without the indentation of the first line.
  private static func pieces(_ lines: [String], from start: String, to end: String) -> [String] {
    var pieces: [String] = []
    var open: [String]?
    for line in lines {
      let bare = line.trimmingCharacters(in: .whitespaces)
      if bare == start, open == nil {
        open = []
      } else if bare == end, let piece = open {
        let indentation = piece.first?.prefix { $0 == " " }.count ?? 0
        pieces.append(piece.map { String($0.dropFirst(indentation)) }.joined(separator: "\n"))
        open = nil
      } else {
        open?.append(line)
      }
    }
    return pieces
  }

  private static func examples() throws -> [(place: String, text: String)] {
    let articles = try files(in: "Sources/PoolingEngine/PoolingEngine.docc", ending: ".md").map {
      ($0.name, pieces($0.lines, from: "```swift", to: "```"))
    }
    let sources = try files(in: "Sources/PoolingEngine", ending: ".swift").map { file in
      let comments = file.lines.map { line in
        let bare = line.trimmingCharacters(in: .whitespaces)
        return bare.hasPrefix("/// ") ? String(bare.dropFirst(4)) : ""
      }
      return (file.name, pieces(comments, from: "```swift", to: "```"))
    }
    return (articles + sources).flatMap { name, texts in texts.map { (name, $0) } }
  }

  @Test func everyExampleIsATest() throws {
    let tests = try Self.files(in: "Tests/PoolingEngineTests/Documentation", ending: "Examples.swift")
    let bodies = tests.flatMap { Self.pieces($0.lines, from: "// docs", to: "// end") }
    let examples = try Self.examples()
    #expect(examples.count >= 20)
    for example in examples {
      #expect(bodies.contains(example.text), "\(example.place): not in the tests:\n\(example.text)")
    }
    let texts = Set(examples.map(\.text))
    for body in bodies { #expect(texts.contains(body), "no longer in the documentation:\n\(body)") }
  }

  @Test func everyResultStatedIsChecked() throws {
    let tests = try Self.files(in: "Tests/PoolingEngineTests/Documentation", ending: "Examples.swift")
    let checks = Set(tests.flatMap(\.lines).map { $0.trimmingCharacters(in: .whitespaces) })
    for example in try Self.examples() {
      for line in example.text.components(separatedBy: "\n")
      where line.hasPrefix("// ") && line.contains(" == ") {
        #expect(checks.contains("#expect(\(line.dropFirst(3)))"), "\(example.place): \(line)")
      }
    }
  }

  /// An article that no page leads to is not read.
  @Test func everyArticleIsListed() throws {
    let articles = try Self.files(in: "Sources/PoolingEngine/PoolingEngine.docc", ending: ".md")
    let landing = try #require(articles.first { $0.name == "PoolingEngine.md" }).lines.joined()
    for article in articles where article.name != "PoolingEngine.md" {
      #expect(landing.contains("<doc:\(article.name.dropLast(3))>"), "\(article.name)")
    }
  }
}
