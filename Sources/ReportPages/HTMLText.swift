/// Text and JSON inside an HTML file.
public enum HTMLText {
  /// For element content and quoted attributes.
  public static func escaped(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): result += Array("&amp;".utf8)
      case UInt8(ascii: "<"): result += Array("&lt;".utf8)
      case UInt8(ascii: ">"): result += Array("&gt;".utf8)
      case UInt8(ascii: "\""): result += Array("&quot;".utf8)
      case UInt8(ascii: "'"): result += Array("&#39;".utf8)
      default: result.append(byte)
      }
    }
    return result
  }

  /// JSON that cannot end the script element it stands in, nor open a comment there: `<` occurs in strings alone, where `\u003c` is the
  /// same character.
  static func appendEscapedJSON(_ json: [UInt8], to page: inout [UInt8]) {
    for byte in json {
      if byte == UInt8(ascii: "<") { page += "\\u003c".utf8 } else { page.append(byte) }
    }
  }
}
