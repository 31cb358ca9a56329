import FeatureMaps
import Foundation
import PoolingEngine
import Testing

/// Bad tensor files with what is said of each, word for word; through memory, a file and a pipe alike.
@Suite("Bad tensor files")
struct TensorRefusalTests {
  struct Bad: CustomTestStringConvertible, Sendable {
    let why: String
    let bytes: [UInt8]
    let kind: FeatureMapError.Kind
    let message: String
    var remedy = ""
    /// Of a file whose length nobody knows before its end.
    var ofPipes: String?
    var testDescription: String { why }
  }

  private static func file(_ members: String, data: Int = 0) -> [UInt8] {
    SafetensorsTests.container("{\(members)}", data: data)
  }

  private static let one = SafetensorsTests.entry("x", "U8", "[2,2]", "0", "4")
  private static func x(_ type: String, _ shape: String, _ start: String, _ end: String) -> String {
    SafetensorsTests.entry("x", type, shape, start, end)
  }
  private static func y(_ shape: String, _ start: String, _ end: String) -> String {
    SafetensorsTests.entry("y", "U8", shape, start, end)
  }
  private static let types = "U8, I8, U16, I16, I32, I64, F16, F32 and F64 are read"

  static let containers: [Bad] = [
    Bad(
      why: "nothing", bytes: [], kind: .notATensor, message: "this is no safetensors container"),
    Bad(
      why: "another format", bytes: Array("GIF89a, and more of it".utf8), kind: .notATensor,
      message: "this is no safetensors container"),
    Bad(
      why: "a header beyond the file", bytes: SafetensorsTests.container("{}", data: 0, length: 3),
      kind: .truncated,
      message: "safetensors: the header is 3 bytes long, the file ends after 2"),
    Bad(
      why: "a header of 90 MB that is not there",
      bytes: SafetensorsTests.container("{}", data: 0, length: 90_000_000),
      kind: .truncated, message: "safetensors: the header is 90000000 bytes long, the file ends after 2"),
    Bad(
      why: "a header above the format's limit",
      bytes: SafetensorsTests.container("{}", data: 0, length: 1 << 40),
      kind: .limit, message: "safetensors: a header of 1099511627776 bytes is above 100000000"),
    Bad(
      why: "a header of no bytes", bytes: SafetensorsTests.container("{}", data: 0, length: 0),
      kind: .corrupt,
      message: "JSON: a value is missing at byte 0"),
    Bad(
      why: "broken JSON", bytes: SafetensorsTests.container("{\"x\":", data: 0), kind: .corrupt,
      message: "JSON: a value is missing at byte 5"),
    Bad(
      why: "one name twice", bytes: file(one + "," + one, data: 4), kind: .corrupt,
      message: "JSON: the name \"x\" stands twice, at byte \(3 + one.utf8.count + 2)"),
    Bad(
      why: "no tensors", bytes: file(""), kind: .unsupported,
      message: "the safetensors container holds no tensor"),
    Bad(
      why: "a shape whose product overflows",
      bytes: file(x("F32", "[4294967296,4294967296]", "0", "4"), data: 4),
      kind: .corrupt,
      message:
        "safetensors: the tensor \"x\" has 4 bytes, which shape [4294967296, 4294967296] of F32 does not fill"
    ),
    Bad(
      why: "a shape that overflows behind a zero",
      bytes: file(x("U8", "[0,9223372036854775807,9223372036854775807]", "0", "0")), kind: .corrupt,
      message:
        "safetensors: the tensor \"x\" has 0 bytes, which shape [0, 9223372036854775807, 9223372036854775807] of U8 does not fill"
    ),
    Bad(
      why: "a terabyte that is not there",
      bytes: file(x("U8", "[1048576,1048576]", "0", "1099511627776"), data: 4), kind: .truncated,
      message: "safetensors: the tensor \"x\" ends at byte 1099511627776, the data at 4"),
    Bad(
      why: "a negative length", bytes: file(x("U8", "[-2,-2]", "0", "4"), data: 4), kind: .corrupt,
      message: "safetensors: the tensor \"x\" has 4 bytes, which shape [-2, -2] of U8 does not fill"),
    Bad(
      why: "a negative offset", bytes: file(x("U8", "[2,2]", "-4", "0"), data: 4), kind: .corrupt,
      message: "safetensors: the tensor \"x\" lies at -4..<0"),
    Bad(
      why: "offsets that go back", bytes: file(x("U8", "[0,2]", "4", "0"), data: 4), kind: .corrupt,
      message: "safetensors: the tensor \"x\" lies at 4..<0"),
    Bad(
      why: "one offset", bytes: file("\"x\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0]}"),
      kind: .corrupt,
      message: "safetensors: the tensor \"x\" has no two data_offsets"),
    Bad(
      why: "an offset beyond 64 bits",
      bytes: file(x("U8", "[2,2]", "0", "18446744073709551620"), data: 4),
      kind: .corrupt, message: "safetensors: the tensor \"x\" has no two data_offsets"),
    Bad(
      why: "overlapping tensors", bytes: file(one + "," + y("[2]", "3", "5"), data: 5), kind: .corrupt,
      message: "safetensors: the tensor \"y\" starts at byte 3, the one ahead of it ends at 4"),
    Bad(
      why: "a hole", bytes: file(one + "," + y("[2]", "5", "7"), data: 7), kind: .corrupt,
      message: "safetensors: the tensor \"y\" starts at byte 5, the one ahead of it ends at 4"),
    Bad(
      why: "a hole ahead of the first", bytes: file(x("U8", "[2,2]", "1", "5"), data: 5), kind: .corrupt,
      message: "safetensors: the tensor \"x\" starts at byte 1, the one ahead of it ends at 0"),
    Bad(
      why: "data that end early", bytes: file(one, data: 3), kind: .truncated,
      message: "safetensors: the tensor \"x\" ends at byte 4, the data at 3"),
    Bad(
      why: "bytes behind the data", bytes: file(one, data: 6), kind: .corrupt,
      message: "safetensors: 2 bytes at the end belong to no tensor"),
    Bad(
      why: "an unknown type", bytes: file(x("F7\u{1B}", "[2,2]", "0", "4"), data: 4), kind: .corrupt,
      message: "JSON: a control character in a string at byte 17"),
    Bad(
      why: "an unknown type, escaped", bytes: file(x("F7\\u001b", "[2,2]", "0", "4"), data: 4),
      kind: .corrupt,
      message: "safetensors: the tensor \"x\" is of the unknown dtype \"F7\\u001b\""),
    Bad(
      why: "bfloat16", bytes: file(x("BF16", "[1,2]", "0", "4"), data: 4), kind: .unsupported,
      message: "the tensor \"x\" is of type BF16",
      remedy: "convert it to float32, which holds every one of its numbers"),
    Bad(
      why: "booleans", bytes: file(x("BOOL", "[2,2]", "0", "4"), data: 4), kind: .unsupported,
      message: "the tensor \"x\" is of type BOOL", remedy: types),
    Bad(
      why: "one axis", bytes: file(x("U8", "[4]", "0", "4"), data: 4), kind: .unsupported,
      message: "the array has the shape (4,)",
      remedy: "arrays of 2 axes (one plane), 3 and 4 axes are read; reshape it"),
    Bad(
      why: "channels that may stand last", bytes: file(x("U8", "[5,2,3]", "0", "30"), data: 30),
      kind: .unsupported,
      message: "the shape (5, 2, 3) does not tell whether channels come first or last",
      remedy: "give --layout hwc or --layout chw"),
    Bad(
      why: "several tensors and no name", bytes: file(one + "," + y("[2]", "4", "6"), data: 6),
      kind: .unsupported,
      message: "the safetensors container holds 2 tensors: \"x\", \"y\"",
      remedy: "name one with --tensor NAME"),
  ]

  private static func arrayFile(_ header: String, data: Int) -> [UInt8] {
    NPYHostileTests.file(header, data: data)
  }
  private static func header(_ type: String, _ shape: String, fortran: String = "False") -> String {
    "{'descr': '\(type)', 'fortran_order': \(fortran), 'shape': \(shape), }"
  }

  static let arrays: [Bad] = [
    Bad(
      why: "no magic number", bytes: [0x93] + Array("NUMPX".utf8) + [1, 0, 0, 0], kind: .notATensor,
      message: "this is no .npy file: it does not begin with \\x93NUMPY"),
    Bad(
      why: "a shape whose product overflows",
      bytes: arrayFile(header("<f4", "(4294967296, 4294967296)"), data: 4),
      kind: .corrupt,
      message: "the .npy shape (4294967296, 4294967296) has more samples than memory has addresses"),
    Bad(
      why: "a terabyte that is not there", bytes: arrayFile(header("|u1", "(1048576, 1048576)"), data: 4),
      kind: .truncated,
      message:
        "the .npy data end after 4 of the 1099511627776 bytes that the shape (1048576, 1048576) of uint8 needs"
    ),
    Bad(
      why: "a terabyte in Fortran order",
      bytes: arrayFile(header(">f2", "(1048576, 524288)", fortran: "True"), data: 4),
      kind: .truncated,
      message:
        "the .npy data end after 4 of the 1099511627776 bytes that the shape (1048576, 524288) of float16 needs"
    ),
    Bad(
      why: "a header beyond the file", bytes: [0x93] + Array("NUMPY".utf8) + [1, 0, 9, 0, 0x7B],
      kind: .truncated,
      message: "the .npy file ends in its header, after 1 of 9 bytes"),
    Bad(
      why: "one key twice",
      bytes: arrayFile(
        "{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }", data: 4),
      kind: .corrupt, message: ".npy header: the key 'descr' stands twice"),
    Bad(
      why: "a negative length", bytes: arrayFile(header("|u1", "(-2, 2)"), data: 4), kind: .corrupt,
      message: ".npy header: an axis that is no number of samples at byte 51"),
    Bad(
      why: "a type outside the engine's", bytes: arrayFile(header("<u4", "(1, 1)"), data: 4),
      kind: .unsupported,
      message: "the .npy array is of type '<u4' (uint32)",
      remedy:
        "uint8, int8, uint16, int16, int32, int64, float16, float32 and float64 are read; convert it with astype"
    ),
  ]

  @Test("A container", arguments: containers)
  func container(_ bad: Bad) throws {
    try check(bad) { (input) throws(FeatureMapError) in
      _ = try Safetensors.read(input)
    }
  }

  @Test("An array", arguments: arrays)
  func array(_ bad: Bad) throws {
    try check(bad) { (input) throws(FeatureMapError) in _ = try NPY.read(input) }
  }

  private func check(_ bad: Bad, _ read: @Sendable (TensorInput) throws(FeatureMapError) -> Void) throws {
    func error(_ input: TensorInput) -> FeatureMapError? {
      do throws(FeatureMapError) {
        try read(input)
        return nil
      } catch {
        return error
      }
    }
    let ways = [
      ("memory", error(.bytes(bad.bytes))),
      ("a file", try Support.withTemporaryFile(bad.bytes) { error(.descriptor($0)) }),
      ("a pipe", try Support.withPipe(bad.bytes) { error(.descriptor($0)) }),
      (
        "a pipe that was looked at",
        try Support.withPipe(Array(bad.bytes.dropFirst(20))) {
          error(.descriptor($0, consumed: Array(bad.bytes.prefix(20))))
        }
      ),
    ]
    for (way, error) in ways {
      #expect(error?.kind == bad.kind, "through \(way)")
      #expect(error?.message == bad.message, "through \(way)")
      #expect(error?.remedy == bad.remedy, "through \(way)")
    }
  }

  @Test("A tensor by its name, others passed over; by the name that a role suggests")
  func names() throws {
    let bytes = Self.file(
      Self.one + "," + Self.y("[1,2]", "4", "6") + "," + SafetensorsTests.entry("z", "U8", "[1,1]", "6", "7"),
      data: 7)
    for (name, want) in [("x", [0, 1, 2, 3]), ("y", [4, 5]), ("z", [6])] as [(String, [UInt8])] {
      let readings = [
        try Safetensors.read(.bytes(bytes), tensor: name),
        try Safetensors.read(.bytes(bytes), preferred: name),
        try Support.withTemporaryFile(bytes) { try Safetensors.read(.descriptor($0), tensor: name) },
        try Support.withPipe(bytes) { try Safetensors.read(.descriptor($0), tensor: name) },
      ]
      for reading in readings { #expect(reading.tensor.planes(as: UInt8.self)?.samples == want) }
    }
    let error = #expect(throws: FeatureMapError.self) {
      try Safetensors.read(.bytes(bytes), tensor: "w\u{1B}")
    }
    #expect(error?.message == "there is no tensor \"w\\u001b\"")
    #expect(error?.remedy == "the container holds \"x\", \"y\", \"z\"")
  }

  @Test("Nothing is held for what a header merely claims")
  func limits() {
    let large = Self.file(Self.x("U8", "[1000,1000]", "0", "1000000"), data: 1_000_000)
    let error = #expect(throws: FeatureMapError.self) {
      try Safetensors.read(.bytes(large), maximumBytes: 999_999)
    }
    #expect(error?.message == "the array takes 1000000 bytes, more than the 999999 allowed")
    let header = SafetensorsTests.container("{\(String(repeating: " ", count: 99_998))}", data: 0)
    let other = #expect(throws: FeatureMapError.self) {
      try Safetensors.read(.bytes(header), maximumBytes: 1_000_000)
    }
    #expect(other?.kind == .limit)
    #expect(
      other?.message == "safetensors: a header of 100000 bytes takes more than the 1000000 bytes allowed")
  }

  /// Every byte of a good container changed to each of some values: an array or a typed error.
  @Test func changedBytesNeverCrash() throws {
    let bytes = Self.file(Self.one + "," + Self.y("[1,2]", "4", "6"), data: 6)
    var refused = 0
    for place in bytes.indices {
      for value in [0, 0x20, 0x22, 0x2D, 0x39, 0x5D, 0x7D, 0xFF] as [UInt8] {
        var changed = bytes
        changed[place] = value
        if Support.kind({ () throws(FeatureMapError) in _ = try Safetensors.read(.bytes(changed), tensor: "x")
        })
          != nil
        {
          refused += 1
        }
      }
    }
    #expect(refused > 100)
  }

  /// float16 of either byte order, in C and Fortran order, by hand.
  @Test(arguments: ["<f2", ">f2"], ["False", "True"])
  func halves(type: String, fortran: String) throws {
    let values: [Float16] = [1, -2, 0.5, 65504, .infinity, 6e-8]
    let order = fortran == "True" ? [0, 3, 1, 4, 2, 5] : [0, 1, 2, 3, 4, 5]
    let data = order.flatMap { place -> [UInt8] in
      let bits = values[place].bitPattern
      let bytes = [UInt8(bits & 0xFF), UInt8(bits >> 8)]
      return type == "<f2" ? bytes : bytes.reversed()
    }
    let bytes = Self.arrayFile(Self.header(type, "(2, 3)", fortran: fortran), data: 0) + data
    let reading = try NPY.read(.bytes(bytes))
    #expect(reading.tensor.shape == [2, 3] && reading.warnings.isEmpty)
    #expect(reading.tensor.planes(as: Float16.self)?.samples == values)
    #expect(try NPY.read(.bytes(bytes + [0])).warnings == ["1 bytes after the array are ignored"])
  }
}
