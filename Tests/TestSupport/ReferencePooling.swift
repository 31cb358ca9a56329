public import PoolingEngine

/// Pooling written from the frameworks' rules as slow nested loops, one output sample after the other, to hold
/// the engine against. Shares no arithmetic with the engine; only its names for parameters.
///
/// A value describes one layer; ``engine`` is the same layer for the engine.
public struct ReferencePooling: Hashable, Sendable, CustomStringConvertible {
  public enum Operator: Hashable, Sendable {
    case max
    case average(countIncludePad: Bool? = nil, divisorOverride: Int? = nil)
  }

  public enum Windows: Hashable, Sendable {
    case sliding(ReferenceSliding)
    case adaptive(height: Int?, width: Int?)
    case area(height: Int, width: Int)
    case global
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

  /// The same layer for the engine.
  public var engine: Pooling {
    let reduction: Reduction
    switch operation {
    case .max: reduction = .max
    case .average(let include, let divisor):
      reduction = .average(countIncludePad: include, divisorOverride: divisor)
    }
    let windowing: Windowing
    switch windows {
    case .sliding(let s):
      windowing = .sliding(
        s.kernel, stride: s.stride, padding: s.padding, dilation: s.dilation, border: s.border, ceilMode: s.ceilMode)
    case .adaptive(let height, let width): windowing = .adaptive(height: height, width: width)
    case .area(let height, let width): windowing = .area(Size(height: height, width: width))
    case .global: windowing = .global
    }
    return Pooling(reduction, over: windowing, dialect: dialect, rounding: rounding)
  }

  public var description: String { "\(dialect) \(operation) \(windows) \(rounding.rawValue)" }
}
