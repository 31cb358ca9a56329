import FeatureMaps
import Foundation
import PoolingEngine
import Testing

@Suite("Writing .safetensors")
struct SafetensorsWritingTests {
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("The bytes of a file, by the format's description")
  func bytes() throws {
    let tensor = try Support.tensor(1, 2, 2, [1, 2, -3, 4] as [Int16])
    let sink = SafetensorsSink(.memory)
    try Support.drain(tensor.makeSource(), into: sink)
    let json = #"{"output":{"dtype":"I16","shape":[1,2,2],"data_offsets":[0,8]}}"#
    let padded = json + String(repeating: " ", count: 64 - json.utf8.count)
    #expect(json.utf8.count == 63)
    #expect(
      sink.takeBytes() == [64, 0, 0, 0, 0, 0, 0, 0] + Array(padded.utf8) + [1, 0, 2, 0, 0xFD, 0xFF, 4, 0])
    #expect(sink.takeBytes().isEmpty)
  }

  @Test("Wide elements first, names in order, metadata ahead, the header a multiple of 8")
  func header() throws {
    let (header, offsets, count) = try SafetensorsHeader.encoded(
      [
        SafetensorsHeader.Written(name: "b", type: .uint8, shape: [3]),
        SafetensorsHeader.Written(name: "z", type: .int64, shape: [1]),
        SafetensorsHeader.Written(name: "a", type: .uint8, shape: []),
        SafetensorsHeader.Written(name: "h\"\n", type: .float16, shape: [0, 5]),
      ], metadata: [("k", "v\u{1}")])
    #expect(
      Self.text(Array(header[8...])).trimmingCharacters(in: .whitespaces)
        == #"{"__metadata__":{"k":"v\u0001"},"z":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"#
        + #""h\"\n":{"dtype":"F16","shape":[0,5],"data_offsets":[8,8]},"a":{"dtype":"U8","shape":[],"data_offsets":[8,9]},"#
        + #""b":{"dtype":"U8","shape":[3],"data_offsets":[9,12]}}"#)
    #expect(offsets == [9, 0, 8, 8] && count == 12 && header.count % 8 == 0)
    #expect(
      header[..<8].enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) } == header.count - 8)
    #expect(
      Support.kind { () throws(FeatureMapError) in
        _ = try SafetensorsHeader.encoded([
          SafetensorsHeader.Written(name: "x", type: .float64, shape: [.max, 2])
        ])
      } == .limit)
  }

  /// Every element type, in every layout that fits, to memory and to a file in batches, read back.
  @Test("What is written is read", arguments: SampleType.allCases)
  func roundTrips(_ type: SampleType) throws {
    for (shape, layout) in [
      ([2, 3, 7, 5], TensorLayout.nhwc), ([2, 3, 7, 5], .nchw), ([3, 7, 5], .hwc), ([3, 7, 5], .chw),
    ] {
      let tensor = try Self.tensor(type, shape)
      let axes = TensorAxes(leading: Array(shape.dropLast(2)), isChannelsLast: layout.isChannelsLast)
      let memory = SafetensorsSink(.memory, axes: axes)
      try Support.drain(tensor.makeSource(), into: memory, stripHeight: 2)
      let bytes = memory.takeBytes()
      let read = try Safetensors.read(.bytes(bytes), layout: layout).tensor
      #expect(TensorComparison(read, expected: tensor, signedZeros: true).passed, "\(type) \(layout)")
      #expect(read.shape == shape)
      for batchBytes in [1, 100, 1 << 20] {
        try Support.withTemporaryFile([7]) { descriptor in
          lseek(descriptor, 1, SEEK_SET)
          let sink = SafetensorsSink(.of(descriptor), axes: axes, batchBytes: batchBytes)
          try Support.drain(tensor.makeSource(), into: sink, stripHeight: 3)
          #expect(
            Support.contents(of: descriptor) == [7] + bytes, "\(type) \(layout), batches of \(batchBytes)")
        }
      }
      // The same samples as .npy, in the same order.
      let numpy = NPYSink(.memory, axes: axes)
      try Support.drain(tensor.makeSource(), into: numpy)
      let array = numpy.takeBytes()
      #expect(
        Array(array.suffix(bytes.count - Self.dataStart(bytes))) == Array(bytes[Self.dataStart(bytes)...]))
      #expect(try NPY.read(.bytes(array), layout: layout).tensor.shape == shape)
    }
  }

  /// Channels last, by hand: item 0's pixels, then item 1's.
  @Test func channelsLast() throws {
    let tensor = try Support.counting(4, 1, 3, as: UInt8.self)
    let sink = NPYSink(.memory, axes: TensorAxes(leading: [2, 2], isChannelsLast: true))
    try Support.drain(tensor.makeSource(), into: sink)
    #expect(sink.takeBytes().suffix(12) == [0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11])
  }

  @Test("Values and places in one file, whichever is announced first", arguments: [true, false])
  func withIndices(valuesFirst: Bool) throws {
    let values = try Support.counting(2, 3, 5, as: UInt8.self)
    let places = try Support.counting(2, 3, 5, as: Int64.self)
    for toFile in [false, true] {
      try Support.withTemporaryFile { descriptor in
        let sink = SafetensorsSink(
          toFile ? .of(descriptor) : .memory, withIndices: true, batchBytes: 16)
        let indices = try #require(sink.indices)
        let (first, second) = (values.makeSource(), places.makeSource())
        let kind = Support.kind { () throws(FeatureMapError) in
          try sink.write(Strip(format: first.format, capacity: 1))
        }
        #expect(kind == .truncated, "rows before they are announced")
        if valuesFirst {
          try sink.begin(first.format)
          try indices.begin(second.format)
        } else {
          try indices.begin(second.format)
          try sink.begin(first.format)
        }
        try Self.copy(first, into: sink)
        let missing = Support.kind { () throws(FeatureMapError) in try sink.commit() }
        #expect(missing == .truncated, "places are missing")
        try Self.copy(second, into: indices)
        try sink.commit()
        let container = try Safetensors(toFile ? Support.contents(of: descriptor) : sink.takeBytes())
        #expect(container.entries.map(\.name) == ["indices", "output"])
        #expect(try container.tensor(named: "output") == values)
        #expect(try container.tensor(named: "indices") == places)
      }
    }
  }

  @Test func axesThatDoNotFit() throws {
    let tensor = try Support.counting(3, 2, 2, as: UInt8.self)
    for axes in [[2, 2], [], [4]] {
      let kind = Support.kind { () throws(FeatureMapError) in
        try SafetensorsSink(.memory, axes: TensorAxes(leading: axes)).begin(tensor.makeSource().format)
      }
      #expect(kind == .unsupported)
    }
  }

  @Test("A part is written into its place, and into no other format's")
  func parts() throws {
    let tensor = try Support.counting(2, 3, 2, as: UInt8.self)
    let format = tensor.makeSource().format
    try Support.withTemporaryFile(Array(repeating: 99, count: 30)) { descriptor in
      let part = TensorPartSink(descriptor, at: 9, format, axes: TensorAxes(leading: [2]))
      try Support.drain(tensor.makeSource(), into: part)
      #expect(lseek(descriptor, 0, SEEK_CUR) == 0)
      #expect(
        Support.contents(of: descriptor) == Array(repeating: 99, count: 9) + (0..<12).map { UInt8($0) }
          + Array(repeating: 99, count: 9))
      var other = format
      other.channels = 3
      let kind = Support.kind { () throws(FeatureMapError) in try part.begin(other) }
      #expect(kind == .corrupt)
    }
  }

  @Test func heldBytesAreWhatIsHeld() {
    let format = RowFormat(size: Size(height: 4000, width: 3000), channels: 3, sampleType: .float32)
    let file = OutputDescriptor.descriptor(1, isSeekable: true)
    #expect(SafetensorsSink.heldBytes(for: format, withIndices: true, to: file) < 600_000)
    #expect(SafetensorsSink.heldBytes(for: format, withIndices: true, to: .memory) >= 4000 * 3000 * 3 * 12)
    #expect(TensorPartSink.heldBytes(for: format) <= 256 * 1024)
  }

  private static func dataStart(_ bytes: [UInt8]) -> Int { 8 + Int(bytes[0]) + Int(bytes[1]) << 8 }

  private static func copy(_ source: any RowSource, into sink: any RowSink) throws {
    var strip = Strip(format: source.format, capacity: 2)
    repeat {
      try source.read(into: &strip)
      if strip.rowCount > 0 { try sink.write(strip) }
    } while strip.rowCount > 0
  }

  /// Counting numbers, and for floats some that are none.
  private static func tensor(_ type: SampleType, _ shape: [Int]) throws -> Tensor {
    let count = shape.reduce(1, *)
    let (channels, size) = (
      shape.dropLast(2).reduce(1, *), Size(height: shape[shape.count - 2], width: shape[shape.count - 1])
    )
    func integers<S: Sample & FixedWidthInteger>(_: S.Type) throws -> Tensor {
      try Tensor(
        shape: shape,
        AnyPlanes(Planes(channels: channels, size: size, (0..<count).map { S(truncatingIfNeeded: $0 * 77) })))
    }
    func floats<S: Sample & BinaryFloatingPoint>(_: S.Type) throws -> Tensor {
      let special: [S] = [
        .nan, .infinity, -.infinity, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
      ]
      return try Tensor(
        shape: shape,
        AnyPlanes(
          Planes(
            channels: channels, size: size,
            (0..<count).map { $0 < special.count ? special[$0] : S($0) / 16 })))
    }
    switch type {
    case .uint8: return try integers(UInt8.self)
    case .uint16: return try integers(UInt16.self)
    case .int8: return try integers(Int8.self)
    case .int16: return try integers(Int16.self)
    case .int32: return try integers(Int32.self)
    case .int64: return try integers(Int64.self)
    case .float16: return try floats(Float16.self)
    case .float32: return try floats(Float.self)
    case .float64: return try floats(Double.self)
    }
  }
}
