/// What a streamed pooling holds, computed from the geometry without allocating any of it.
struct MemoryEstimate {
  private let layer: Pooling
  private let format: RowFormat
  private let orientation: Orientation
  private let alpha: AlphaRule?
  private let forms: [ResultForm]

  init(
    _ layer: Pooling, format: RowFormat, orientation: Orientation, alpha: AlphaRule?, results: [SampleType],
    indices: Bool
  ) {
    self.layer = layer
    self.format = format
    self.orientation = orientation
    self.alpha = alpha
    forms = results.map { .values($0) } + (indices ? [.indices] : [])
  }

  func bytes() throws(PoolingError) -> Int {
    try format.check()
    let geometry = try layer.geometry(of: orientation.upright(format.size))
    let rows = orientation.swapsAxes ? geometry.columns : geometry.rows
    let columns = orientation.swapsAxes ? geometry.rows : geometry.columns
    let border = geometry.filledBorder.stored(for: orientation)
    // In Double: sums of products that might not fit an integer must still compare as large.
    let width = Double(border.enlarged(format.size).width * format.channels)
    let outputs = Double(columns.count * format.channels)
    let accumulator = Double(largestAccumulator)
    let overlap = rows.largestOverlap(0..<rows.count)
    // A row of accumulators per open window, and some to work with.
    var total = width * accumulator * Double(min(rows.count, overlap) + 4)
    if let sliding = rows.sliding, sliding.dilation == 1, overlap >= VerticalFoldSetup.blockOverlap {
      total += width * Double(min(sliding.kernel, rows.inputLength)) * 8
    }
    // Copies of the rows that hold first taps.
    if looksAtFirstTaps {
      total += width * Double(foldedBytes) * Double(min(rows.count, overlap) + 1)
    }
    if layer.reduction == .median {
      let (reach, taps) = GatheredRows.largestWindow(rows, 0..<rows.count)
      total += width * Double(foldedBytes) * Double(reach + taps)
      total += Double(taps) * Double(columns.largestWeightSum) * 8
    }
    if format.sampleType == .float16 { total += width * 4 }
    if case .soft = layer.reduction.kind { total += width * 16 }
    if case .lp = layer.reduction.kind { total += width * 8 }
    // Channels with windows of their own: their finished rows wait for each other.
    if layer.windowing.variesByPlane {
      total += Double(geometry.output.height) * outputs * 8 * Double(forms.count)
    }
    // The columns' scratch, their results, divisors and window table.
    total += width * accumulator * 3 + outputs * (accumulator + 8 + 24)
    total += Double(PoolingPlan.inputStripHeight(format) * format.bytesPerRow)
    if !border.isEmpty { total += width * 8 * Double(border.top + border.bottom + 3) }
    for form in forms {
      let result = RowFormat(size: geometry.output, channels: format.channels, sampleType: form.sampleType)
      total += outputs * 8
      let held = orientation.keepsRowOrder ? 0 : Double(result.size.height) * Double(result.bytesPerRow + 64)
      total += held + Double(ResultRows.stripHeight(result) * result.bytesPerRow)
    }
    return total >= Double(Int.max / 2) ? Int.max / 2 : Int(total)
  }

  /// Winners are the widest; float maxima may become winners on the way.
  private var largestAccumulator: Int {
    switch layer.reduction.kind {
    case .average, .sum, .median, .lp: format.sampleType == .int64 ? 16 : 8
    case .soft, .attention: 24
    case .max, .min:
      // While values become winners, both are there.
      forms.contains(.indices)
        ? 16
        : format.sampleType.isFloatingPoint ? 16 + foldedBytes : format.sampleType.byteCount
    }
  }

  /// Bytes of a sample as it is folded: float16 is widened.
  private var foldedBytes: Int { format.sampleType == .float16 ? 4 : format.sampleType.byteCount }

  private var looksAtFirstTaps: Bool {
    let rules = DialectRules(layer.dialect)
    let nan = forms.contains(.indices) ? rules.maximumNaNWithIndices : rules.maximumNaN
    return layer.reduction.selectsASample && format.sampleType.isFloatingPoint && nan == .winsAsFirstTap
  }
}
