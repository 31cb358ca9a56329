internal import PoolingEngine

/// Takes rows of two inputs apart, sample by sample, as a comparison does.
final class DifferencePair {
  private let types: (SampleType, SampleType)
  private var reals = (RealRow(), RealRow())
  private var differences: [Double] = []

  init(_ rows: ComparedRows) { types = (rows.held[0].format.sampleType, rows.held[1].format.sampleType) }

  /// Whether all differences are whole numbers.
  var isWhole: Bool { !types.0.isFloatingPoint && !types.1.isFloatingPoint }

  /// Calls `body` with the place in the row, both samples, and how far they are apart.
  func forEach(
    _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer,
    _ body: (Int, Double, Double, Double) -> Void
  ) {
    reals.0.take(first, types.0)
    reals.1.take(second, types.1)
    let (a, b) = (reals.0.numbers, reals.1.numbers)
    guard ExactDifference.isNeeded(types) else {
      for place in a.indices {
        body(place, a[place], b[place], DifferenceSums.difference(a[place], b[place]))
      }
      return
    }
    ExactDifference.fill(&differences, first, second, types, reals)
    for place in a.indices { body(place, a[place], b[place], differences[place]) }
  }
}
