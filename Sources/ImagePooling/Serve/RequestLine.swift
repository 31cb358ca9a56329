internal import FeatureMaps

/// The line of a request, read: `{"id": 1, "arguments": ["pool", …], "input_length": 2048}`.
struct RequestLine {
  /// As it was sent, digit for digit; nil: there is none that could be sent back.
  private(set) var id: [UInt8]?
  /// Bytes that follow the line, also where it is refused for something else.
  private(set) var inputLength: Int?
  private(set) var content: Result<[Path], RequestServer.Refusal>

  /// Words of a request at most, since each can be an input with a report of its own.
  static let mostArguments = 4096

  private static let fields: Set<String> = ["id", "arguments", "input_length"]

  init(_ text: [UInt8]) {
    content = .success([])
    do throws(FeatureMapError) {
      guard let members = try JSONValue.members(parsing: text) else {
        content = Self.refused(
          "the line is JSON, but no object; a request is {\"id\": 1, \"arguments\": [...]}")
        return
      }
      take(members)
    } catch {
      content = Self.refused("the line is no request: \(error.message)")
    }
  }

  private mutating func take(_ members: [(member: JSONValue.Member, text: ArraySlice<UInt8>)]) {
    var arguments: JSONValue?
    var problem: String?
    for (member, text) in members {
      switch (member.name, member.value) {
      case ("id", .string), ("id", .integer), ("id", .number): id = Array(text)
      case ("id", _): problem = problem ?? "\"id\" is neither a string nor a number"
      case ("input_length", .integer(let number)) where number >= 0: inputLength = Int(number)
      case ("input_length", _): problem = problem ?? "\"input_length\" is no whole number of bytes"
      case ("arguments", let value): arguments = value
      default: problem = problem ?? "there is no field \(Self.quoted(member.name)); there are \(Self.known)"
      }
    }
    if let problem {
      content = Self.refused(problem)
    } else if id == nil {
      content = Self.refused("\"id\" is missing, a string or a number by which the reply is known")
    } else if let arguments {
      content = Self.words(arguments)
    } else {
      content = Self.refused("\"arguments\" is missing, the words of a command line")
    }
  }

  private static var known: String { fields.sorted().joined(separator: ", ") }

  private static func quoted(_ name: String) -> String {
    String(decoding: JSONValue.string(String(name.prefix(80))).encoded(), as: UTF8.self)
  }

  private static func refused(_ message: String) -> Result<[Path], RequestServer.Refusal> {
    .failure(RequestServer.Refusal(.badRequest, message))
  }

  /// The words, each a string or `{"base64": "…"}` for a name that is not UTF-8.
  private static func words(_ value: JSONValue) -> Result<[Path], RequestServer.Refusal> {
    guard let elements = value.elements else {
      return refused("\"arguments\" is no array of the words of a command line")
    }
    guard elements.count <= mostArguments else {
      return .failure(
        RequestServer.Refusal(
          .limit,
          "\"arguments\" has \(elements.count) words, and \(mostArguments) are allowed; ask several times"))
    }
    var words: [Path] = []
    for (index, element) in elements.enumerated() {
      let bytes: [UInt8]?
      if let text = element.stringValue {
        bytes = Array(text.utf8)
      } else if element.members?.count == 1 {
        bytes = element["base64"]?.stringValue.flatMap(Base64.decoded)
      } else {
        bytes = nil
      }
      guard let bytes else {
        return refused("word \(index + 1) of \"arguments\" is neither a string nor {\"base64\": \"...\"}")
      }
      guard !bytes.contains(0) else {
        return refused("word \(index + 1) of \"arguments\" has a zero byte, which no word can have")
      }
      words.append(Path(bytes: bytes))
    }
    guard !words.isEmpty else {
      return refused("\"arguments\" is empty; it begins with a command, such as \"pool\"")
    }
    return .success(words)
  }
}
