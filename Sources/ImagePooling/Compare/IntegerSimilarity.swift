internal import PoolingEngine

/// Structural similarity of uint8 and uint16, from running sums.
///
/// Sums over columns of seven rows gain a row and lose one, sums over windows a column: integers, so nothing is lost by
/// that. 49·65535² is below 2³⁸, and 49 times that below 2⁴⁴, so that all of it is exact in Int64 and in Double.
///
/// (No generic class: specialised code was not made of one.)
final class IntegerSimilarity: SimilarityMeter {
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

    init(_ first: UInt16, _ second: UInt16) {
      (a, b) = (Int(first), Int(second))
      squares = a &* a &+ b &* b
      products = a &* b
    }
  }

  private(set) var sums: [Double]
  private let format: RowFormat
  private let formula: SimilarityFormula
  private var columns: [Sums]
  /// The last seven rows of both, row % 7 after row % 7.
  private var first: [UInt16]
  private var second: [UInt16]
  private var row = 0

  /// - Parameter format: of both; its samples are uint8 or uint16.
  init(_ format: RowFormat, dataRange: Double) {
    self.format = format
    formula = SimilarityFormula(dataRange: dataRange)
    first = Array(repeating: 0, count: Comparison.window * format.samplesPerRow)
    second = first
    columns = Array(repeating: Sums(), count: format.samplesPerRow)
    sums = Array(repeating: 0, count: format.channels)
  }

  static func heldBytes(for format: RowFormat) -> Int {
    format.samplesPerRow * (4 * Comparison.window + MemoryLayout<Sums>.stride)
  }

  func add(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) {
    let start = row % Comparison.window * format.samplesPerRow
    // Before the seventh row has come, what is taken out is zero.
    countRow(at: start, entering: false)
    Self.take(first, format.sampleType, into: &self.first, at: start)
    Self.take(second, format.sampleType, into: &self.second, at: start)
    countRow(at: start, entering: true)
    row += 1
    if row >= Comparison.window { addWindows() }
  }

  private static func take(
    _ row: UnsafeRawBufferPointer, _ type: SampleType, into samples: inout [UInt16], at start: Int
  ) {
    samples.withUnsafeMutableBufferPointer { samples in
      if type == .uint8 {
        for place in row.indices { samples[start + place] = UInt16(row[place]) }
      } else {
        let row = row.assumingMemoryBound(to: UInt16.self)
        for place in row.indices { samples[start + place] = row[place] }
      }
    }
  }

  /// Adds the row that lies at `start` to the columns, or takes it out.
  private func countRow(at start: Int, entering: Bool) {
    first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        columns.withUnsafeMutableBufferPointer { columns in
          for place in columns.indices {
            let sums = Sums(first[start + place], second[start + place])
            if entering { columns[place].add(sums) } else { columns[place].remove(sums) }
          }
        }
      }
    }
  }

  private func addWindows() {
    let (taps, channels, width) = (SimilarityFormula.taps, format.channels, format.size.width)
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
