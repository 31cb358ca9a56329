import FeatureMaps
import PoolingEngine
import Testing

struct JSONTests {
  static let values: [(JSONValue, String)] = [
    (JSONValue.null, "null"), (true, "true"), (false, "false"), (0, "0"), (-7, "-7"),
    (.integer(.min), "-9223372036854775808"), (1.5, "1.5"), (.number(-0.0), "-0.0"), (1e300, "1e+300"),
    (.number(.nan), #""NaN""#), (.number(.infinity), #""Infinity""#), (.number(-.infinity), #""-Infinity""#),
    ("", #""""#), ("a\"b\\c/d", #""a\"b\\c/d""#),
    ("\u{0}\u{1}\u{8}\t\n\u{B}\u{C}\r\u{1F}\u{7F}", #""\u0000\u0001\b\t\n\u000b\f\r\u001f\u007f""#),
    ("é€😀", #""é€😀""#), ([], "[]"), ([1, [2], nil], "[1,[2],null]"), ([:], "{}"),
    (["b": 1, "a": ["c": "d"]], #"{"b":1,"a":{"c":"d"}}"#),
  ]

  @Test(arguments: values)
  func written(value: JSONValue, text: String) throws {
    #expect(String(decoding: value.encoded(), as: UTF8.self) == text)
    if case .number(let number) = value, !number.isFinite { return }
    #expect(try JSONValue(parsing: value.encoded()) == value)
  }

  @Test func membersComeWithTheirOwnText() throws {
    let text = #" { "a" : 1.50 ,"b":"\u0041" , "c": [ 1, {"d":2} ],"e":{ } } "#
    let members = try #require(try JSONValue.members(parsing: Array(text.utf8)))
    #expect(members.map(\.member.name) == ["a", "b", "c", "e"])
    #expect(members.map(\.member.value) == [1.5, "A", [1, ["d": 2] as JSONValue], [:] as JSONValue])
    #expect(
      members.map { String(decoding: $0.text, as: UTF8.self) } == [
        "1.50", #""\u0041""#, #"[ 1, {"d":2} ]"#, "{ }",
      ])
    for other in ["[1]", " 7", "\"{\""] {
      #expect(try JSONValue.members(parsing: Array(other.utf8)) == nil, "\(other)")
    }
    for broken in [#"{"a":1} 2"#, #"{"a":1,"a":2}"#, "{", "[", "", #"{"a" 1}"#] {
      #expect(throws: FeatureMapError.self, "\(broken)") {
        try JSONValue.members(parsing: Array(broken.utf8))
      }
    }
  }

  static let texts: [(String, JSONValue)] = [
    (" [1 , 2.0e1,-3]\r\n", [1, 20.0, -3] as JSONValue),
    (#"{"a":{"b":[true,false,null]}}"#, ["a": ["b": [true, false, nil]] as JSONValue] as JSONValue),
    (#""\u00e9\ud83d\ude00\/\"\\\b\f\n\r\t""#, "é😀/\"\\\u{8}\u{C}\n\r\t"),
    ("9223372036854775807", .integer(.max)), ("9223372036854775808", 9223372036854775808.0),
    ("-0", .number(-0.0)),
    ("1E2", 100.0), (#"{"é":1,"e\u0301":2}"#, .object([.init("é", 1), .init("e\u{301}", 2)])),
  ]

  @Test(arguments: texts)
  func read(text: String, value: JSONValue) throws {
    guard text.hasPrefix(#"{"é""#) else {
      #expect(try JSONValue(parsing: Array(text.utf8)) == value)
      return
    }
    // Swift's strings are equal if they are canonically equivalent: such names count as the same.
    #expect(throws: FeatureMapError.self) { try JSONValue(parsing: Array(text.utf8)) }
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,", "[1,]", "[,1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}",
    "nul",
    "tru", "NaN", "Infinity", "-", "01", "1.", ".5", "1e", "+1", "0x1", "1 2", "[1]]", "\"", "\"\\\"",
    "\"\\x\"",
    "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\n\"", "\"a\u{1}\"",
    #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, "1e999", "[\u{FEFF}]", "// no\n1",
  ])
  func refused(text: String) {
    #expect(
      Support.kind { () throws(FeatureMapError) in _ = try JSONValue(parsing: Array(text.utf8)) } == .corrupt)
  }

  @Test func invalidUTF8AndDeepNesting() {
    #expect(
      Support.kind { () throws(FeatureMapError) in _ = try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
        == .corrupt)
    let deep = Array(repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(Support.kind { () throws(FeatureMapError) in _ = try JSONValue(parsing: deep) } == .corrupt)
  }

  @Test func accessors() throws {
    let value: JSONValue = ["a": 1, "b": 2.5, "c": "d", "e": [true]]
    #expect(value["a"]?.integerValue == 1 && value["a"]?.numberValue == 1)
    #expect(value["b"]?.integerValue == nil && value["b"]?.numberValue == 2.5)
    #expect(value["c"]?.stringValue == "d" && value["e"]?.elements?.first?.boolValue == true)
    #expect(
      value["x"] == nil && value["c"]?["y"] == nil && JSONValue(3 as Int?) == 3
        && JSONValue(nil as String?) == nil)
  }

  static let geometry = FeatureMapGeometry(
    operation: "average", dialect: "torch", input: Size(height: 4, width: 6),
    output: Size(height: 2, width: 3),
    parameters: [.init("kernel", [2, 2]), .init("padding", "same"), .init("ceil_mode", false)])

  @Test func dump() throws {
    let tensor = try Support.tensor(
      2, 2, 3, [1, 2, 0.1, .nan, .infinity, -.infinity, 5, 5, 5, 5, 5, 6.5] as [Float])
    let sink = JSONSink(.memory, geometry: Self.geometry)
    try Support.drain(tensor.makeSource(), into: sink)
    let expected = """
      {"schema":1,"operator":"average","dialect":"torch","input":{"height":4,"width":6},\
      "output":{"channels":2,"height":2,"width":3,"element_type":"float32"},\
      "parameters":{"kernel":[2,2],"padding":"same","ceil_mode":false},\
      "statistics":[{"channel":0,"minimum":"-Infinity","maximum":"Infinity","mean":"NaN","nan_count":1},\
      {"channel":1,"minimum":5.0,"maximum":6.5,"mean":5.25,"nan_count":0}],"values":[
      [[1.0,2.0,0.1],
      ["NaN","Infinity","-Infinity"]],
      [[5.0,5.0,5.0],
      [5.0,5.0,6.5]]
      ]}

      """
    let bytes = sink.takeBytes()
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
    let json = try JSONValue(parsing: bytes)
    #expect(json["values"]?.elements?[1].elements?[1].elements?[2].numberValue == 6.5)
  }

  /// Sums of integers do not lose anything on the way.
  @Test func statisticsOfLargeIntegers() throws {
    let tensor = try Support.tensor(1, 1, 3, [Int64.max, Int64.max, Int64.min])
    let sink = JSONSink(.memory, geometry: Self.geometry)
    try Support.drain(tensor.makeSource(), into: sink)
    let statistics = try #require(try JSONValue(parsing: sink.takeBytes())["statistics"]?.elements?.first)
    #expect(statistics["minimum"] == .integer(.min) && statistics["maximum"] == .integer(.max))
    #expect(statistics["mean"]?.numberValue == 9223372036854775806.0 / 3)
  }

  @Test func dumpToAFile() throws {
    let tensor = try Support.counting(3, 120, 90, as: UInt8.self)
    let memory = JSONSink(.memory, geometry: Self.geometry)
    try Support.drain(tensor.makeSource(), into: memory)
    try Support.withTemporaryFile { descriptor in
      try Support.drain(
        tensor.makeSource(), into: JSONSink(.of(descriptor), geometry: Self.geometry), stripHeight: 7)
      #expect(Support.contents(of: descriptor) == memory.takeBytes())
    }
  }
}
