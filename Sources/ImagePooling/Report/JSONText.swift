/// Builds JSON text, one object on one line, fields in the order they are added.
public struct JSONText: Sendable, CustomStringConvertible {
  private var fields: [String] = []

  public init() {}

  public mutating func add(_ name: String, raw: String) { fields.append("\(JSONText.quoted(name)):\(raw)") }
  public mutating func add(_ name: String, _ value: String?) { add(name, raw: value.map(JSONText.quoted) ?? "null") }
  public mutating func add(_ name: String, _ value: Int?) { add(name, raw: value.map { "\($0)" } ?? "null") }
  public mutating func add(_ name: String, _ value: Bool) { add(name, raw: value ? "true" : "false") }
  public mutating func add(_ name: String, _ values: [String]) {
    add(name, raw: "[" + values.map(JSONText.quoted).joined(separator: ",") + "]")
  }
  public mutating func add(_ name: String, _ values: [Int]) {
    add(name, raw: "[" + values.map(String.init).joined(separator: ",") + "]")
  }
  public mutating func add(_ name: String, _ value: JSONText) { add(name, raw: value.description) }

  /// Fixed to six decimals, so that it reads the same in every language.
  public mutating func add(_ name: String, seconds: Double) {
    let micro = Int(max(0, seconds) * 1_000_000)
    let fraction = String(micro % 1_000_000)
    add(name, raw: "\(micro / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction)
  }

  public var description: String { "{" + fields.joined(separator: ",") + "}" }

  /// A string with quotation marks; control characters, quotes and backslashes escaped.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Base64 (RFC 4648, with padding).
  public static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var result = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var value = group.reduce(0) { $0 << 8 | Int($1) }
      value <<= 8 * (3 - group.count)
      for place in 0..<4 {
        result.append(place <= group.count ? letters[value >> (18 - 6 * place) & 63] : "=")
      }
    }
    return result
  }
}
