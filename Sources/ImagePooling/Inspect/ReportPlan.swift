internal import FeatureMaps
internal import PoolingEngine

/// What a page about a pooling will hold, known before anything is decoded.
struct ReportPlan {
  let run: RecipeRun
  let prepared: PreparedInput
  let layer: Pooling
  /// Of what is pooled, upright, and of the result.
  let input, output: Size
  let layersBefore: Int
  /// Of the result.
  let resultType: SampleType
  /// Of the picture's samples; nil where there is no picture, or the result is its samples already.
  let pictureType: SampleType?
  /// One pair, or one per channel where windows differ by channel.
  private(set) var axes: [(rows: AxisTable, columns: AxisTable)] = []
  private(set) var regions: [InspectionReport.Region]
  /// The regions were not asked for.
  private let isFree: Bool
  /// False: the page computes what it does not get, quotients of sums of integers.
  let holdsResult: Bool

  /// Windows of both axes together that a page has at most.
  static let mostWindows = 2_000_000

  init(
    _ run: RecipeRun, _ prepared: PreparedInput, _ chain: RecipeRun.Chain,
    _ asked: [InspectionReport.Region]
  ) throws(ImagePoolError) {
    self.run = run
    self.prepared = prepared
    layer = chain.last
    (input, output) = (chain.geometry.input, chain.geometry.output)
    layersBefore = chain.shapes.count - 1
    resultType = layer.resultType(for: prepared.pooledType)
    let picture = run.pictureType(prepared)
    pictureType = picture == resultType ? nil : picture
    isFree = asked.isEmpty
    holdsResult = ReportPlan.holdsResult(of: layer, prepared.pooledType)
    regions = try ReportRegions.chosen(
      asked, of: chain.geometry.input, holdsFloats: holdsResult && resultType.isFloatingPoint)
    var differs = false
    if case .fractional = layer.windowing.facts { differs = true }
    let tables = differs ? prepared.pooledChannels : 1
    guard output.height + output.width <= Self.mostWindows / tables else { throw AxisTable.tooMany }
    // What the tables take is known from the first plane's windows, before any table is made.
    let first = try geometry(plane: 0)
    let extents = [true, false].map { AxisTable.Extent(layer, first, isVertical: $0) }
    for extent in extents { try extent.check() }
    try run.check(memory: memory(chain, tableBytes: extents.reduce(0) { $0 + $1.heldBytes } * tables))
    for plane in 0..<tables {
      let geometry = try plane == 0 ? first : self.geometry(plane: plane)
      func table(_ isVertical: Bool) throws(ImagePoolError) -> AxisTable {
        try AxisTable(layer, geometry, isVertical: isVertical) { () throws(ImagePoolError) in
          try run.checkpoint()
        }
      }
      axes.append((rows: try table(true), columns: try table(false)))
    }
    if isFree, !regions.contains(where: holdsWindow) { holdSomeWindows() }
  }

  private func geometry(plane: Int) throws(ImagePoolError) -> Geometry {
    do throws(PoolingError) {
      return try layer.geometry(
        of: prepared.uprightSize, plane: plane, sampleType: prepared.rows.format.sampleType)
    } catch {
      throw ImagePoolError(error)
    }
  }

  private func holdsWindow(_ region: InspectionReport.Region) -> Bool {
    !windows(\.rows, inside: region.rows).isEmpty && !windows(\.columns, inside: region.columns).isEmpty
  }

  /// The middle window's samples and those of the corners, instead of parts that hold no whole window: as many as a page has in full.
  private mutating func holdSomeWindows() {
    guard output.height > 0, output.width > 0 else { return }
    let (bottom, right) = (output.height - 1, output.width - 1)
    var found: [InspectionReport.Region] = []
    var pixels = 0
    for (row, column) in [(bottom / 2, right / 2), (0, 0), (0, right), (bottom, 0), (bottom, right)] {
      guard let high = axes[0].rows.reach[row], let wide = axes[0].columns.reach[column],
        let region = ReportRegions.around(high, wide, in: input), !found.contains(region),
        holdsWindow(region),
        pixels + region.height * region.width <= InspectionReport.mostPixelsInFull
      else { continue }
      found.append(region)
      pixels += region.height * region.width
    }
    if !found.isEmpty { regions = found }
  }

  /// What is to be said of regions that explain nothing.
  var warnings: [String] {
    let empty = regions.filter { !holdsWindow($0) }
    if isFree {
      guard empty.count == regions.count else { return [] }
      return [
        "no window lies wholly in what the page holds in full precision, so it explains no output; "
          + "name a part that holds one: --region TOP,LEFT,HEIGHT,WIDTH, or look at one: --at Y,X"
      ]
    }
    return empty.map { region in
      "the region \(region.top),\(region.left),\(region.height),\(region.width) holds no whole window, "
        + "so the page explains no output there; name a larger one, or look at one window: --at Y,X"
    }
  }

  /// Sees to it that a window is in full precision, unless the regions were asked for.
  mutating func show(_ place: OutputPlace, _ channels: [Int]) {
    guard isFree else { return }
    for channel in channels {
      let (rows, columns) = axes[axes.count > 1 ? channel : 0]
      guard let high = rows.reach[place.row], let wide = columns.reach[place.column] else { continue }
      let isShown = regions.contains { region in
        let (top, left) = (windows(\.rows, inside: region.rows), windows(\.columns, inside: region.columns))
        return top.contains(place.row) && left.contains(place.column)
      }
      if !isShown, let region = ReportRegions.around(high, wide, in: input) { regions.append(region) }
    }
  }

  var isInFullPrecision: Bool {
    regions.contains { $0.height == input.height && $0.width == input.width }
  }

  private static func holdsResult(of layer: Pooling, _ type: SampleType) -> Bool {
    guard !type.isFloatingPoint else { return true }
    switch layer.reduction.facts {
    case .average, .sum: return false
    default: return true
    }
  }

  /// What is held at most, with everything that the engine and the decoder hold.
  func memory(_ chain: RecipeRun.Chain) throws(ImagePoolError) -> Int {
    try memory(chain, tableBytes: axes.reduce(0) { $0 + $1.rows.heldBytes + $1.columns.heldBytes })
  }

  private func memory(_ chain: RecipeRun.Chain, tableBytes: Int) throws(ImagePoolError) -> Int {
    let pooled = Double(output.height) * Double(output.width) * Double(prepared.pooledChannels)
    let bytes = Double(resultType.byteCount + (pictureType?.byteCount ?? 0))
    let sample = Double(prepared.rows.format.bytesPerRow) / Double(max(1, prepared.rows.format.size.width))
    // A region and what comes of it, as samples, then compressed, then as text.
    let parts = regions.map { region in
      Double(region.height) * Double(region.width)
        * (sample + bytes * Double(prepared.pooledChannels))
    }
    let shown = Double(2 * ReportOverview.sizes[0] * max(1, prepared.pooledChannels))
    let held =
      pooled * bytes + Double(tableBytes) + parts.reduce(0, +) * 7 / 3 + (parts.max() ?? 0)
      + (isInFullPrecision ? 0 : shown * 7 / 3)
    let rows = HeldRows.heldBytes(for: prepared.rows.format)
    return try run.memory(
      prepared, layer, results: [resultType] + (pictureType.map { [$0] } ?? []), indices: false,
      held: chain.heldBytes + Int(min(held + Double(rows), Double(Int.max / 4))))
  }

  // MARK: - Blocks

  private func windows(
    _ axis: KeyPath<(rows: AxisTable, columns: AxisTable), AxisTable>, inside part: Range<Int>
  ) -> Range<Int> {
    AxisTable.windows(of: axes.map { $0[keyPath: axis] }, inside: part)
  }

  /// The channels of the rows that are samples, and those that are logits.
  private var channels: (samples: [Int], logits: [Int]?) {
    let all = Array(0..<prepared.pooledChannels)
    return layer.reduction.takesLogits ? (all.map { 2 * $0 }, all.map { 2 * $0 + 1 }) : (all, nil)
  }

  /// A region and the outputs that follow from it alone.
  func part(
    _ number: Int, _ held: HeldRows, _ pooled: RecipeRun.Pooled, into blocks: inout PageBlocks
  ) throws -> (region: JSONValue, output: JSONValue) {
    let region = regions[number]
    var members = region.members
    members.append(
      JSONValue.Member(
        "samples",
        try blocks.add("samples-\(number)", try held.planes(region, channels: channels.samples))))
    if let logits = channels.logits {
      members.append(
        JSONValue.Member(
          "logits", try blocks.add("logits-\(number)", try held.planes(region, channels: logits))))
    }
    let rows = windows(\.rows, inside: region.rows), columns = windows(\.columns, inside: region.columns)
    let inside = InspectionReport.Region(
      top: rows.lowerBound, left: columns.lowerBound, height: rows.count, width: columns.count)
    let isEmpty = rows.isEmpty || columns.isEmpty
    var outputs = inside.members
    let result =
      isEmpty || !holdsResult
      ? .null : try blocks.add("result-\(number)", try pooled.result.part(rows, columns))
    outputs.append(JSONValue.Member("result", result))
    let rounded = try isEmpty ? nil : pooled.rounded?.part(rows, columns)
    outputs.append(
      JSONValue.Member("rounded", try rounded.map { try blocks.add("rounded-\(number)", $0) } ?? .null))
    return (.object(members), .object(outputs))
  }

  /// Null if all samples are there.
  func overview(
    _ held: HeldRows, _ pooled: RecipeRun.Pooled, into blocks: inout PageBlocks
  ) throws -> JSONValue {
    guard !isInFullPrecision else { return .null }
    let all = Array(0..<prepared.pooledChannels)
    for pixels in ReportOverview.sizes {
      let overview = ReportOverview(
        mostPixels: pixels,
        showing: prepared.color == nil ? .numbers : isLinearLight ? .light : .picture,
        hasAlpha: prepared.hasAlpha
      )
      var attempt = blocks
      let shownSource = try overview.shown(
        held.again(), input, prepared.orientation, channels: channels.samples)
      let source = try attempt.add("overview-source", shownSource.planes)
      let shownResult = try overview.shown(
        (pooled.rounded ?? pooled.result).makeSource(), output, .upright, channels: all)
      let result = try attempt.add("overview-result", shownResult.planes)
      // Who asks for regions gets what they take.
      if !isFree || pixels == ReportOverview.sizes.last || attempt.textBytes <= Self.fewBytes {
        blocks = attempt
        return [
          "source": source, "result": result, "source_ranges": Self.json(shownSource.ranges),
          "result_ranges": Self.json(shownResult.ranges),
        ]
      }
    }
    preconditionFailure("the last size is taken as it comes")
  }

  private static func json(_ ranges: [ClosedRange<Double>?]) -> JSONValue {
    .array(
      ranges.map { range in
        range.map { ["low": .number($0.lowerBound), "high": .number($0.upperBound)] } ?? .null
      })
  }

  /// The blocks of a page that chose its regions itself stay below this, as text, unless the smallest overview is too large.
  private static let fewBytes = 9_500_000
}
