import FeatureMaps
import PoolingEngine
import Testing

struct SafetensorsTests {
  static func container(_ header: String, data: Int, length: UInt64? = nil) -> [UInt8] {
    let text = Array(header.utf8)
    let length = length ?? UInt64(text.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + text
      + (0..<data).map { UInt8($0 % 251) }
  }

  static func entry(_ name: String, _ type: String, _ shape: String, _ start: String, _ end: String) -> String
  {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":[\(start),\(end)]}"
  }

  @Test func arraysAreRead() throws {
    let header =
      "{\"__metadata__\":{\"a\":\"b\"}," + Self.entry("x", "U8", "[2,3]", "0", "6") + ","
      + Self.entry("y", "I16", "[1,2,1,2]", "6", "14") + "," + Self.entry("z", "F32", "[0]", "14", "14")
      + "}   "
    let container = try Safetensors(Self.container(header, data: 14))
    #expect(container.metadata == ["a": "b"])
    #expect(container.entries.map(\.name) == ["x", "y", "z"])
    #expect(try container.tensor(named: "x").planes(as: UInt8.self)?.samples == [0, 1, 2, 3, 4, 5])
    let y = try container.tensor(named: "y")
    #expect(
      y.shape == [1, 2, 1, 2] && y.planes(as: Int16.self)?.samples == [0x0706, 0x0908, 0x0B0A, 0x0D0C])
    #expect(try container.tensor(named: "z").size == Size(height: 1, width: 0))
    #expect(
      Support.kind { () throws(FeatureMapError) in _ = try container.tensor(named: "w") } == .unsupported)
  }

  @Test(arguments: [
    ("BF16", "[3]", 6), ("U64", "[1]", 8), ("F32", "[]", 4), ("F32", "[1,1,1,1,1]", 4), ("F4", "[2]", 1),
  ])
  func arraysThatAreNotRead(type: String, shape: String, count: Int) throws {
    let container = try Safetensors(
      Self.container("{" + Self.entry("x", type, shape, "0", "\(count)") + "}", data: count))
    #expect(
      Support.kind { () throws(FeatureMapError) in _ = try container.tensor(named: "x") } == .unsupported)
  }

  static let hostile: [([UInt8], FeatureMapError.Kind)] = [
    ([], .notATensor),
    (Array(repeating: 0, count: 8), .notATensor),
    (container("[]", data: 0), .notATensor),
    (container("{}", data: 0, length: 3), .truncated),
    (container("{}", data: 0, length: 100_000_000), .truncated),
    (container("{}", data: 0, length: 100_000_001), .limit),
    (container("{}", data: 0, length: 1 << 32), .limit),
    (container("{}", data: 0, length: .max), .limit),
    (container("{}", data: 0, length: 1), .corrupt),
    (container("{}", data: 1), .corrupt),
    (container("{\"x\":1}", data: 0), .corrupt),
    (container("{\"x\":{}}", data: 0), .corrupt),
    (container("{" + entry("x", "Q8", "[1]", "0", "1") + "}", data: 1), .corrupt),
    (
      container(
        "{" + entry("x", "U8", "[1]", "0", "1") + "," + entry("x", "U8", "[1]", "1", "2") + "}", data: 2),
      .corrupt
    ),
    (container("{" + entry("x", "U8", "[-1]", "0", "1") + "}", data: 1), .corrupt),
    (container("{" + entry("x", "U8", "[1.5]", "0", "1") + "}", data: 1), .corrupt),
    (container("{" + entry("x", "U8", "3", "0", "3") + "}", data: 3), .corrupt),
    (container("{" + entry("x", "U8", "[2]", "0", "1") + "}", data: 1), .corrupt),
    (container("{" + entry("x", "F4", "[3]", "0", "1") + "}", data: 1), .corrupt),
    (container("{" + entry("x", "U8", "[9223372036854775807,4]", "0", "4") + "}", data: 4), .corrupt),
    (
      container("{" + entry("x", "U8", "[4611686018427387904]", "0", "4611686018427387904") + "}", data: 4),
      .corrupt
    ),
    (container("{" + entry("x", "U8", "[1099511627776]", "0", "1099511627776") + "}", data: 4), .truncated),
    (container("{" + entry("x", "U8", "[1]", "-1", "0") + "}", data: 1), .corrupt),
    (container("{" + entry("x", "U8", "[1]", "1", "0") + "}", data: 1), .corrupt),
    (container("{" + entry("x", "U8", "[0]", "0", "0.0") + "}", data: 0), .corrupt),
    (
      container("{" + entry("x", "U8", "[1]", "9223372036854775807", "9223372036854775808") + "}", data: 1),
      .corrupt
    ),
    // Overlapping, with a gap, and not to the end.
    (
      container(
        "{" + entry("x", "U8", "[2]", "0", "2") + "," + entry("y", "U8", "[2]", "1", "3") + "}", data: 3),
      .corrupt
    ),
    (
      container(
        "{" + entry("x", "U8", "[2]", "0", "2") + "," + entry("y", "U8", "[2]", "0", "2") + "}", data: 2),
      .corrupt
    ),
    (
      container(
        "{" + entry("x", "U8", "[1]", "0", "1") + "," + entry("y", "U8", "[1]", "2", "3") + "}", data: 3),
      .corrupt
    ),
    (container("{" + entry("x", "U8", "[1]", "0", "1") + "}", data: 2), .corrupt),
    (container("{\"__metadata__\":{\"a\":1}}", data: 0), .corrupt),
    (container("{\"__metadata__\":7}", data: 0), .corrupt),
  ]

  @Test(arguments: hostile) func refused(bytes: [UInt8], kind: FeatureMapError.Kind) {
    #expect(Support.kind { () throws(FeatureMapError) in _ = try Safetensors(bytes) } == kind)
  }
}
