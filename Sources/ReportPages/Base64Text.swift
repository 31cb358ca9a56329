/// Base64 (RFC 4648) straight into a page's bytes, since blocks are megabytes long.
public enum Base64Text {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func count(of bytes: Int) -> Int { (bytes + 2) / 3 * 4 }

  /// Adds bytes to a page as text, with padding: four characters for every three bytes begun. O(bytes); allocates only what the page
  /// grows by, and nothing where that was reserved.
  public static func append(_ bytes: [UInt8], to page: inout [UInt8]) {
    var next = 0
    while next < bytes.count {
      let rest = bytes.count - next
      let group =
        UInt32(bytes[next]) << 16 | (rest > 1 ? UInt32(bytes[next + 1]) << 8 : 0)
        | (rest > 2 ? UInt32(bytes[next + 2]) : 0)
      page.append(alphabet[Int(group >> 18)])
      page.append(alphabet[Int(group >> 12 & 63)])
      page.append(rest > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
      page.append(rest > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "="))
      next += 3
    }
  }
}
