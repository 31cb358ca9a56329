public import PoolingEngine

/// Pooling written from the frameworks' rules as slow nested loops, one output sample after the other, to hold
/// the engine against. Shares no arithmetic with the engine; only its names for parameters.
///
/// A value describes one layer; ``engine`` is the same layer for the engine.
public struct ReferencePooling: Hashable, Sendable, CustomStringConvertible {
  public enum Operator: Hashable, Sendable {
    case max, min, sum, median
    case average(countIncludePad: Bool? = nil, divisorOverride: Int? = nil)
    case lp(Double)
    case soft(temperature: Double)
    case attention(temperature: Double)
  }

  public enum Windows: Hashable, Sendable {
    case sliding(ReferenceSliding)
    case adaptive(height: Int?, width: Int?)
    case area(height: Int, width: Int)
    case global
    /// Window lists of one's own.
    case custom(rows: [ReferenceWindow], columns: [ReferenceWindow])
    /// PyTorch's fractional windows, with random numbers for every plane.
    case fractional(kernel: Pair, output: Size, samples: [FractionalSamples.Sample])
    /// TensorFlow's fractional windows.
    case boundaries(rows: [Int], columns: [Int], overlapping: Bool)
  }

  public var operation: Operator
  public var windows: Windows
  public var dialect: Dialect
  public var rounding: Rounding

  public init(
    _ operation: Operator, _ windows: Windows, dialect: Dialect = .torch, rounding: Rounding = .halfEven
  ) {
    self.operation = operation
    self.windows = windows
    self.dialect = dialect
    self.rounding = rounding
  }

  public var isMax: Bool { operation == .max }
  /// The result is one of the samples, and has a place.
  public var selectsASample: Bool { operation == .max || operation == .min }

  /// The same layer for the engine.
  ///
  /// - Parameter size: for window lists of one's own, the size they are for; else without meaning.
  public func engine(for size: Size) -> Pooling {
    let reduction: Reduction
    switch operation {
    case .max: reduction = .max
    case .min: reduction = .min
    case .sum: reduction = .sum
    case .median: reduction = .median
    case .lp(let norm): reduction = .lp(norm)
    case .soft(let temperature): reduction = .soft(temperature: temperature)
    case .attention(let temperature): reduction = .attention(temperature: temperature)
    case .average(let include, let divisor):
      reduction = .average(countIncludePad: include, divisorOverride: divisor)
    }
    let windowing: Windowing
    switch windows {
    case .sliding(let s):
      windowing = .sliding(
        s.kernel, stride: s.stride, padding: s.padding, dilation: s.dilation, border: s.border,
        ceilMode: s.ceilMode)
    case .adaptive(let height, let width): windowing = .adaptive(height: height, width: width)
    case .area(let height, let width): windowing = .area(Size(height: height, width: width))
    case .global: windowing = .global
    case .fractional(let kernel, let output, let samples):
      windowing = .fractional(kernel, output: output, samples: .given(samples))
    case .boundaries(let rows, let columns, let overlapping):
      windowing = .boundaries(rows: rows, columns: columns, overlapping: overlapping)
    case .custom(let rows, let columns):
      // A list that is refused shows as one that is for no size.
      guard let rows = try? AxisWindows(inputLength: size.height, rows.map(\.engine)),
        let columns = try? AxisWindows(inputLength: size.width, columns.map(\.engine))
      else { preconditionFailure("the engine refuses the lists \(self)") }
      windowing = .custom(rows: rows, columns: columns)
    }
    return Pooling(reduction, over: windowing, dialect: dialect, rounding: rounding)
  }

  /// The same layer for the engine; not for window lists of one's own.
  public var engine: Pooling { engine(for: Size(height: 0, width: 0)) }

  public var description: String { "\(dialect) \(operation) \(windows) \(rounding.rawValue)" }
}
