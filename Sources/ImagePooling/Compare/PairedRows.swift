internal import PoolingEngine

/// Rows of two inputs on their way through everything that is measured of them, in the types in which that is done.
struct PairedRows {
  private enum Form { case uint8, uint16, exact, real }

  private(set) var sums = DifferenceSums()
  /// Nil without a range.
  let similarity: (any SimilarityMeter)?
  private(set) var neighbourhood: NeighbourhoodKeeper
  private var map: DifferenceMap?
  private let form: Form
  private let types: (SampleType, SampleType)
  private var reals = (RealRow(), RealRow())
  /// Of the row, where Double would round the samples.
  private var differences: [Double] = []

  init(_ first: RowFormat, _ second: RowFormat, dataRange: Double?, _ map: DifferenceMap?) {
    types = (first.sampleType, second.sampleType)
    self.map = map
    neighbourhood = NeighbourhoodKeeper(first, second)
    form = Self.form(types.0, types.1)
    let isLarge = min(first.size.height, first.size.width) >= Comparison.window
    guard let dataRange, isLarge else {
      similarity = nil
      return
    }
    switch form {
    case .uint8, .uint16: similarity = IntegerSimilarity(first, dataRange: dataRange)
    case .exact, .real: similarity = RealSimilarity(first, dataRange: dataRange)
    }
  }

  private static func form(_ first: SampleType, _ second: SampleType) -> Form {
    if ExactDifference.isNeeded((first, second)) { return .exact }
    guard first == second else { return .real }
    switch first {
    case .uint8: return .uint8
    case .uint16: return .uint16
    default: return .real
    }
  }

  static func heldBytes(_ first: RowFormat, _ second: RowFormat) -> Int {
    let rows = NeighbourhoodKeeper.heldBytes(for: first) + NeighbourhoodKeeper.heldBytes(for: second)
    switch form(first.sampleType, second.sampleType) {
    case .uint8, .uint16: return rows + IntegerSimilarity.heldBytes(for: first)
    case .exact, .real: return rows + RealSimilarity.heldBytes(for: first) + 24 * first.samplesPerRow
    }
  }

  mutating func add(_ row: Int, _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) {
    switch form {
    case .uint8: addIntegers(row, first, second, UInt8.self)
    case .uint16: addIntegers(row, first, second, UInt16.self)
    case .exact, .real: addReals(row, first, second)
    }
    neighbourhood.add(row, first, second, sums.first)
  }

  private mutating func addIntegers<S: Sample & FixedWidthInteger & UnsignedInteger>(
    _ row: Int, _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, _ type: S.Type
  ) {
    let (these, those) = (first.assumingMemoryBound(to: S.self), second.assumingMemoryBound(to: S.self))
    sums.add(row, these, those)
    map?.add(these, those)
    similarity?.add(first, second)
  }

  private mutating func addReals(
    _ row: Int, _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
  ) {
    reals.0.take(first, types.0)
    reals.1.take(second, types.1)
    let isExact = form == .exact
    if isExact {
      ExactDifference.fill(&differences, first, second, types, reals)
      sums.add(row, differences: differences)
      map?.add(differences: differences)
    }
    reals.0.numbers.withUnsafeBufferPointer { these in
      reals.1.numbers.withUnsafeBufferPointer { those in
        if !isExact {
          sums.add(row, these, those)
          map?.add(these, those)
        }
        similarity?.add(UnsafeRawBufferPointer(these), UnsafeRawBufferPointer(those))
      }
    }
  }

  /// All rows have passed: writes the map.
  mutating func finish() throws(ImagePoolError) {
    neighbourhood.finish()
    try map?.write()
  }
}
