/// A template, taken apart at its marks.
enum PageTemplate {
  enum Part: Equatable {
    case literal([UInt8])
    case style(String)
    case script(String)
    case text(String)
    case part(String)
    case data
    case policy
    case content
  }

  /// - Precondition: every mark is closed and of a known kind. Templates are files of `CPageFiles`, and a test takes each apart.
  static func parts(of template: [UInt8]) -> [Part] {
    var parts: [Part] = []
    var literal: [UInt8] = []
    var next = 0
    while next < template.count {
      guard opens(template, next), let end = closing(template, next + 2) else {
        literal.append(template[next])
        next += 1
        continue
      }
      parts.append(.literal(literal))
      literal = []
      parts.append(part(String(decoding: template[(next + 2)..<end], as: UTF8.self)))
      next = end + 2
    }
    parts.append(.literal(literal))
    return parts
  }

  private static func opens(_ bytes: [UInt8], _ place: Int) -> Bool {
    place + 1 < bytes.count && bytes[place] == UInt8(ascii: "{") && bytes[place + 1] == UInt8(ascii: "{")
  }

  private static func closing(_ bytes: [UInt8], _ start: Int) -> Int? {
    (start..<max(start, bytes.count - 1)).first {
      bytes[$0] == UInt8(ascii: "}") && bytes[$0 + 1] == UInt8(ascii: "}")
    }
  }

  private static func part(_ mark: String) -> Part {
    let words = mark.split(separator: " ").map(String.init)
    switch (words.first, words.count) {
    case ("style", 2): return .style(words[1])
    case ("script", 2): return .script(words[1])
    case ("text", 2): return .text(words[1])
    case ("part", 2): return .part(words[1])
    case ("data", 1): return .data
    case ("content", 1): return .content
    case ("policy", 1): return .policy
    default: preconditionFailure("a template has the mark {{\(mark)}}, which means nothing")
    }
  }
}
