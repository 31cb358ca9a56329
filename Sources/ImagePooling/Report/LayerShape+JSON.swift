internal import FeatureMaps

extension LayerShape {
  var json: JSONValue {
    .object([
      JSONValue.Member("operator", .string(operation)),
      JSONValue.Member("dialect", .string(dialect.name)),
      JSONValue.Member("input_height", JSONValue(input.height)),
      JSONValue.Member("input_width", JSONValue(input.width)),
      JSONValue.Member("output_height", JSONValue(output.height)),
      JSONValue.Member("output_width", JSONValue(output.width)),
      JSONValue.Member("channels", JSONValue(channels)),
      JSONValue.Member("input_type", .string(inputType.rawValue)),
      JSONValue.Member("output_type", .string(outputType.rawValue)),
    ])
  }

  /// A table of shapes, one line per layer, channels first.
  public static func table(_ shapes: [LayerShape]) -> String {
    var rows = [["layer", "operator", "dialect", "input", "output", "type"]]
    for (number, shape) in shapes.enumerated() {
      rows.append([
        "\(number + 1)", shape.operation, shape.dialect.name,
        "\(shape.channels) x \(shape.input.height) x \(shape.input.width)",
        "\(shape.channels) x \(shape.output.height) x \(shape.output.width)", shape.outputType.rawValue,
      ])
    }
    let widths = rows[0].indices.map { column in rows.reduce(0) { max($0, $1[column].count) } }
    return rows.map { row in
      var line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  /// One JSON object on one line: the shapes of an input's layers.
  public static func json(_ shapes: [LayerShape], input: Path?) -> String {
    var members: [JSONValue.Member] = [JSONValue.Member("schema", 1)]
    members += Report.nameMembers("input", input)
    members.append(JSONValue.Member("layers", .array(shapes.map(\.json))))
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }
}
