import FeatureMaps
import Foundation
import PoolingEngine
import TestSupport
import Testing

@testable import ImagePooling

/// Tensors through the library: headers, names, layouts, containers in memory, stacks.
@Suite struct TensorRecipeTests {
  private static func header(_ type: String, _ shape: String) -> [UInt8] {
    let text = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8)
  }

  /// Shapes need no samples, whose truncation is found when they are read.
  @Test func shapesComeFromHeaders() throws {
    let recipe = Recipe.pool(Pooling(.max, over: .sliding(2)))
    let array = Self.header("<f2", "(2, 3, 8, 6)")
    let container =
      try SafetensorsHeader.encoded(
        [.init(name: "t", type: .float16, shape: [2, 3, 8, 6])]
      ).header + Array(repeating: 0, count: 2 * 3 * 8 * 6 * 2)
    for input in [array, container] {
      let shapes = try recipe.shapes(of: .bytes(input))
      #expect(shapes.count == 1)
      #expect(shapes.first?.output == Size(height: 4, width: 3) && shapes.first?.channels == 6)
      #expect(shapes.first?.inputType == .float16 && shapes.first?.outputType == .float16)
    }
    let error = #expect(throws: ImagePoolError.self) {
      try recipe.runBlocking(.bytes(array), to: .memory, as: .npy)
    }
    #expect(error?.kind == .truncated)
    var limited = recipe
    limited.limits.memory = 500
    let limit = #expect(throws: ImagePoolError.self) { try limited.shapes(of: .bytes(array)) }
    #expect(limit?.kind == .limit)
    // What only pictures have is refused from the header as well.
    var linear = recipe
    linear.linearLight = true
    #expect(throws: ImagePoolError.self) { try linear.shapes(of: .bytes(array)) }
  }

  @Test func aContainerInMemory() throws {
    let planes = Pictures.planes(channels: 3, size: Size(height: 6, width: 4))
    let recipe = Recipe.pool(Pooling(.max, over: .sliding(2)))
    let picture = try Pictures.encoded(planes)
    let report = try recipe.runBlocking(
      .bytes(picture), to: .memory, as: .safetensors(withIndices: true),
      dumps: [Dump(.safetensors, to: .memory, withIndices: true), Dump(.safetensors, to: .memory)])
    #expect(report.outputFormat == "safetensors" && report.outputType == .uint8)
    #expect(report.dumps[0].bytes == report.bytes)
    let (values, places) = try Pooling(.max, over: .sliding(2)).withIndices(planes)
    let container = try Safetensors(#require(report.bytes))
    #expect(try container.tensor(named: "output").planes(as: UInt8.self) == values)
    #expect(try container.tensor(named: "indices").planes(as: Int64.self) == places)
    #expect(try Safetensors(#require(report.dumps[1].bytes)).entries.map(\.name) == ["output"])
    // Pooled again by its name.
    var named = recipe
    named.tensorName = "output"
    let again = try named.planes(of: .bytes(#require(report.bytes)), as: UInt8.self)
    #expect(again == (try Pooling(.max, over: .sliding(2))(values, as: UInt8.self)))
  }

  /// A turned picture, whose result is held, gives the same rows as planes.
  @Test(arguments: [Normalization.Element.float16, .float32])
  func normalizedRowsOfATurnedPicture(_ element: Normalization.Element) throws {
    let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("SampleImages/lighthouse-rotated.jpg").path
    var recipe = Recipe.pool(Pooling(.average, over: .adaptive(Size(height: 4, width: 5))))
    recipe.normalization = try Normalization(
      rescale: 1.0 / 255, mean: [0.4, 0.5, 0.6], deviation: [0.5], element: element)
    let source = try recipe.open(.file(Path(samples)))
    #expect(source.format.sampleType == element.sampleType)
    let sink = TensorSink()
    try sink.begin(source.format)
    var strip = Strip(format: source.format, capacity: 3)
    repeat {
      try source.read(into: &strip)
      if strip.rowCount > 0 { try sink.write(strip) }
    } while strip.rowCount > 0
    try sink.commit()
    let planes =
      element == .float16
      ? AnyPlanes(try recipe.planes(of: .file(Path(samples)), as: Float16.self))
      : AnyPlanes(try recipe.planes(of: .file(Path(samples)), as: Float.self))
    #expect(try sink.tensor().planes == planes)
    let error = #expect(throws: ImagePoolError.self) {
      try recipe.planes(of: .file(Path(samples)), as: Double.self)
    }
    #expect(error?.kind == .unsupported)
  }

  /// A stack by the library: reports in order; a cancelled one leaves nothing.
  @Test func stacks() throws {
    let folder = try Folder()
    let inputs = try (0..<5).map { number in
      try folder.write(
        Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 8 + number, width: 9))),
        "\(number).png")
    }
    var recipe = Recipe.pool(Pooling(.average, over: .adaptive(Size(height: 2, width: 3))))
    recipe.normalization = try Normalization(rescale: 1.0 / 255)
    let stack = Stack(recipe, of: inputs, to: folder.place("s.npy"), jobs: 2)
    var reports: [Report] = []
    try stack.run { outcome in
      #expect(outcome.index == reports.count)
      if case .success(let report) = outcome.result { reports.append(report) }
    }
    #expect(reports.map(\.input) == inputs)
    #expect(reports.allSatisfy { $0.outputFormat == "npy" && $0.outputType == .float32 })
    let tensor = try NPY.read(.bytes(folder.read("s.npy"))).tensor
    #expect(tensor.shape == [5, 3, 2, 3])
    let single = try inputs.flatMap { try recipe.planes(of: .file($0), as: Float.self).samples }
    #expect(tensor.planes(as: Float.self)?.samples == single)
    // Once more: the name is taken, and nothing is begun.
    #expect(throws: OutputPlan.Refusal.self) { try stack.run { _ in Issue.record("something was told") } }
    let before = try folder.files()
    let cancellation = Cancellation()
    cancellation.cancel()
    var kinds: [ImagePoolError.Kind] = []
    try Stack(recipe, of: inputs, to: folder.place("c.safetensors")).run(cancellation: cancellation) {
      if case .failure(let error) = $0.result { kinds.append(error.kind) }
    }
    #expect(kinds == Array(repeating: .interrupted, count: 5))
    #expect(try folder.files() == before)
  }
}
