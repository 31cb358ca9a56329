internal import PoolingEngine

/// Structural similarity of numbers in Double.
///
/// No sum is taken from another: a column of seven rows has its mean and its sums of squared deviations from that, and a
/// window puts seven columns together, Σ(x − μ)² = Σⱼ(Sⱼ + 7·(μⱼ − μ)²). So samples far from 0 lose nothing.
final class RealSimilarity: SimilarityMeter {
  private struct Column {
    var meanA = 0.0
    var meanB = 0.0
    /// Squared deviations of a and of b.
    var squares = 0.0
    var products = 0.0
  }

  private(set) var sums: [Double]
  private let channels: Int
  private let width: Int
  private let formula: SimilarityFormula
  private var columns: [Column]
  /// The last seven rows of both, row % 7 after row % 7.
  private var first: [Double]
  private var second: [Double]
  private var row = 0

  init(_ format: RowFormat, dataRange: Double) {
    (channels, width) = (format.channels, format.size.width)
    formula = SimilarityFormula(dataRange: dataRange)
    first = Array(repeating: 0, count: Comparison.window * format.samplesPerRow)
    second = first
    columns = Array(repeating: Column(), count: format.samplesPerRow)
    sums = Array(repeating: 0, count: format.channels)
  }

  static func heldBytes(for format: RowFormat) -> Int {
    format.samplesPerRow * (16 * Comparison.window + MemoryLayout<Column>.stride)
  }

  func add(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) {
    let start = row % Comparison.window * columns.count
    self.first.withUnsafeMutableBytes {
      UnsafeMutableRawBufferPointer(rebasing: $0[(8 * start)...]).copyMemory(from: first)
    }
    self.second.withUnsafeMutableBytes {
      UnsafeMutableRawBufferPointer(rebasing: $0[(8 * start)...]).copyMemory(from: second)
    }
    row += 1
    guard row >= Comparison.window else { return }
    measureColumns()
    addWindows()
  }

  private func measureColumns() {
    let (height, count) = (Comparison.window, columns.count)
    // From the top of the window, so that the sum does not depend on where the ring begins.
    let top = row % height
    for place in 0..<count {
      var column = Column()
      for tap in 0..<height {
        let at = (top + tap) % height * count + place
        column.meanA += first[at]
        column.meanB += second[at]
      }
      column.meanA /= Double(height)
      column.meanB /= Double(height)
      for tap in 0..<height {
        let at = (top + tap) % height * count + place
        let (a, b) = (first[at] - column.meanA, second[at] - column.meanB)
        column.squares += a * a + b * b
        column.products += a * b
      }
      columns[place] = column
    }
  }

  private func addWindows() {
    let side = Comparison.window
    guard width >= side else { return }
    let others = Double(SimilarityFormula.taps - 1)
    columns.withUnsafeBufferPointer { columns in
      for channel in 0..<channels {
        var sum = 0.0
        for left in 0...(width - side) {
          let start = left * channels + channel
          var window = Column()
          for tap in 0..<side {
            let column = columns[start + tap * channels]
            window.meanA += column.meanA
            window.meanB += column.meanB
          }
          window.meanA /= Double(side)
          window.meanB /= Double(side)
          for tap in 0..<side {
            let column = columns[start + tap * channels]
            let (a, b) = (column.meanA - window.meanA, column.meanB - window.meanB)
            window.squares += column.squares + Double(side) * (a * a + b * b)
            window.products += column.products + Double(side) * (a * b)
          }
          sum += formula(window.meanA, window.meanB, window.squares / others, window.products / others)
        }
        sums[channel] += sum
      }
    }
  }
}
