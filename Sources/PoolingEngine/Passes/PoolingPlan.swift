/// A pooling made ready for rows of one format lying in one orientation: everything that is decided once.
/// Immutable, and its kernels hold no state, so passes on several threads may share it.
final class PoolingPlan: @unchecked Sendable {
  let format: RowFormat
  let orientation: Orientation
  /// The geometry of the upright picture.
  let geometry: Geometry
  /// The windows along the stored rows' and columns' axes, and the border around the stored picture.
  let rows: AxisWindows
  let columns: AxisWindows
  let border: FilledBorder
  /// The stored picture's size with its border.
  let enlarged: Size
  let columnPlan: ColumnPlan
  let foldSet: FoldSet
  let promotion: Promotion?
  let forms: [ResultForm]
  let head: VerticalFoldSetup.Head?
  /// The pixel of each stored output column's first upright tap, −1 for none; empty unless rules look at it.
  let headColumns: [Int32]
  /// The divisor's factor of each sample of an output row.
  let columnDivisors: [Double]
  /// That factor if all samples share it.
  let commonColumnDivisor: Double?
  /// Channels that are folded: those of the source, or half of them where logits stand between.
  let channels: Int
  let indexing: RowIndexing
  /// Result samples in an output row.
  let resultSamplesPerRow: Int
  private let divisor: AxisDivisor

  init(
    _ layer: Pooling, format: RowFormat, orientation: Orientation, alpha: AlphaRule?, forms: [ResultForm],
    plane: Int = 0, instructionSet: InstructionSet = .best
  ) throws(PoolingError) {
    try format.check()
    try layer.checkLogits(format)
    channels = layer.reduction.takesLogits ? format.channels / 2 : format.channels
    let rules = DialectRules(layer.dialect)
    self.format = format
    self.orientation = orientation
    self.forms = forms
    geometry = try layer.geometry(
      of: orientation.upright(format.size), plane: plane, sampleType: format.sampleType)
    let storedRows = orientation.swapsAxes ? geometry.columns : geometry.rows
    let storedColumns = orientation.swapsAxes ? geometry.rows : geometry.columns
    rows = orientation.reversesStoredRows ? storedRows.mirrored() : storedRows
    columns = orientation.reversesStoredColumns ? storedColumns.mirrored() : storedColumns
    border = geometry.filledBorder.stored(for: orientation)
    enlarged = border.enlarged(format.size)
    let upright = orientation.upright(enlarged)
    if forms.contains(.indices), upright.height.multipliedReportingOverflow(by: upright.width).overflow {
      throw PoolingError(.overflow, "indices of \(upright) do not fit 64 bits")
    }
    divisor = AxisDivisor(layer, rules)
    let isPremultiplied =
      alpha == .premultiplied && layer.reduction.isAverage && (format.channels == 2 || format.channels == 4)
      && (format.sampleType == .uint8 || format.sampleType == .uint16)
    let (largestWeight, overflow) = rows.largestWeightSum.multipliedReportingOverflow(
      by: columns.largestWeightSum)
    let (largestDivisor, overflow2) = divisor.largestVertical(rows).multipliedReportingOverflow(
      by: divisor.largestHorizontal(columns))
    guard !overflow, !overflow2, largestDivisor <= Int.max / 257 else {
      throw PoolingError(.overflow, "the windows' weights do not fit 64 bits")
    }
    let (folds, promotion) = try FoldSelection(
      layer: layer, channels: channels, samplesPerRow: enlarged.width * channels, rules: rules, forms: forms,
      largestWeight: largestWeight, largestRowWeight: rows.largestWeightSum, largestDivisor: largestDivisor,
      isPremultiplied: isPremultiplied, instructionSet: instructionSet
    ).foldSet(for: format.sampleType)
    // Promotion takes what came before for what comes first, which holds where rows come in upright order.
    foldSet = orientation.keepsRowOrder ? folds : promotion?.target ?? folds
    self.promotion = orientation.keepsRowOrder ? promotion : nil
    columnPlan = ColumnPlan(columns, channels: channels)
    indexing = RowIndexing(orientation: orientation, upright: upright)
    resultSamplesPerRow = columns.count * channels
    let (columns, divisor, channels) = (columns, divisor, channels)
    var divisors: [Double] = []
    if layer.reduction.dividesASum {
      divisors.reserveCapacity(resultSamplesPerRow)
      for window in columns {
        let factor = Double(divisor.horizontal(window, of: columns))
        for _ in 0..<channels { divisors.append(factor) }
      }
    }
    columnDivisors = divisors
    let first = divisors.first
    commonColumnDivisor = divisors.allSatisfy { $0 == first } ? first : nil
    let nan = forms.contains(.indices) ? rules.maximumNaNWithIndices : rules.maximumNaN
    let usesHead =
      layer.reduction.selectsASample && format.sampleType.isFloatingPoint && nan == .winsAsFirstTap
    head = usesHead ? (orientation.reversesStoredRows ? .lastRow : .firstRow) : nil
    let headIsLast = orientation.reversesStoredColumns
    headColumns =
      usesHead
      ? columns.map {
        $0.tapCount == 0 ? -1 : Int32(truncatingIfNeeded: headIsLast ? $0.lastTap : $0.firstTap)
      } : []
  }

  /// The divisor's vertical factor.
  func rowDivisor(_ output: Int) -> Int { divisor.vertical(rows[output], of: rows) }

  /// The format of one result as its rows are finished: lying like the source's.
  func storedResultFormat(_ form: ResultForm) -> RowFormat {
    RowFormat(
      size: Size(height: rows.count, width: columns.count), channels: channels, sampleType: form.sampleType)
  }

  /// The format of one result, upright.
  func resultFormat(_ form: ResultForm) -> RowFormat {
    RowFormat(size: geometry.output, channels: channels, sampleType: form.sampleType)
  }
}
