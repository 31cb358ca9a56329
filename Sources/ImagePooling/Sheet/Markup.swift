internal import ReportPages

/// HTML on its way: markup of our own, and text that is escaped.
final class Markup {
  private(set) var bytes: [UInt8] = []

  /// As it is.
  @discardableResult func add(_ markup: String) -> Markup {
    bytes += Array(markup.utf8)
    return self
  }

  /// For element content and quoted attributes.
  @discardableResult func text(_ text: String) -> Markup {
    bytes += HTMLText.escaped(text)
    return self
  }

  @discardableResult func base64(_ content: [UInt8]) -> Markup {
    Base64Text.append(content, to: &bytes)
    return self
  }
}
