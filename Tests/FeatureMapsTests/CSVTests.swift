import FeatureMaps
import PoolingEngine
import Testing

struct CSVTests {
  static func read(_ text: String, maximumBytes: Int = .max) throws -> TensorReading {
    try CSV.read(.bytes(Array(text.utf8)), maximumBytes: maximumBytes)
  }

  static let goodTables: [(String, [Int], [Double])] = [
    ("1,2,3\n4,5,6\n", [2, 3], [1, 2, 3, 4, 5, 6]),
    ("1,2,3\r\n4,5,6", [2, 3], [1, 2, 3, 4, 5, 6]),
    ("\u{FEFF}1\r2\r3\r", [3, 1], [1, 2, 3]),
    (" 1 ,\t2\n3,4 \n\n \n", [2, 2], [1, 2, 3, 4]),
    ("+1.5,-2e3,.5,5.,1E-3\n", [1, 5], [1.5, -2000, 0.5, 5, 0.001]),
    ("inf,-Inf,+INFINITY\n", [1, 3], [.infinity, -.infinity, .infinity]),
    ("7", [1, 1], [7]),
    ("0.1,1e-400\n", [1, 2], [0.1, 0]),
    ("channel,row,c0,c1\n0,0,1,2\n0,1,3,4\n", [1, 2, 2], [1, 2, 3, 4]),
    ("channel,row,c0\n0,0,1\n0,1,2\n1,0,3\n1,1,4\n2,0,5\n2,1,6\n", [3, 2, 1], [1, 2, 3, 4, 5, 6]),
    ("channel,row,c0\n0,0,1\n1,0,2\n2,0,3\n", [3, 1, 1], [1, 2, 3]),
  ]

  @Test(arguments: goodTables)
  func tables(text: String, shape: [Int], numbers: [Double]) throws {
    let tensor = try Self.read(text).tensor
    #expect(tensor.shape == shape)
    #expect(tensor.planes(as: Double.self)?.samples == numbers)
    #expect(CSV.matches(Array(text.utf8.prefix(64))))
  }

  @Test func signsAndNames() throws {
    let samples = try #require(try Self.read("nan,-NaN,-0\n").tensor.planes(as: Double.self)).samples
    #expect(samples[0].isNaN && samples[1].isNaN && samples[2].sign == .minus)
  }

  @Test func integersAreSaidToBecomeDoubles() throws {
    #expect(try Self.read("1,2\n").warnings.count == 1)
    #expect(try Self.read("1,2.5\n").warnings.isEmpty)
    #expect(try Self.read("1,nan\n").warnings.isEmpty)
  }

  /// What is refused, and the place that the message names.
  static let badTables: [(String, FeatureMapError.Kind, String)] = [
    ("", FeatureMapError.Kind.notATensor, "empty"),
    (" \n\r\n\t", .notATensor, "empty"),
    ("1,2\u{0},3", .notATensor, "zero bytes"),
    ("1,2\n3\n", .corrupt, "line 2: 1 numbers"),
    ("1,2\n3,4,5\n", .corrupt, "line 2: 3 numbers"),
    ("1,2\n\n3,4\n", .corrupt, "line 2: an empty line"),
    ("1,,3\n", .corrupt, "line 1, column 2: an empty cell"),
    ("1,2,\n", .corrupt, "line 1, column 3: an empty cell"),
    ("1,2\r\n3,x\r\n", .corrupt, "line 2, column 2: \"x\" is no number"),
    ("1,\"2\"\n", .corrupt, "line 1, column 2"),
    ("0x10,2\n", .corrupt, "line 1, column 1"),
    ("1 2,3\n", .corrupt, "line 1, column 1"),
    ("1e,2\n", .corrupt, "line 1, column 1"),
    ("1e5.5,2\n", .corrupt, "line 1, column 1"),
    ("--1,2\n", .corrupt, "line 1, column 1"),
    ("-,2\n", .corrupt, "line 1, column 1"),
    (".,2\n", .corrupt, "line 1, column 1"),
    ("nan(7),2\n", .corrupt, "line 1, column 1"),
    ("1e999,2\n", .corrupt, "beyond float64"),
    ("a,b,c\n1,2,3\n", .corrupt, "line 1, column 1: \"a\""),
    ("\u{1B}[31m,1\n", .corrupt, "?[31m"),
    ("channel,row\n0,0\n", .corrupt, "no columns"),
    ("channel,row,c0,c2\n0,0,1,2\n", .corrupt, "line 1, column 4"),
    ("channel,row,c0\n", .notATensor, "no rows"),
    ("channel,row,c0\n0,0,1\n0,2,1\n", .corrupt, "line 3: channel 0, row 2 where channel 0, row 1 was due"),
    ("channel,row,c0\n1,0,1\n", .corrupt, "line 2: channel 1, row 0"),
    ("channel,row,c0\n0,0,1\n0,1,1\n1,0,1\n2,0,1\n", .corrupt, "line 5: channel 2, row 0"),
    ("channel,row,c0\n0,0,1\n0,1,1\n1,0,1\n", .truncated, "channel 1"),
    ("channel,row,c0\n0,0,1\n1,0,1\n1,1,1\n", .corrupt, "line 4: channel 1, row 1"),
    (
      "channel,row,c0\n0,0,1\n1,1,1\n", .corrupt, "line 3: channel 1, row 1 where channel 1, row 0 was due"
    ),
    ("channel,row,c0\nx,0,1\n", .corrupt, "line 2, column 1"),
    ("channel,row,c0\n0,,1\n", .corrupt, "line 2, column 2"),
    ("channel,row,c0\n0,0,1,2\n", .corrupt, "line 2: 2 numbers"),
  ]

  @Test(arguments: badTables)
  func refusals(text: String, kind: FeatureMapError.Kind, message: String) {
    let error = #expect(throws: FeatureMapError.self) { try Self.read(text) }
    #expect(error?.kind == kind)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func limits() throws {
    #expect(
      Support.kind { () throws(FeatureMapError) in
        _ = try CSV.read(.bytes(Array("1,2,3\n".utf8)), maximumBytes: 5)
      } == .limit)
    // The text fits, its samples do not.
    #expect(
      Support.kind { () throws(FeatureMapError) in
        _ = try CSV.read(.bytes(Array("1,2,3\n".utf8)), maximumBytes: 16)
      } == .limit)
    #expect(
      Support.kind { () throws(FeatureMapError) in
        _ = try CSV.read(.bytes(Array("1,2,3\n".utf8)), maximumBytes: 24)
      } == nil)
  }

  @Test(arguments: [
    ([0x89, 0x50, 0x4E, 0x47] as [UInt8], false), ([0xFF, 0xD8, 0xFF] as [UInt8], false), ([], false),
    (Array("hello".utf8), false), (Array(" ,\n".utf8), false), (Array("-1.5, 2".utf8), true),
  ])
  func kindIsToldByContent(bytes: [UInt8], matches: Bool) { #expect(CSV.matches(bytes) == matches) }

  @Test func dumpOfIntegers() throws {
    let tensor = try Support.tensor(2, 2, 3, [Int64.min, .max, 0, -1, 10, 100, 1, 2, 3, 4, 5, 6])
    let sink = CSVSink(.memory)
    try Support.drain(tensor.makeSource(), into: sink, stripHeight: 1)
    let expected = """
      channel,row,c0,c1,c2
      0,0,-9223372036854775808,9223372036854775807,0
      0,1,-1,10,100
      1,0,1,2,3
      1,1,4,5,6

      """
    #expect(String(decoding: sink.takeBytes(), as: UTF8.self) == expected)
  }

  @Test func dumpOfFloats() throws {
    let tensor = try Support.tensor(
      1, 2, 4, [0.1, -0.0, .nan, -.nan, .infinity, -.infinity, .leastNonzeroMagnitude, 16_777_216] as [Float])
    let sink = CSVSink(.memory)
    try Support.drain(tensor.makeSource(), into: sink)
    let text = String(decoding: sink.takeBytes(), as: UTF8.self)
    #expect(text == "channel,row,c0,c1,c2,c3\n0,0,0.1,-0.0,nan,nan\n0,1,inf,-inf,1e-45,16777216.0\n")
  }

  /// Every type through a dump to a pipe's or a file's worth of text and back.
  @Test func dumpsReadBack() throws {
    for stripHeight in [1, 4, 100] {
      let doubles = try Support.tensor(3, 9, 5, (0..<135).map { 1 / Double($0) })
      let sink = CSVSink(.memory)
      try Support.drain(doubles.makeSource(), into: sink, stripHeight: stripHeight)
      #expect(try CSV.read(.bytes(sink.takeBytes())).tensor == doubles)
    }
    let large = try Support.counting(2, 200, 300, as: UInt16.self)
    try Support.withTemporaryFile { descriptor in
      try Support.drain(large.makeSource(), into: CSVSink(.of(descriptor)), stripHeight: 16)
      let back = try CSV.read(.bytes(Support.contents(of: descriptor))).tensor
      #expect(back.planes(as: Double.self)?.samples == (0..<120_000).map { Double($0 % 65536) })
    }
  }
}
