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
  /// Of each region the outputs whose windows look at nothing outside of it, in every channel.
  private(set) var outputs: [InspectionReport.Region] = []
  /// The regions were not asked for.
  private let isFree: Bool
  private let rule: ReportRegions
  let pageBytes: PageBytes
  /// False: the page computes what it does not get, quotients of sums of integers.
  let holdsResult: Bool

  /// Windows of both axes together that a page has at most.
  static let mostWindows = 2_000_000
  /// More planes than anybody leafs through.
  static let mostChannels = 8192

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
    guard prepared.pooledChannels <= Self.mostChannels else {
      throw ImagePoolError(
        .limit, "has \(prepared.pooledChannels) channels, and a page has up to \(Self.mostChannels)",
        remedy: "take a part of the array, or look at one window: --at Y,X,CHANNEL")
    }
    var differs = false
    if case .fractional = layer.windowing.facts { differs = true }
    let tables = differs ? prepared.pooledChannels : 1
    pageBytes = PageBytes(
      prepared.rows.format, channels: prepared.pooledChannels, input, output,
      result: (holdsResult ? resultType.byteCount : 0) + (pictureType?.byteCount ?? 0), tables: tables)
    rule = ReportRegions(
      of: input, channels: prepared.pooledChannels, pixelBytes: pageBytes.ofPixel,
      holdsFloats: holdsResult && resultType.isFloatingPoint,
      most: (pageBytes.mostInFull, pageBytes.mostInParts))
    regions = try rule.chosen(asked)
    guard output.height + output.width <= Self.mostWindows / max(1, tables) else { throw AxisTable.tooMany }
    // What the tables take at least is known from the first plane's windows, before any table is made.
    let first = try geometry(plane: 0)
    let extents = [true, false].map { AxisTable.Extent(layer, first, isVertical: $0) }
    for extent in extents { try extent.check() }
    let others = try memory(chain, tableBytes: 0)
    func check(tableBytes: Int) throws(ImagePoolError) {
      let (all, isTooMuch) = others.addingReportingOverflow(tableBytes)
      try run.check(memory: isTooMuch ? .max : all)
    }
    try check(tableBytes: extents.reduce(0) { $0 + $1.heldBytes } * tables)
    var tableBytes = 0
    for plane in 0..<tables {
      let geometry = try plane == 0 ? first : self.geometry(plane: plane)
      func table(_ isVertical: Bool) throws(ImagePoolError) -> AxisTable {
        let table = try AxisTable(layer, geometry, isVertical: isVertical) { (bytes) throws(ImagePoolError) in
          try run.checkpoint()
          try check(tableBytes: tableBytes + bytes)
        }
        tableBytes += table.heldBytes
        return table
      }
      axes.append((rows: try table(true), columns: try table(false)))
    }
    outputs = regions.map(outputs(of:))
    if isFree, outputs.allSatisfy(\.isEmpty) { holdSomeWindows() }
  }

  private func geometry(plane: Int) throws(ImagePoolError) -> Geometry {
    do throws(PoolingError) {
      return try layer.geometry(
        of: prepared.uprightSize, plane: plane, sampleType: prepared.rows.format.sampleType)
    } catch {
      throw ImagePoolError(error)
    }
  }

  // MARK: - Regions

  /// O(windows of all tables).
  private func outputs(of region: InspectionReport.Region) -> InspectionReport.Region {
    let rows = AxisTable.windows(of: axes.map(\.rows), inside: region.rows)
    let columns = AxisTable.windows(of: axes.map(\.columns), inside: region.columns)
    return InspectionReport.Region(
      top: rows.lowerBound, left: columns.lowerBound, height: rows.count, width: columns.count)
  }

  /// The middle window's samples and those of the corners, instead of parts that hold no whole window.
  private mutating func holdSomeWindows() {
    guard output.height > 0, output.width > 0 else { return }
    let (bottom, right) = (output.height - 1, output.width - 1)
    var found: [(region: InspectionReport.Region, outputs: InspectionReport.Region)] = []
    var pixels = 0
    for (row, column) in [(bottom / 2, right / 2), (0, 0), (0, right), (bottom, 0), (bottom, right)] {
      guard let high = axes[0].rows.reach[row], let wide = axes[0].columns.reach[column],
        let region = rule.around(high, wide), !found.contains(where: { $0.region == region }),
        pixels + region.pixels <= rule.mostPixelsInParts
      else { continue }
      let outputs = outputs(of: region)
      guard !outputs.isEmpty else { continue }
      found.append((region, outputs))
      pixels += region.pixels
    }
    if !found.isEmpty { (regions, outputs) = (found.map(\.region), found.map(\.outputs)) }
  }

  /// What is to be said of regions that explain nothing.
  var warnings: [String] {
    let empty = zip(regions, outputs).filter { $1.isEmpty }.map(\.0)
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

  /// Sees to it that a window is in full precision, unless the regions were asked for: in as many of the channels as there is room for.
  mutating func show(_ place: OutputPlace, _ channels: [Int]) {
    guard isFree else { return }
    var pixels = 0
    for channel in channels {
      let (rows, columns) = axes[axes.count > 1 ? channel : 0]
      guard let high = rows.reach[place.row], let wide = columns.reach[place.column] else { continue }
      let isShown = outputs.contains {
        $0.rows.contains(place.row) && $0.columns.contains(place.column)
      }
      guard !isShown, let region = rule.around(high, wide), !regions.contains(region),
        pixels + region.pixels <= rule.mostPixelsInParts
      else { continue }
      regions.append(region)
      outputs.append(outputs(of: region))
      pixels += region.pixels
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

  // MARK: - Blocks

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
    let inside = outputs[number]
    var outputMembers = inside.members
    let result =
      inside.isEmpty || !holdsResult
      ? .null : try blocks.add("result-\(number)", try pooled.result.part(inside.rows, inside.columns))
    outputMembers.append(JSONValue.Member("result", result))
    let rounded = try inside.isEmpty ? nil : pooled.rounded?.part(inside.rows, inside.columns)
    outputMembers.append(
      JSONValue.Member("rounded", try rounded.map { try blocks.add("rounded-\(number)", $0) } ?? .null))
    return (.object(members), .object(outputMembers))
  }

  func overview(_ mostPixels: Int) -> ReportOverview {
    ReportOverview(
      mostPixels: mostPixels,
      showing: prepared.color == nil ? .numbers : isLinearLight ? .light : .picture,
      hasAlpha: prepared.hasAlpha)
  }

  /// Null if all samples are there.
  func overview(
    _ held: HeldRows, _ pooled: RecipeRun.Pooled, into blocks: inout PageBlocks
  ) throws -> JSONValue {
    guard !isInFullPrecision else { return .null }
    let all = Array(0..<prepared.pooledChannels)
    let sizes = ReportOverview.sizes(channels: all.count)
    // Who asks for regions gets what they take.
    let others = isFree ? blocks.textBytes : 0
    let room = Int(pageBytes.mostBlocks) - others
    for pixels in sizes {
      let overview = overview(pixels)
      var attempt = blocks
      let shownSource = try overview.shown(
        held.again(), input, prepared.orientation, channels: channels.samples)
      let source = try attempt.add("overview-source", shownSource.planes)
      let shownResult = try overview.shown(
        (pooled.rounded ?? pooled.result).makeSource(), output, .upright, channels: all)
      let result = try attempt.add("overview-result", shownResult.planes)
      if pixels == sizes.last || attempt.textBytes - blocks.textBytes <= room {
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
}
