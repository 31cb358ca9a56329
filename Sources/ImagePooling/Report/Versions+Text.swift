internal import FeatureMaps
internal import PoolingEngine

extension Versions {
  /// Names and values, in the order of `imagepool about`.
  private static var facts: [(name: String, value: String)] {
    [
      ("imagepool", imagepool), ("libpng", libpng), ("libjpeg", libjpeg), ("zlib", zlib),
      ("lcms2", lcms2),
      ("instruction set", instructionSet.rawValue),
    ]
  }

  /// What `imagepool about` prints.
  public static var text: String {
    let dialects = Dialect.allCases.map { ("dialect \($0.name)", "compared with \(certified($0))") }
    let lines = facts + dialects
    let width = lines.map(\.0.count).max() ?? 0
    return lines.map { $0.0 + String(repeating: " ", count: width + 2 - $0.0.count) + $0.1 }
      .joined(separator: "\n")
  }

  /// What `imagepool about --json` prints.
  public static var json: String {
    var members: [JSONValue.Member] = [JSONValue.Member("schema", 1)]
    for fact in facts {
      let name = String(fact.name.map { $0 == " " ? "_" : $0 })
      members.append(JSONValue.Member(name, .string(fact.value)))
    }
    members.append(
      JSONValue.Member(
        "dialects", .object(Dialect.allCases.map { JSONValue.Member($0.name, .string(certified($0))) })))
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }
}
