internal import PoolingEngine

/// Structural similarity of unsigned integers of at most 16 bits, from running sums.
///
/// Sums over columns of seven rows gain a row and lose one, sums over windows a column: integers, so nothing is lost by
/// that. 49·65535² is below 2³⁸, and 49 times that below 2⁴⁴, so that all of it is exact in Int64 and in Double.
final class IntegerSimilarity<S: Sample & FixedWidthInteger & UnsignedInteger>: SimilarityMeter {
  private struct Sums {
    var a = 0
    var b = 0
    /// Of a² + b².
    var squares = 0
    var products = 0

    mutating func add(_ other: Sums) {
      a &+= other.a
      b &+= other.b
      squares &+= other.squares
      products &+= other.products
    }

    mutating func remove(_ other: Sums) {
      a &-= other.a
      b &-= other.b
      squares &-= other.squares
      products &-= other.products
    }

    init() {}

    init(_ first: S, _ second: S) {
      (a, b) = (Int(truncatingIfNeeded: first), Int(truncatingIfNeeded: second))
      squares = a &* a &+ b &* b
      products = a &* b
    }
  }

  private(set) var sums: [Double]
  private let channels: Int
  private let width: Int
  private let formula: SimilarityFormula
  private var columns: [Sums]
  /// The last seven rows of both, at row % 7.
  private var rows: [(first: [S], second: [S])]
  private var row = 0

  init(_ format: RowFormat, dataRange: Double) {
    (channels, width) = (format.channels, format.size.width)
    formula = SimilarityFormula(dataRange: dataRange)
    let none = [S](repeating: 0, count: format.samplesPerRow)
    rows = Array(repeating: (none, none), count: Comparison.window)
    columns = Array(repeating: Sums(), count: format.samplesPerRow)
    sums = Array(repeating: 0, count: format.channels)
  }

  static func heldBytes(for format: RowFormat) -> Int {
    format.samplesPerRow * (2 * Comparison.window * format.sampleType.byteCount + MemoryLayout<Sums>.stride)
  }

  func add(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) {
    let (first, second) = (first.assumingMemoryBound(to: S.self), second.assumingMemoryBound(to: S.self))
    let slot = row % Comparison.window
    columns.withUnsafeMutableBufferPointer { columns in
      // Before the seventh row has come, what is taken out is zero.
      let old = rows[slot]
      for place in columns.indices {
        columns[place].add(Sums(first[place], second[place]))
        columns[place].remove(Sums(old.first[place], old.second[place]))
      }
    }
    rows[slot].first.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: first) }
    rows[slot].second.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: second) }
    row += 1
    if row >= Comparison.window { addWindows() }
  }

  private func addWindows() {
    let taps = SimilarityFormula.taps
    let (perMean, perVariance) = (1 / Double(taps * taps), 1 / Double(taps * (taps - 1)))
    // The formula times both denominators, so that sums stay whole.
    let (c1, c2) = (formula.c1 / perMean, formula.c2 / perVariance)
    columns.withUnsafeBufferPointer { columns in
      for channel in 0..<channels {
        var window = Sums()
        var sum = 0.0
        for column in 0..<width {
          let place = column * channels + channel
          window.add(columns[place])
          if column >= Comparison.window { window.remove(columns[place - Comparison.window * channels]) }
          guard column >= Comparison.window - 1 else { continue }
          let product = window.a &* window.b
          let squares = window.a &* window.a &+ window.b &* window.b
          let covariance = taps &* window.products &- product
          let variances = taps &* window.squares &- squares
          sum +=
            (Double(2 &* product) + c1) * (Double(2 &* covariance) + c2)
            / ((Double(squares) + c1) * (Double(variances) + c2))
        }
        sums[channel] += sum
      }
    }
  }
}
