import FeatureMaps
import PoolingEngine
import Testing

struct TensorTests {
  struct TypeName: PlanesVisitor {
    func visit<S: Sample>(_ planes: Planes<S>) -> String { "\(S.type) \(planes.channels) \(planes.size)" }
  }

  /// Every element type, wrapped, told, lent and turned into rows and back.
  @Test func everyElementType() throws {
    try Self.check(UInt8.self)
    try Self.check(UInt16.self)
    try Self.check(Int8.self)
    try Self.check(Int16.self)
    try Self.check(Int32.self)
    try Self.check(Int64.self)
    let floats = try Support.tensor(3, 5, 2, (0..<30).map { Float($0) / 7 })
    let doubles = try Support.tensor(3, 5, 2, (0..<30).map { Double($0) / 7 })
    try Self.checkRows(floats)
    try Self.checkRows(doubles)
    #expect(floats.planes(as: Double.self) == nil && floats.planes(as: Float.self) != nil)
  }

  static func check<S: Sample & FixedWidthInteger>(_ type: S.Type) throws {
    let tensor = try Support.counting(3, 5, 2, as: type)
    var visitor = TypeName()
    #expect(tensor.withPlanes(&visitor) == "\(S.type) 3 2x5")
    #expect(tensor.sampleType == S.type && tensor.shape == [3, 5, 2])
    #expect(tensor.planes(as: S.self)?.samples.count == 30)
    try checkRows(tensor)
  }

  static func checkRows(_ tensor: Tensor) throws {
    for stripHeight in [1, 2, 5, 9] {
      let sink = TensorSink()
      try Support.drain(tensor.makeSource(), into: sink, stripHeight: stripHeight)
      #expect(try sink.tensor() == tensor)
    }
  }

  /// The source interleaves as the engine expects.
  @Test func rowsAreInterleaved() throws {
    let source = try Support.tensor(3, 1, 2, [1, 2, 10, 20, 100, 200] as [UInt8]).makeSource()
    var strip = Strip(format: source.format, capacity: 4)
    try source.read(into: &strip)
    #expect(strip.rowCount == 1)
    #expect(Array(strip.bytes) == [1, 10, 100, 2, 20, 200])
    try source.read(into: &strip)
    #expect(strip.rowCount == 0)
  }

  @Test func shapes() throws {
    let planes = AnyPlanes(
      try Planes(channels: 6, size: Size(height: 2, width: 3), [UInt8](repeating: 0, count: 36)))
    #expect(try Tensor(shape: [2, 3, 2, 3], planes).channels == 6)
    #expect(try Tensor(shape: [6, 2, 3], planes).size == Size(height: 2, width: 3))
    for shape in [[], [36], [12, 3], [3, 2, 3, 2], [6, 1, 1, 2, 3], [-6, 2, 3], [.max, .max, 2, 3]] {
      #expect(Support.kind { () throws(FeatureMapError) in _ = try Tensor(shape: shape, planes) } == .corrupt)
    }
  }

  @Test func sinksNeedAllRows() throws {
    let sink = TensorSink()
    #expect(Support.kind { () throws(FeatureMapError) in _ = try sink.tensor() } == .truncated)
    try sink.begin(RowFormat(size: Size(height: 2, width: 2), channels: 1, sampleType: .uint8))
    #expect(Support.kind { () throws(FeatureMapError) in try sink.commit() } == .truncated)
    let huge = RowFormat(size: Size(height: .max, width: 2), channels: 1, sampleType: .uint8)
    #expect(Support.kind { () throws(FeatureMapError) in try sink.begin(huge) } == .limit)
  }

  @Test func errorsSayWhatToDo() {
    #expect("\(FeatureMapError(.limit, "too much", remedy: "take less"))" == "too much; take less")
    #expect("\(FeatureMapError(.corrupt, "broken"))" == "broken")
    #expect(
      FeatureMapError.Kind.allCases.map(\.rawValue) == [
        "not_a_tensor", "truncated", "corrupt", "unsupported", "limit", "unreadable", "unwritable",
      ])
  }
}
