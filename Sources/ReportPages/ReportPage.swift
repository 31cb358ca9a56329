/// One self-contained HTML file, put together from a template and the style, script and data that it names.
///
/// A template holds marks of the form `{{style NAME}}`, `{{script NAME}}`, `{{text NAME}}`, `{{policy}}`, `{{data}}` and `{{content}}`.
/// Styles and scripts are files of `CPageFiles`; texts are escaped; the policy lets the page load nothing; data are the page's JSON and its
/// blocks of bytes; content is HTML that the caller writes between ``surroundings()``. Nothing else is ever replaced, and what is put in
/// is not searched for marks again.
public struct ReportPage: Sendable {
  /// The pages that there are.
  public enum Kind: String, CaseIterable, Sendable {
    case inspection, comparison, sheet
  }

  public var kind: Kind
  /// What `{{text NAME}}` stands for, as plain text.
  public var texts: [String: String]
  /// A JSON value, which the page's script reads; without a line break.
  public var json: [UInt8]
  /// Bytes by name, which the page's script decodes: in the page each is a `<script type="text/plain">` in base64.
  public var blocks: [(name: String, bytes: [UInt8])]

  public init(
    _ kind: Kind, texts: [String: String] = [:], json: [UInt8], blocks: [(name: String, bytes: [UInt8])] = []
  ) {
    self.kind = kind
    self.texts = texts
    self.json = json
    self.blocks = blocks
  }

  /// The whole file, UTF-8. The same page gives the same bytes. Holds it once: the JSON and four bytes for three of the blocks.
  public func encoded() -> [UInt8] {
    let (before, after) = surroundings()
    // Nothing is copied of a page that is all before its content.
    return after.isEmpty ? before : before + after
  }

  /// What stands before and behind the content, for pages whose content is written piece by piece; `after` is empty where the template
  /// has none.
  public func surroundings() -> (before: [UInt8], after: [UInt8]) {
    var (page, before): ([UInt8], [UInt8]?) = ([], nil)
    page.reserveCapacity(
      200_000 + json.count + blocks.reduce(0) { $0 + Base64Text.count(of: $1.bytes.count) + 80 })
    for part in PageTemplate.parts(of: PageAssets.template(kind)) {
      switch part {
      case .literal(let bytes): page += bytes
      case .style(let name), .script(let name): page += PageAssets.file(name)
      case .text(let name): page += HTMLText.escaped(texts[name] ?? "")
      case .policy: page += Array(Self.policy.utf8)
      case .data: appendData(to: &page)
      case .content: (before, page) = (page, [])
      case .part: preconditionFailure("pages have no parts; their pieces have (PagePieces)")
      }
    }
    return before.map { ($0, page) } ?? (page, [])
  }

  /// What is in the file is all that a page may use: nothing is loaded, sent or framed.
  private static let policy = """
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; \
    style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'">
    <meta name="referrer" content="no-referrer">
    """

  private func appendData(to page: inout [UInt8]) {
    page += Array("<script type=\"application/json\" id=\"data\">".utf8)
    HTMLText.appendEscapedJSON(json, to: &page)
    page += Array("</script>\n".utf8)
    for block in blocks {
      page += Array("<script type=\"text/plain\" id=\"block-\(block.name)\">".utf8)
      Base64Text.append(block.bytes, to: &page)
      page += Array("</script>\n".utf8)
    }
  }
}
