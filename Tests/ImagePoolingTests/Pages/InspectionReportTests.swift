import FeatureMaps
import ImageCodecs
import TestSupport
import Testing

@testable import ImagePooling

/// Pages of poolings against single inspections and against what `pool` writes.
@Suite("Pages against inspections and runs")
struct InspectionReportTests {
  struct Case: CustomTestStringConvertible {
    let why: String
    var layers: [Pooling]
    var input: Sample
    var configure: @Sendable (inout Recipe) -> Void = { _ in }
    var model: String
    var testDescription: String { why }

    var recipe: Recipe {
      get throws {
        var recipe = Recipe(layers: layers)
        configure(&recipe)
        if layers[0].reduction.takesLogits { recipe.logits = .bytes(try Sample.logits.bytes) }
        return recipe
      }
    }
  }

  /// Inputs made on the spot.
  enum Sample {
    case rgb, turned, transparent, gray16, wild, integers, words, csv, logits

    var bytes: [UInt8] {
      get throws {
        var random = SeededRandom(seed: 31)
        let size = Size(height: 13, width: 10)
        switch self {
        case .rgb:
          return try Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 21, width: 34)))
        case .turned:
          let picture = Pictures.planes(channels: 3, size: Size(height: 21, width: 34))
          return Pictures.tagged(png: try Pictures.encoded(picture), 6)
        case .transparent:
          return try Pictures.encoded(Pictures.planes(channels: 4, size: Size(height: 18, width: 11)))
        case .gray16:
          return try Pictures.encoded(Pictures.planes16(channels: 1, size: Size(height: 15, width: 17)))
        case .wild:
          return try Pictures.npy(Planes<Float>.random(.wild, channels: 2, size: size, using: &random))
        case .integers:
          return try Pictures.npy(Planes<Int64>.random(.noise, channels: 2, size: size, using: &random))
        case .words:
          return try Pictures.npy(Planes<UInt16>.random(.noise, channels: 3, size: size, using: &random))
        case .logits:
          return try Pictures.npy(Planes<Float>.random(.noise, channels: 3, size: size, using: &random))
        case .csv: return Array("1,2,3,nan\n4,5,6.5,-7\n1e300,9,-inf,8\n".utf8)
        }
      }
    }
  }

  private static let padded = Windowing.sliding(3, stride: 2, padding: .all(1))

  static let cases = [
    Case(why: "RGB, a max with padding", layers: [Pooling(.max, over: padded)], input: .rgb, model: "rgb"),
    Case(
      why: "turned by EXIF, a mean with overhang",
      layers: [
        Pooling(.average, over: .sliding(4, stride: 3, padding: .all(1), ceilMode: true), rounding: .halfUp)
      ], input: .turned, model: "rgb"),
    Case(
      why: "turned by EXIF, stored as it is", layers: [Pooling(.min, over: padded)], input: .turned,
      configure: { $0.orientation = .stored }, model: "rgb"),
    Case(
      why: "colours weighed by alpha", layers: [Pooling(.average, over: .sliding(4))], input: .transparent,
      configure: { $0.alpha = .premultiplied }, model: "rgb_alpha"),
    Case(
      why: "alpha as a plane, weights of cut samples",
      layers: [Pooling(.average, over: .area(Size(height: 7, width: 4)))],
      input: .transparent, model: "rgb_alpha"),
    Case(
      why: "16 bits, a soft mean", layers: [Pooling(.soft(temperature: 900), over: .sliding(3, stride: 1))],
      input: .gray16, model: "gray"),
    Case(
      why: "linear light", layers: [Pooling(.average, over: .sliding(5, padding: .all(2)))], input: .turned,
      configure: { $0.linearLight = true }, model: "rgb"),
    Case(
      why: "floats with NaN, infinities and -0, no first tap",
      layers: [Pooling(.max, over: .sliding(3, stride: 2, padding: .same), dialect: .tensorflow)],
      input: .wild, model: "planes"),
    Case(why: "floats, a sum", layers: [Pooling(.sum, over: padded)], input: .wild, model: "planes"),
    Case(
      why: "a reflected border",
      layers: [
        Pooling(.max, over: .sliding(3, stride: 1, padding: .all(2), border: .reflect))
      ], input: .wild, model: "planes"),
    Case(
      why: "a constant border of integers",
      layers: [
        Pooling(
          .average, over: .sliding(2, stride: 3, padding: .all(1), dilation: 3, border: .constant(-7)),
          dialect: .onnx)
      ], input: .integers, model: "planes"),
    Case(
      why: "two layers, the second over floats",
      layers: [
        Pooling(.average, over: .sliding(2)), Pooling(.max, over: .sliding(Pair(3, 2), stride: 1)),
      ],
      input: .rgb, model: "rgb"),
    Case(
      why: "two layers of a turned picture",
      layers: [Pooling(.max, over: .sliding(2)), Pooling(.average, over: .sliding(Pair(3, 2), stride: 1))],
      input: .turned, model: "rgb"),
    Case(
      why: "fractional windows of each channel's own",
      layers: [
        Pooling(.max, over: .fractional(2, output: Size(height: 6, width: 5), samples: .seed(3)))
      ],
      input: .words, model: "planes"),
    Case(
      why: "TensorFlow's boundaries",
      layers: [
        Pooling(
          .average,
          over: .fractional(
            output: Size(height: 6, width: 5), pseudoRandom: true, overlapping: true, seed: 8),
          dialect: .tensorflow)
      ], input: .words, model: "planes"),
    Case(
      why: "logits", layers: [Pooling(.attention(temperature: 2), over: .sliding(3, stride: 2))],
      input: .words, model: "planes"),
    Case(
      why: "a table, bins of a median",
      layers: [Pooling(.median, over: .adaptive(Size(height: 2, width: 3)))], input: .csv, model: "planes"),
    Case(
      why: "everything, PyTorch's norm", layers: [Pooling(.lp(.infinity), over: .global)], input: .csv,
      model: "planes"),
    Case(
      why: "a norm of integers, an override elsewhere",
      layers: [Pooling(.lp(3), over: .sliding(2, ceilMode: true))], input: .words, model: "planes"),
    Case(
      why: "a mean of int64, cut toward zero",
      layers: [
        Pooling(.average(divisorOverride: 3), over: .sliding(2, ceilMode: true))
      ], input: .integers, model: "planes"),
  ]

  // MARK: - Samples and results

  @Test(arguments: cases)
  func blocksAreWhatIsPooledAndWhatComesOfIt(_ one: Case) throws {
    let (recipe, input) = (try one.recipe, Input.bytes(try one.input.bytes))
    let report = try recipe.inspectionReport(input)
    let page = try PageReader(report.html)
    #expect(report.isInFullPrecision && page.data["overview"] == .null)
    let region = try #require(page.data["regions"]?.elements?.first)
    let samples = try #require(try page.tensor(region["samples"]))
    try compareSamples(samples, one, page)
    let dump = try numbers(recipe, input)
    let output = try #require(page.data["outputs"]?.elements?.first)
    #expect(output["height"]?.integerValue == dump.size.height && output["top"]?.integerValue == 0)
    #expect(page.data["result_type"]?.stringValue == dump.sampleType.rawValue)
    let isComputed =
      !samples.sampleType.isFloatingPoint
      && ["average", "sum"].contains(one.layers.last?.reduction.description)
    if let result = try page.tensor(output["result"]) {
      let isSame = result.isSame(as: dump)
      #expect(!isComputed && isSame)
    } else {
      #expect(isComputed)
    }
    try compareRounded(try page.tensor(output["rounded"]), recipe, input, page)
  }

  private func numbers(_ recipe: Recipe, _ input: Input) throws -> Tensor {
    let report = try recipe.runBlocking(input, to: .memory, as: .npy)
    return try NPY.read(.bytes(try #require(report.bytes)), layout: nil, maximumBytes: 1 << 24).tensor
  }

  /// A max over kernels of one sample changes nothing.
  private func compareSamples(_ samples: Tensor, _ one: Case, _ page: PageReader) throws {
    var recipe = try one.recipe
    recipe.logits = nil
    recipe.alpha = .planes
    // Linear light is for averages alone where options are checked, not here.
    recipe.layers = Array(one.layers.dropLast()) + [Pooling(.max, over: .sliding(1))]
    let pooled = try numbers(recipe, .bytes(try one.input.bytes))
    #expect(page.data["sample_type"]?.stringValue == pooled.sampleType.rawValue)
    guard one.layers[0].reduction.takesLogits else {
      // A NaN keeps its sign as long as it is not pooled.
      let isSame = samples.isSame(as: pooled, anyNaN: true)
      #expect(isSame)
      return
    }
    let words = try #require(pooled.planes(as: UInt16.self))
    #expect(samples.planes(as: Double.self)?.samples == words.samples.map(Double.init))
    let logits = try #require(try page.tensor(page.data["regions"]?.elements?.first?["logits"]))
    let given = try NPY.read(.bytes(try Sample.logits.bytes), layout: nil, maximumBytes: 1 << 20).tensor
    #expect(
      logits.planes(as: Double.self)?.samples == given.planes(as: Float.self)?.samples.map(Double.init))
  }

  private func compareRounded(
    _ rounded: Tensor?, _ recipe: Recipe, _ input: Input, _ page: PageReader
  ) throws {
    guard let type = page.data["picture_type"]?.stringValue else {
      #expect(rounded == nil)
      return
    }
    let rounded = try #require(rounded)
    #expect(rounded.sampleType.rawValue == type)
    if recipe.linearLight {
      // A picture holds these coded again.
      #expect(rounded.planes(as: UInt16.self) == (try recipe.planes(of: input, as: UInt16.self)))
    } else {
      let picture = try recipe.runBlocking(input, to: .memory, as: .png())
      let isSame = rounded.isSame(as: try Pictures.decoded(try #require(picture.bytes)).tensor)
      #expect(isSame)
    }
  }

  // MARK: - What is said

  @Test(arguments: cases)
  func figuresAreTheDumps(_ one: Case) throws {
    let (recipe, input) = (try one.recipe, Input.bytes(try one.input.bytes))
    let data = try PageReader(try recipe.inspectionReport(input).html).data
    let run = try recipe.runBlocking(input, to: .memory, as: .json)
    let dump = try JSONValue(parsing: try #require(run.bytes))
    let figures = try #require(dump["statistics"]?.elements)
    let shown = try #require(data["statistics"]?.elements)
    #expect(shown.count == figures.count && data["channels"]?.integerValue == figures.count)
    let values = try #require(dump["values"]?.elements)
    for (channel, (mine, theirs)) in zip(shown, figures).enumerated() {
      for name in ["channel", "mean", "nan_count"] {
        #expect(mine[name] == theirs[name])
      }
      for name in ["minimum", "maximum"] {
        // Integers of 64 bits as text, since a script would read others as Double.
        if data["result_type"] == "int64", case .integer(let number) = theirs[name] {
          #expect(mine[name] == .string("\(number)"))
        } else {
          #expect(mine[name] == theirs[name])
        }
      }
      let finite = values[channel].elements?.flatMap { $0.elements ?? [] }.compactMap(\.numberValue) ?? []
      let counts = mine["histogram"]?["counts"]?.elements?.compactMap(\.integerValue)
      #expect((counts?.reduce(0, +) ?? 0) == finite.count)
      guard let low = finite.min(), let high = finite.max(), let counts else { continue }
      #expect(
        mine["histogram"]?["low"]?.numberValue == low && mine["histogram"]?["high"]?.numberValue == high)
      #expect(
        counts.count == 64 && (low == high ? counts[63] == finite.count : counts[0] > 0 && counts[63] > 0))
    }
    if one.layers.count == 1 { #expect(data["parameters"] == dump["parameters"]) }
    #expect(data["model"]?.stringValue == one.model)
    #expect(data["channel_names"]?.elements?.count == figures.count)
  }

  @Test(arguments: cases)
  func axesAndDialectsAreTheInspections(_ one: Case) throws {
    let (recipe, input) = (try one.recipe, Input.bytes(try one.input.bytes))
    let page = try PageReader(try recipe.inspectionReport(input).html)
    let data = page.data
    let (height, width, channels) = try (
      #require(data["output_height"]?.integerValue), #require(data["output_width"]?.integerValue),
      #require(data["channels"]?.integerValue)
    )
    let axes = try #require(data["axes"]?.elements)
    let isFractional = data["windowing"] == "fractional"
    #expect(axes.count == (isFractional ? channels : 1))
    let samples = try #require(try page.tensor(data["regions"]?.elements?.first?["samples"]))
    for number in 0..<max(height, width) {
      for channel in isFractional ? Array(0..<channels) : [0] {
        let place = OutputPlace(
          row: min(number, height - 1), column: min(number, width - 1), channel: channel)
        let window = try recipe.inspect(input, at: place)
        try compare(axes[channel]["rows"], window.rows)
        try compare(axes[channel]["columns"], window.columns)
        for tap in window.channels[0].taps {
          guard let row = tap.sourceRow, let column = tap.sourceColumn, let value = tap.value else {
            continue
          }
          let found = sample(of: samples, channel, row, column)
          #expect(found == value.value || (found.isNaN && value.value.isNaN), "\(place), \(row), \(column)")
        }
        try compareFields(data, window)
      }
    }
  }

  private func sample(of tensor: Tensor, _ channel: Int, _ row: Int, _ column: Int) -> Double {
    var visitor = One(channel: channel, row: row, column: column)
    return tensor.withPlanes(&visitor)
  }

  private struct One: PlanesVisitor {
    let channel, row, column: Int

    mutating func visit<S: PoolingEngine.Sample>(_ planes: Planes<S>) -> Double {
      switch planes[channel, row, column] {
      case let value as any BinaryInteger: Double(value)
      case let value as any BinaryFloatingPoint: Double(value)
      default: .nan
      }
    }
  }

  /// A window put together again from the table is the inspection's.
  private func compare(_ table: JSONValue?, _ axis: InspectedAxis) throws {
    let table = try #require(table)
    #expect(table["length"]?.integerValue == axis.length && table["windows"]?.integerValue == axis.windows)
    #expect(table["unit_weight"]?.integerValue == axis.unitWeight)
    #expect(table["starts"]?.elements?.count == axis.windows)
    let start = try #require(table["starts"]?.elements?[axis.window].integerValue)
    let number = try #require(table["shape_of"]?.elements?[axis.window].integerValue)
    let shape = try #require(table["shapes"]?.elements?[number])
    let kinds = Array(shape["kinds"]?.stringValue ?? "")
    let dilation = try #require(shape["dilation"]?.integerValue)
    let letters: [Character: InspectedAxis.Kind] = [
      "s": .sample, "p": .padding, "o": .overhang, "b": .border,
    ]
    let taps = kinds.indices.map { tap -> InspectedAxis.Tap in
      let place = start + tap * dilation
      let isSample = kinds[tap] == "s"
      return InspectedAxis.Tap(
        place: place, kind: letters[kinds[tap]] ?? .overhang,
        source: shape["sources"]?.elements?[tap].integerValue ?? (isSample ? place : nil),
        weight: shape["weights"]?.elements?[tap].integerValue ?? 1)
    }
    #expect(taps == axis.taps)
    #expect(
      shape["padding_taps"]?.integerValue == axis.paddingTaps
        && shape["overhang_taps"]?.integerValue == axis.overhangTaps)
  }

  private func compareFields(_ data: JSONValue, _ window: Inspection) throws {
    #expect(data["operator"]?.stringValue == window.operation)
    #expect(data["dialect"]?.stringValue == window.dialect.name)
    #expect(data["layers_before"]?.integerValue == window.layersBefore)
    #expect(data["sample_type"]?.stringValue == window.sampleType.rawValue)
    #expect(data["orientation"]?.integerValue == window.orientation.rawValue)
    #expect(data["linear"]?.boolValue == window.isLinearLight)
    let channel = window.channels[0]
    #expect(data["picture_type"]?.stringValue == channel.explanation.pictureType?.rawValue)
    #expect(data["rounding"]?.stringValue == channel.explanation.rounding.rawValue)
    let others = try #require(data["dialects"]?.elements)
    #expect(others.count == channel.dialects.count)
    for (mine, answer) in zip(others, channel.dialects) {
      #expect(mine["dialect"]?.stringValue == answer.dialect.name)
      #expect(mine["refusal"]?.stringValue == (answer.outcome == .refused ? answer.reason : nil))
      #expect(mine["result_type"]?.stringValue == answer.resultType?.rawValue)
      #expect((mine["picture_type"] == .null) == (answer.rounded == nil))
    }
  }
}
