internal import PoolingEngine

/// What is added up of the differences while rows pass.
struct DifferenceSums {
  private(set) var compared = 0
  private(set) var differing = 0
  private(set) var largest = 0.0
  /// Of integers up to 16 bits, exactly.
  private var wholeAbsolute = UInt128(0)
  private var wholeSquares = UInt128(0)
  /// Of all others.
  private var absolute = 0.0
  private var squares = SumOfSquares()
  /// The first sample that differs, in the order of rows, pixels and channels.
  private(set) var first: (row: Int, sample: Int)?

  var mean: Double { compared == 0 ? 0 : (Double(wholeAbsolute) + absolute) / Double(compared) }
  var rootMeanSquare: Double {
    var all = squares
    all.add(squares: Double(wholeSquares))
    return all.rootMean(of: compared)
  }

  /// A row of unsigned integers of at most 16 bits.
  mutating func add<S: Sample & FixedWidthInteger & UnsignedInteger>(
    _ row: Int, _ first: UnsafeBufferPointer<S>, _ second: UnsafeBufferPointer<S>
  ) {
    // A square is below 2³², so a block of 2²⁰ of them is below 2⁵².
    for start in stride(from: 0, to: first.count, by: 1 << 20) {
      var (count, most, sum, sumOfSquares) = (0, UInt32(0), UInt64(0), UInt64(0))
      for place in start..<min(first.count, start + 1 << 20) {
        let difference = (Int32(truncatingIfNeeded: first[place]) &- Int32(truncatingIfNeeded: second[place]))
          .magnitude
        count &+= difference == 0 ? 0 : 1
        most = max(most, difference)
        sum &+= UInt64(difference)
        sumOfSquares &+= UInt64(difference &* difference)
      }
      if count > 0, self.first == nil {
        self.first = (start..<first.count).first { first[$0] != second[$0] }.map { (row, $0) }
      }
      differing += count
      largest = max(largest, Double(most))
      wholeAbsolute += UInt128(sum)
      wholeSquares += UInt128(sumOfSquares)
    }
    compared += first.count
  }

  /// A row of numbers.
  mutating func add(_ row: Int, _ first: UnsafeBufferPointer<Double>, _ second: UnsafeBufferPointer<Double>) {
    var (sum, sumOfSquares) = (0.0, SumOfSquares())
    for place in first.indices {
      let (a, b) = (first[place], second[place])
      if a == b || a.isNaN && b.isNaN { continue }
      let difference = DifferenceSums.difference(a, b)
      note(row, place, difference)
      sum += difference
      sumOfSquares.add(difference)
    }
    finish(first.count, sum, sumOfSquares)
  }

  /// A row of absolute differences that were taken elsewhere.
  mutating func add(_ row: Int, differences: [Double]) {
    var (sum, sumOfSquares) = (0.0, SumOfSquares())
    for (place, difference) in differences.enumerated() where difference > 0 {
      note(row, place, difference)
      sum += difference
      sumOfSquares.add(difference)
    }
    finish(differences.count, sum, sumOfSquares)
  }

  /// |a − b|; two NaN and equal infinities do not differ, and what is not finite otherwise differs by infinity.
  static func difference(_ a: Double, _ b: Double) -> Double {
    if a == b || a.isNaN && b.isNaN { return 0 }
    let difference = (a - b).magnitude
    return difference.isNaN ? .infinity : difference
  }

  private mutating func note(_ row: Int, _ place: Int, _ difference: Double) {
    if first == nil { first = (row, place) }
    differing += 1
    largest = max(largest, difference)
  }

  private mutating func finish(_ count: Int, _ sum: Double, _ sumOfSquares: SumOfSquares) {
    compared += count
    absolute += sum
    squares.add(sumOfSquares)
  }
}
