import FeatureMaps
import PoolingEngine
import Testing

struct NPYReadingTests {
  /// Type, byte order and element order of the files that NumPy wrote.
  static let fixtures: [(name: String, type: SampleType)] = SampleType.allCases.flatMap { type in
    let letter = type.isFloatingPoint ? "f" : type.rawValue.hasPrefix("u") ? "u" : "i"
    let orders = type.byteCount == 1 ? ["byte"] : ["little", "big"]
    return orders.flatMap { order in ["C", "F"].map { ("\(letter)\(type.byteCount)_\(order)_\($0)", type) } }
  }

  /// The formula of make_fixtures.py.
  struct Check: PlanesVisitor {
    func visit<S: Sample>(_ planes: Planes<S>) -> Bool {
      guard planes.channels == 2, planes.size == Size(height: 3, width: 4) else { return false }
      for c in 0..<2 {
        for y in 0..<3 {
          for x in 0..<4 {
            let place = c + y == 0 ? x : 4
            let count = 100 * c + 10 * y + x
            switch planes[c, y, x] {
            case let value as any FixedWidthInteger:
              let type = Swift.type(of: value)
              let wanted = place == 0 ? lowest(type) : place == 1 ? highest(type) : Int64(count % 127)
              guard Int64(value) == wanted else { return false }
            case let value as any BinaryFloatingPoint:
              let value = Double(value)
              let matches =
                switch place {
                case 0: value.isNaN
                case 1: value == -.infinity
                case 2: value == 0 && value.sign == .minus
                default: value == Double(count) + 0.5
                }
              guard matches else { return false }
            default: return false
            }
          }
        }
      }
      return true
    }

    func lowest<T: FixedWidthInteger>(_ type: T.Type) -> Int64 { Int64(T.min) }
    func highest<T: FixedWidthInteger>(_ type: T.Type) -> Int64 { Int64(T.max) }
  }

  @Test(arguments: fixtures) func filesOfNumPyAreRead(name: String, type: SampleType) throws {
    let reading = try NPY.read(.bytes(Support.fixture(name)))
    #expect(reading.tensor.sampleType == type)
    #expect(reading.tensor.shape == [2, 3, 4])
    #expect(reading.warnings.isEmpty)
    var check = Check()
    #expect(reading.tensor.withPlanes(&check))
  }

  @Test func allTypesAndOrdersAreCovered() { #expect(Self.fixtures.count == 32) }

  @Test(arguments: [("version2", 2), ("version3", 3), ("u1_byte_C", 1)])
  func versions(name: String, version: Int) throws {
    let bytes = try Support.fixture(name)
    let header = try NPY.header(of: .bytes(bytes))
    #expect(header.version == version)
    #expect(header.dataOffset + header.dataCount == bytes.count)
    var check = Check()
    #expect(try NPY.read(.bytes(bytes)).tensor.withPlanes(&check))
  }

  @Test func headerTellsWhatIsStored() throws {
    let header = try NPY.header(of: .bytes(Support.fixture("f4_big_F")))
    #expect(header.shape == [2, 3, 4])
    #expect(header.sampleType == .float32)
    #expect(header.fortranOrder)
    #expect(header.byteOrder == .big)
    #expect(header.dataCount == 96)
    #expect(try NPY.header(of: .bytes(Support.fixture("u1_byte_C"))).byteOrder == .irrelevant)
  }

  @Test func otherRanks() throws {
    let plane = try NPY.read(.bytes(Support.fixture("plane_3x4"))).tensor
    #expect(plane.shape == [3, 4] && plane.channels == 1)
    #expect(plane.planes(as: Int32.self)?.samples == Array(0..<12))
    // Fortran order of the same array.
    #expect(try NPY.read(.bytes(Support.fixture("plane_3x4_F"))).tensor == plane)
    // A plane is a plane under every layout.
    for layout in TensorLayout.allCases {
      #expect(try NPY.read(.bytes(Support.fixture("plane_3x4")), layout: layout).tensor == plane)
    }
    let batch = try NPY.read(.bytes(Support.fixture("nchw_2x3x5x6"))).tensor
    #expect(batch.shape == [2, 3, 5, 6] && batch.channels == 6 && batch.size == Size(height: 5, width: 6))
    #expect(batch.planes(as: Double.self)?.samples == (0..<180).map(Double.init))
    let empty = try NPY.read(.bytes(Support.fixture("empty_0x3x4"))).tensor
    #expect(empty.channels == 0 && empty.shape == [0, 3, 4])
  }

  @Test(arguments: ["hwc_5x6x3", "hwc_5x6x3_F"]) func channelsLast(name: String) throws {
    let tensor = try NPY.read(.bytes(Support.fixture(name)), layout: .hwc).tensor
    #expect(tensor.shape == [3, 5, 6])
    let planes = try #require(tensor.planes(as: UInt8.self))
    for c in 0..<3 {
      for y in 0..<5 {
        for x in 0..<6 { #expect(planes[c, y, x] == UInt8((y * 6 + x) * 3 + c)) }
      }
    }
  }

  @Test func batchWithChannelsLast() throws {
    let tensor = try NPY.read(.bytes(Support.fixture("nhwc_2x5x6x3")), layout: .nhwc).tensor
    #expect(tensor.shape == [2, 3, 5, 6])
    let planes = try #require(tensor.planes(as: UInt16.self))
    for plane in 0..<6 {
      for y in 0..<5 {
        for x in 0..<6 {
          #expect(planes[plane, y, x] == UInt16((((plane / 3) * 5 + y) * 6 + x) * 3 + plane % 3))
        }
      }
    }
  }

  /// A shape that might be either is not guessed; the refusal names the option.
  @Test(arguments: [("hwc_5x6x3", "--layout hwc"), ("nhwc_2x5x6x3", "--layout nhwc")])
  func ambiguousShapesNeedALayout(name: String, option: String) throws {
    let bytes = try Support.fixture(name)
    let error = #expect(throws: FeatureMapError.self) { try NPY.read(.bytes(bytes)) }
    #expect(error?.kind == .unsupported)
    #expect(error?.remedy.contains(option) == true)
    let asStored: TensorLayout = name.hasPrefix("n") ? .nchw : .chw
    #expect(try NPY.read(.bytes(bytes), layout: asStored).tensor.size.width == 3)
  }

  @Test(arguments: [("hwc_5x6x3", TensorLayout.nhwc), ("nhwc_2x5x6x3", .hwc)])
  func layoutsOfAnotherRankAreRefused(name: String, layout: TensorLayout) throws {
    let bytes = try Support.fixture(name)
    #expect(
      Support.kind { () throws(FeatureMapError) in _ = try NPY.read(.bytes(bytes), layout: layout) }
        == .unsupported)
  }

  @Test(arguments: [
    ("u4", "uint32"), ("u8", "uint64"), ("c8", "complex64"), ("bool", "bool"),
    ("S3", "|S3"),
    ("U2", "U2"), ("M8s", "M8"), ("record", "record"), ("rank0", "()"), ("rank1", "(3,)"),
    ("rank5", "(1, 1, 1, 1, 1)"),
  ])
  func otherArraysAreNamed(name: String, text: String) throws {
    let bytes = try Support.fixture("unsupported_\(name)")
    let error = #expect(throws: FeatureMapError.self) { try NPY.read(.bytes(bytes)) }
    #expect(error?.kind == .unsupported)
    #expect(error?.message.contains(text) == true, "\(error?.message ?? "")")
    #expect(error?.remedy.isEmpty == false)
  }

  /// From a file, from a file whose first bytes were taken already, and from a pipe.
  @Test(arguments: ["f8_big_C", "i4_little_F"]) func fromDescriptors(name: String) throws {
    let bytes = try Support.fixture(name)
    let expected = try NPY.read(.bytes(bytes))
    for taken in [0, 8, 100, 150, bytes.count] {
      let head = Array(bytes[..<taken])
      let tail = Array(bytes[taken...])
      let fromFile = try Support.withTemporaryFile(tail) { try NPY.read(.descriptor($0, consumed: head)) }
      #expect(Self.areSame(fromFile, expected))
      let fromPipe = try Support.withPipe(tail) { try NPY.read(.descriptor($0, consumed: head)) }
      #expect(Self.areSame(fromPipe, expected))
    }
  }

  static func areSame(_ a: TensorReading, _ b: TensorReading) -> Bool {
    a.warnings == b.warnings && TensorComparison(a.tensor, expected: b.tensor, signedZeros: true).passed
  }

  @Test func largePipe() throws {
    let tensor = try Support.counting(3, 700, 900, as: UInt16.self)
    let sink = NPYSink(.memory)
    try Support.drain(tensor.makeSource(), into: sink)
    let bytes = sink.takeBytes()
    #expect(try Support.withPipe(bytes) { try NPY.read(.descriptor($0)) }.tensor == tensor)
  }

  @Test func trailingBytesAreReported() throws {
    let bytes = try Support.fixture("f4_little_C") + [1, 2, 3]
    #expect(try NPY.read(.bytes(bytes)).warnings == ["3 bytes after the array are ignored"])
    #expect(try Support.withTemporaryFile(bytes) { try NPY.read(.descriptor($0)) }.warnings.count == 1)
    #expect(try Support.withPipe(bytes) { try NPY.read(.descriptor($0)) }.warnings.count == 1)
  }

  @Test func aLimitHoldsBeforeAnythingIsAllocated() throws {
    let bytes = try Support.fixture("f8_little_C")
    #expect(
      Support.kind { () throws(FeatureMapError) in _ = try NPY.read(.bytes(bytes), maximumBytes: 191) }
        == .limit)
    #expect(
      Support.kind { () throws(FeatureMapError) in _ = try NPY.read(.bytes(bytes), maximumBytes: 192) } == nil
    )
    // Put in order, it is held twice.
    let turned = try Support.fixture("f8_little_F")
    #expect(
      Support.kind { () throws(FeatureMapError) in _ = try NPY.read(.bytes(turned), maximumBytes: 383) }
        == .limit)
    #expect(
      Support.kind { () throws(FeatureMapError) in _ = try NPY.read(.bytes(turned), maximumBytes: 384) }
        == nil)
  }

  /// Every cut of a good file is refused, none crashes.
  @Test func everyCutIsRefused() throws {
    let bytes = try Support.fixture("i2_little_F")
    for count in 0..<bytes.count {
      let kind = Support.kind { () throws(FeatureMapError) in _ = try NPY.read(.bytes(Array(bytes[..<count])))
      }
      #expect(kind == (count < 6 ? .notATensor : .truncated), "cut at \(count)")
    }
  }
}
