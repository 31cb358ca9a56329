import FeatureMaps
import PoolingEngine
import TestSupport
import Testing

/// What the frameworks themselves gave.
@Suite("Golden cases of max and average")
struct GoldenTests {
  static let operations: Set<String> = [
    "max_pool2d", "avg_pool2d", "max_pool_with_argmax", "global_max_pool", "global_avg_pool",
  ]
  static let cases = GoldenSet.cases(of: operations)

  @Test("All 409 cases are there, 15 of them refusals")
  func count() {
    #expect(Self.cases.count == 409)
    #expect(Self.cases.filter { $0.expectedError != nil }.count == 15)
    let counts = Dictionary(grouping: Self.cases, by: \.operation).mapValues(\.count)
    #expect(
      counts == [
        "max_pool2d": 199, "avg_pool2d": 174, "max_pool_with_argmax": 26, "global_max_pool": 5,
        "global_avg_pool": 5,
      ])
    #expect(Self.cases.filter { $0.expected["indices"] != nil }.count == 154)
  }

  @Test("The engine gives what the framework gave", arguments: cases)
  func engine(_ c: GoldenCase) throws {
    let layer = try Self.layer(of: c)
    let input = try GoldenSet.manifest.tensor(named: c.input)
    guard c.expectedError == nil else {
      #expect(throws: PoolingError.self, "\(c.expectedError ?? "")") {
        try layer.engine.geometry(of: input.size)
      }
      try expectRefusals(layer, input, c)
      return
    }
    func check<S: TestSample>(_: S.Type) throws {
      let planes = try #require(input.planes(as: S.self))
      if c.expected["indices"] == nil {
        try expect(values: layer.engine(planes, as: S.self), of: c, input)
      } else {
        let (values, indices) = try layer.engine.withIndices(planes)
        try expect(values: values, of: c, input)
        try expect(indices: indices, of: c, input)
      }
    }
    try check(input.sampleType.testType)
  }

  @Test("So does the reference", arguments: cases)
  func reference(_ c: GoldenCase) throws {
    let layer = try Self.layer(of: c)
    let input = try GoldenSet.manifest.tensor(named: c.input)
    guard c.expectedError == nil else {
      #expect(layer.plan(input.size) == nil)
      return
    }
    func check<S: TestSample>(_: S.Type) throws {
      let planes = try #require(input.planes(as: S.self))
      if c.expected["indices"] == nil {
        let values = layer.isMax ? layer.maxima(planes) : layer.averages(planes, as: S.self)
        try expect(values: #require(values), of: c, input)
      } else {
        let (values, indices) = try #require(layer.maximaWithIndices(planes))
        try expect(values: values, of: c, input)
        try expect(indices: indices, of: c, input)
      }
    }
    try check(input.sampleType.testType)
  }

  private func expectRefusals(_ layer: ReferencePooling, _ input: Tensor, _ c: GoldenCase) throws {
    func check<S: TestSample>(_: S.Type) throws {
      let planes = try #require(input.planes(as: S.self))
      #expect(throws: PoolingError.self) { try layer.engine(planes, as: S.self) }
      if layer.isMax { #expect(throws: PoolingError.self) { try layer.engine.withIndices(planes) } }
    }
    try check(input.sampleType.testType)
  }

  private func expect<S: TestSample>(values: Planes<S>, of c: GoldenCase, _ input: Tensor) throws {
    let expected = try GoldenSet.manifest.tensor(named: #require(c.expected["output"]))
    var result = try tensor(values, like: input)
    if expected.sampleType == .float32, !S.type.isFloatingPoint {
      // TensorFlow's max of int32 and uint8 is stored as float32: the same numbers, all small enough to be exact.
      let numbers = values.samples.map { Float($0.asDouble) }
      try #require(zip(numbers, values.samples).allSatisfy { Double($0) == $1.asDouble })
      result = try tensor(
        Planes(channels: values.channels, size: values.size, numbers), like: input)
    }
    let comparison = try GoldenSet.manifest.compare(result, with: "output", of: c)
    #expect(comparison.passed, "\(c): \(comparison)")
  }

  private func expect(indices: Planes<Int64>, of c: GoldenCase, _ input: Tensor) throws {
    let name = try #require(c.indexLayout)
    let layout = try #require(IndexLayout(rawValue: name))
    let channels = input.shape[1]
    var numbered = indices
    for plane in 0..<indices.channels {
      for row in 0..<indices.size.height {
        for column in 0..<indices.size.width {
          numbered[plane, row, column] = layout.index(
            plane: indices[plane, row, column], batch: plane / channels, channel: plane % channels,
            channels: channels, size: input.size)
        }
      }
    }
    let comparison = try GoldenSet.manifest.compare(tensor(numbered, like: input), with: "indices", of: c)
    #expect(comparison.passed, "\(c): \(comparison)")
  }

  private func tensor<S: TestSample>(_ planes: Planes<S>, like input: Tensor) throws -> Tensor {
    try Tensor(
      shape: [input.shape[0], input.shape[1], planes.size.height, planes.size.width], AnyPlanes(planes))
  }

  // MARK: - From a case to a layer

  static func layer(of c: GoldenCase) throws -> ReferencePooling {
    let isMax = c.operation != "avg_pool2d" && c.operation != "global_avg_pool"
    let parameters = c.parameters
    let operation: ReferencePooling.Operator =
      isMax
      ? .max
      : .average(
        countIncludePad: parameters.bool("count_include_pad"),
        divisorOverride: parameters.integer("divisor_override"))
    let dialect = try #require(Dialect(named: c.framework == "onnxruntime" ? "onnx" : c.framework))
    if c.operation.hasPrefix("global") { return ReferencePooling(operation, .global, dialect: dialect) }
    let kernel: Pair = try #require(parameters.pair("kernel"))
    let stride: Pair = try #require(parameters.pair("stride"))
    let sliding = ReferenceSliding(
      kernel, stride: stride,
      padding: try #require(parameters.padding), dilation: parameters.pair("dilation") ?? 1,
      ceilMode: parameters.bool("ceil_mode") ?? false)
    return ReferencePooling(operation, .sliding(sliding), dialect: dialect)
  }
}
