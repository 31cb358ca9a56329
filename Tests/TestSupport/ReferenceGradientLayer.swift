public import PoolingEngine

/// A layer whose gradient the reference knows, and the same layer for the engine.
public struct ReferenceGradientLayer: Hashable, Sendable, CustomStringConvertible {
  public enum Operation: Hashable, Sendable {
    case max, min, sum
    case average(countIncludePad: Bool?, divisorOverride: Int?)
    case norm(Double)
    case soft(temperature: Double, weightsConstant: Bool)
    case attention(temperature: Double)
  }

  public enum Windows: Hashable, Sendable {
    case sliding(ReferenceSliding)
    case adaptive(height: Int, width: Int)
    case area(height: Int, width: Int)
    case global
    /// A pair (width, height) of random numbers per plane.
    case fractional(kernel: Pair, output: Size, numbers: [[Double]])
    case boundaries(rows: [Int], columns: [Int], overlapping: Bool)
  }

  public var operation: Operation
  public var windows: Windows
  public var dialect: Dialect

  public init(_ operation: Operation, _ windows: Windows, dialect: Dialect = .torch) {
    self.operation = operation
    self.windows = windows
    self.dialect = dialect
  }

  public var description: String { "\(dialect) \(operation) \(windows)" }

  public var engine: Pooling {
    let reduction: Reduction =
      switch operation {
      case .max: .max
      case .min: .min
      case .sum: .sum
      case .average(let include, let divisor):
        .average(countIncludePad: include, divisorOverride: divisor)
      case .norm(let norm): .lp(norm)
      case .soft(let temperature, let constant):
        .soft(temperature: temperature, weightsConstantInGradient: constant)
      case .attention(let temperature): .attention(temperature: temperature)
      }
    let windowing: Windowing =
      switch windows {
      case .sliding(let s):
        .sliding(
          s.kernel, stride: s.stride, padding: s.padding, dilation: s.dilation, border: s.border,
          ceilMode: s.ceilMode)
      case .adaptive(let height, let width): .adaptive(Size(height: height, width: width))
      case .area(let height, let width): .area(Size(height: height, width: width))
      case .global: .global
      case .fractional(let kernel, let output, let numbers):
        .fractional(
          kernel, output: output,
          samples: .given(numbers.map { FractionalSamples.Sample(width: $0[0], height: $0[1]) }))
      case .boundaries(let rows, let columns, let overlapping):
        .boundaries(rows: rows, columns: columns, overlapping: overlapping)
      }
    return Pooling(reduction, over: windowing, dialect: dialect)
  }

  /// What lies under the windows of a plane: every sample's place in the input, −1 where a constant stands.
  public struct Plan: Sendable {
    public var rows: [ReferenceGradientWindow]
    public var columns: [ReferenceGradientWindow]
    /// The input's row of each row that windows see.
    public var rowOrigins: [Int]
    public var columnOrigins: [Int]
  }

  /// Nil where no window fits.
  public func plan(_ size: Size, plane: Int, isDouble: Bool) -> Plan? {
    typealias W = ReferenceGradientWindow
    func plain(_ rows: [W], _ columns: [W]) -> Plan {
      Plan(
        rows: rows, columns: columns, rowOrigins: Array(0..<size.height),
        columnOrigins: Array(0..<size.width))
    }
    switch windows {
    case .adaptive(let height, let width):
      return plain(W.adaptive(size.height, height), W.adaptive(size.width, width))
    case .area(let height, let width): return plain(W.area(size.height, height), W.area(size.width, width))
    case .global: return plain(W.adaptive(size.height, 1), W.adaptive(size.width, 1))
    case .boundaries(let rows, let columns, let overlapping):
      return plain(
        W.between(rows, overlapping: overlapping), W.between(columns, overlapping: overlapping))
    case .fractional(let kernel, let output, let numbers):
      let (u, v) = (numbers[plane][0], numbers[plane][1])
      if isDouble {
        return plain(
          W.fractional(size.height, kernel: kernel.vertical, count: output.height, v),
          W.fractional(size.width, kernel: kernel.horizontal, count: output.width, u))
      }
      return plain(
        W.fractional(size.height, kernel: kernel.vertical, count: output.height, Float(v)),
        W.fractional(size.width, kernel: kernel.horizontal, count: output.width, Float(u)))
    case .sliding(let s):
      guard
        let (rows, rowOrigins) = Self.axis(
          size.height, s.kernel.vertical, s.stride.vertical, s.dilation.vertical, s, isVertical: true),
        let (columns, columnOrigins) = Self.axis(
          size.width, s.kernel.horizontal, s.stride.horizontal, s.dilation.horizontal, s, isVertical: false)
      else { return nil }
      return Plan(rows: rows, columns: columns, rowOrigins: rowOrigins, columnOrigins: columnOrigins)
    }
  }

  private static func axis(
    _ n: Int, _ k: Int, _ s: Int, _ d: Int, _ sliding: ReferenceSliding, isVertical: Bool
  ) -> ([ReferenceGradientWindow], [Int])? {
    typealias W = ReferenceGradientWindow
    let extent = d * (k - 1) + 1
    var count: Int?
    var (p0, p1) = (0, 0)
    switch sliding.padding {
    case .valid: break
    case .explicit(let top, let left, let bottom, let right):
      (p0, p1) = isVertical ? (top, bottom) : (left, right)
    case .same, .sameLower:
      let same = W.same(n, extent: extent, stride: s, oddFirst: sliding.padding == .sameLower)
      (count, p0, p1) = (same.count, same.p0, same.p1)
    case .whole:
      var number = 1
      while (number - 1) * s + extent < n { number += 1 }
      (count, p1) = (number, (number - 1) * s + extent - n)
    }
    guard sliding.border != .dialect else {
      return W.sliding(
        n, kernel: k, stride: s, dilation: d, p0, p1, ceilMode: sliding.ceilMode, count: count
      ).map { ($0, Array(0..<n)) }
    }
    let origins = (-p0..<n + p1).map { place in
      guard place < 0 || place >= n else { return place }
      return switch sliding.border {
      case .replicate: place < 0 ? 0 : n - 1
      // Mirrored about the edge sample.
      case .reflect: place < 0 ? -place : n - 1 - (place - (n - 1))
      case .dialect, .constant: -1
      }
    }
    return W.sliding(
      origins.count, kernel: k, stride: s, dilation: d, 0, 0, ceilMode: sliding.ceilMode
    ).map { ($0, origins) }
  }
}
