/// The pieces of a page's content: HTML that is put in once or many times, each with texts and parts of its own.
///
/// They are a file of `CPageFiles`. A piece called NAME goes from the line `<!-- piece NAME -->` to the next such line or the file's end,
/// without its last line break. Its marks are `{{text NAME}}`, which is escaped, and `{{part NAME}}`, which is HTML.
public struct PagePieces: Sendable {
  private let pieces: [String: [PageTemplate.Part]]

  /// The pieces of that kind of page; of the sheet's alone there are any.
  ///
  /// Cost: the file is taken apart, some kilobytes.
  public init(of kind: ReportPage.Kind) {
    self.init(PageAssets.file("\(kind.rawValue)-pieces.html"))
  }

  init(_ file: [UInt8]) {
    let (start, end) = ("<!-- piece ", " -->")
    var pieces: [String: [PageTemplate.Part]] = [:]
    var name: String?
    var lines: [Substring] = []
    func close() {
      guard let name else { return }
      pieces[name] = PageTemplate.parts(of: Array(lines.joined(separator: "\n").utf8))
    }
    let text = String(decoding: file, as: UTF8.self)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(start), line.hasSuffix(end) {
        close()
        name = String(line.dropFirst(start.count).dropLast(end.count))
        lines = []
      } else {
        lines.append(line)
      }
    }
    // The file's last line break ends a line that is none.
    if lines.last == "" { lines.removeLast() }
    close()
    self.pieces = pieces
  }

  /// Their names; for tests.
  var names: [String] { pieces.keys.sorted() }

  /// A piece with what its marks stand for, as UTF-8. What is put in is not searched for marks.
  ///
  /// - Parameters:
  ///   - texts: plain text by name.
  ///   - parts: HTML by name: other pieces, or base64.
  /// - Precondition: there is such a piece, and each of its marks is a text or a part that is given.
  public func filled(
    _ name: String, _ texts: [String: String] = [:], parts: [String: [UInt8]] = [:]
  ) -> [UInt8] {
    guard let piece = pieces[name] else { preconditionFailure("no piece is called \(name)") }
    var html: [UInt8] = []
    for part in piece {
      switch part {
      case .literal(let bytes): html += bytes
      case .text(let name):
        guard let text = texts[name] else { preconditionFailure("no text is called \(name)") }
        html += HTMLText.escaped(text)
      case .part(let name):
        guard let bytes = parts[name] else { preconditionFailure("no part is called \(name)") }
        html += bytes
      case .style, .script, .data, .policy, .content:
        preconditionFailure("a piece has a mark that pages alone have")
      }
    }
    return html
  }
}
