internal import FeatureMaps
internal import PoolingEngine

// Parameters of a golden case as the engine's values.
extension GoldenCase {
  private func missing(_ name: String) -> GoldenRefusal {
    GoldenRefusal("the parameter \(name) is missing or of a wrong type")
  }

  func dialect() throws(GoldenRefusal) -> Dialect {
    switch framework {
    case "onnxruntime": return .onnx
    // These libraries have their own windows; values and NaN are NumPy's, which are PyTorch's.
    case "skimage", "pillow", "opencv": return .torch
    default:
      guard let dialect = Dialect(named: framework) else {
        throw GoldenRefusal("the framework \(framework) is not known")
      }
      return dialect
    }
  }

  func pair(_ name: String) throws(GoldenRefusal) -> Pair {
    guard let pair = parameters.pair(name) else { throw missing(name) }
    return pair
  }

  func number(_ name: String) throws(GoldenRefusal) -> Double {
    guard let number = parameters.number(name) else { throw missing(name) }
    return number
  }

  func extra(_ role: String) throws(GoldenRefusal) -> String {
    guard let name = extra[role] else { throw missing(role) }
    return name
  }

  func outputSize() throws(GoldenRefusal) -> Size {
    let pair = try pair("output_size")
    return Size(height: pair.vertical, width: pair.horizontal)
  }

  func sliding() throws(GoldenRefusal) -> Windowing {
    guard let padding = parameters.padding else { throw missing("padding_mode") }
    return .sliding(
      try pair("kernel"), stride: try pair("stride"), padding: padding,
      dilation: parameters.pair("dilation") ?? 1, ceilMode: parameters.bool("ceil_mode") ?? false)
  }

  func boundaries() throws(GoldenRefusal) -> Windowing {
    guard let rows = parameters.integers("row_sequence"), let columns = parameters.integers("col_sequence")
    else { throw missing("row_sequence or col_sequence") }
    return .boundaries(
      rows: rows, columns: columns, overlapping: parameters.bool("overlapping") ?? false)
  }

  func unpooling() throws(GoldenRefusal) -> MaxUnpooling {
    guard case .explicit(let top, let left, let bottom, let right)? = parameters.padding else {
      throw missing("pads")
    }
    guard (top, left) == (bottom, right) || parameters.pair("output_size") != nil else {
      throw GoldenRefusal("unpooling without a size takes equal padding on both sides")
    }
    let size = parameters.pair("output_size")
    return MaxUnpooling(
      kernel: try pair("kernel"), stride: try pair("stride"), padding: Pair(top, left),
      outputSize: size.map { Size(height: $0.vertical, width: $0.horizontal) }, dialect: try dialect(),
      indexLayout: try layout() ?? .plane)
  }

  func layout() throws(GoldenRefusal) -> IndexLayout? {
    guard let indexLayout else { return nil }
    guard let layout = IndexLayout(rawValue: indexLayout) else {
      throw GoldenRefusal("the index layout \(indexLayout) is not known")
    }
    return layout
  }

  /// scikit-image's `block_reduce`: blocks filled up with a constant. NumPy gives means and medians of integers as
  /// float64, their sums as 64-bit integers.
  func blockReduction() throws(GoldenRefusal) -> (GoldenCall.Kind, SampleType?) {
    let isInteger = !elementType.hasPrefix("float")
    let (reduction, type): (Reduction, SampleType?)
    switch parameters.string("function") {
    case "max": (reduction, type) = (.max, nil)
    case "min": (reduction, type) = (.min, nil)
    case "mean": (reduction, type) = (.average, isInteger ? .float64 : nil)
    case "median": (reduction, type) = (.median, isInteger ? .float64 : nil)
    case "sum": (reduction, type) = (.sum, isInteger ? .int64 : nil)
    default: throw missing("function")
    }
    let windows = Windowing.sliding(
      try pair("block"), padding: .whole, border: .constant(try number("cval")))
    return (.pooling(Pooling(reduction, over: windows)), type)
  }

  /// Pillow's `reduce`: means of the real pixels, halves up.
  func boxReduction() throws -> GoldenCall.Kind {
    guard parameters.bool("premultiplied_alpha") != true else {
      throw GoldenDecline(
        "Pillow rounds colours to 8 bits before and after weighing them by alpha; here they are weighed exactly"
      )
    }
    return .pooling(
      Pooling(
        .average(countIncludePad: false), over: .sliding(try pair("factor"), ceilMode: true),
        rounding: .halfUp))
  }

  /// OpenCV's `INTER_AREA` by whole factors: as many windows as the rounded quotient, the last one cut or pixels left over.
  /// Means of four are rounded half up, others half to even.
  func areaReduction(of size: Size) throws -> GoldenCall.Kind {
    let factor = try pair("factor")
    return .pooling(
      Pooling(
        .average(countIncludePad: false),
        over: .custom(
          rows: try Self.areaWindows(size.height, factor.vertical),
          columns: try Self.areaWindows(size.width, factor.horizontal)),
        rounding: factor == 2 ? .halfUp : .halfEven))
  }

  private static func areaWindows(_ length: Int, _ factor: Int) throws -> AxisWindows {
    guard factor >= 1 else { throw GoldenRefusal("the factor \(factor) is below 1") }
    let count = Int((Double(length) / Double(factor)).rounded(.toNearestOrEven))
    return try AxisWindows(
      inputLength: length,
      (0..<count).map { Window(firstTap: $0 * factor, tapCount: min(factor, length - $0 * factor)) })
  }
}
