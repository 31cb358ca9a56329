internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

/// What a page about a comparison is made of: regions whose samples it holds, an overview of the rest, a survey of the differences.
struct ComparisonPage {
  let comparison: Comparison
  let survey: DifferenceSurvey
  private(set) var blocks = PageBlocks()
  private var regions: [JSONValue] = []
  private var overview = JSONValue.null
  /// Where samples differ, for going there; null where the page has all samples.
  private var places = JSONValue.null
  private let rows: ComparedRows

  init(_ comparison: Comparison, _ rows: ComparedRows) throws {
    self.comparison = comparison
    self.rows = rows
    survey = try DifferenceSurvey(rows)
    let all = Array(0..<comparison.channels)
    let found = Self.regions(comparison, survey)
    for (number, region) in found.enumerated() {
      try rows.checkpoint()
      let samples = try ["first", "second"].enumerated().map { input, name in
        let planes = try rows.held[input].planes(region, channels: all)
        return JSONValue.Member(name, try blocks.add("\(name)-\(number)", planes))
      }
      regions.append(.object(region.members + samples))
    }
    guard found != [Self.whole(comparison.size)] else { return }
    overview = try makeOverview()
    if !survey.places.isEmpty { places = try makePlaces() }
  }

  private mutating func makeOverview() throws -> JSONValue {
    let channels = Array(0..<min(comparison.channels, ComparisonReport.mostOverviewChannels))
    let shown = ReportOverview(
      mostPixels: ComparisonReport.mostOverviewPixels, showing: rows.color == nil ? .numbers : .picture,
      hasAlpha: rows.color?.hasAlpha ?? false)
    var references: [JSONValue] = []
    for (name, held) in zip(["first", "second"], rows.held) {
      try rows.checkpoint()
      // Of many planes only those that are shown are scaled.
      let source =
        channels.count < comparison.channels
        ? try held.planes(Self.whole(comparison.size), channels: channels).makeSource() : held.again()
      let planes = try shown.planes(source, comparison.size, .upright, channels: channels)
      references.append(try blocks.add("overview-\(name)", planes))
    }
    let differences = try DifferenceOverview.planes(
      rows, comparison.size, shown.size(of: comparison.size), survey, channels: channels.count,
      hasAll: showsAllChannels)
    return [
      "first": references[0], "second": references[1],
      "difference": try blocks.add("overview-difference", differences),
    ]
  }

  /// A picture is shown in all its channels, too.
  private var showsAllChannels: Bool { rows.color != nil && comparison.channels > 1 }

  /// Rows, columns and channels of the first samples that differ.
  private mutating func makePlaces() throws -> JSONValue {
    let found = survey.places
    let numbers = (found.map(\.row) + found.map(\.column) + found.map(\.channel)).map {
      Int32(clamping: $0)
    }
    let planes = try Planes(channels: 1, size: Size(height: 3, width: found.count), numbers)
    return [
      "is_whole": .bool(found.count == comparison.differing),
      "samples": try blocks.add("places", .int32(planes)),
    ]
  }

  // MARK: - What is in full precision

  private static func whole(_ size: Size) -> InspectionReport.Region {
    InspectionReport.Region(top: 0, left: 0, height: size.height, width: size.width)
  }

  /// Everything, or squares around the first difference, the largest one and the centre.
  static func regions(_ comparison: Comparison, _ survey: DifferenceSurvey) -> [InspectionReport.Region] {
    let (size, channels) = (comparison.size, comparison.channels)
    let sample = max(comparison.firstType.byteCount, comparison.secondType.byteCount)
    if size.height * size.width <= ComparisonReport.mostPixelsInFull,
      comparison.samples * sample <= ComparisonReport.mostBytesInFull
    {
      return [whole(size)]
    }
    let samples = min(ComparisonReport.regionSamples, ComparisonReport.regionBytes / sample)
    let side = max(
      1, min(ComparisonReport.regionSide, Int((Double(samples) / Double(channels)).squareRoot())))
    var places = [(row: size.height / 2, column: size.width / 2)]
    if let largest = survey.largest { places.insert((largest.row, largest.column), at: 0) }
    if let first = comparison.firstDifference { places.insert((first.row, first.column), at: 0) }
    var regions: [InspectionReport.Region] = []
    for place in places {
      let (height, width) = (min(side, size.height), min(side, size.width))
      let region = InspectionReport.Region(
        top: max(0, min(size.height - height, place.row - height / 2)),
        left: max(0, min(size.width - width, place.column - width / 2)), height: height, width: width)
      let isShown = regions.contains { $0.rows.contains(place.row) && $0.columns.contains(place.column) }
      if !isShown { regions.append(region) }
    }
    return regions
  }

  // MARK: - The page's data

  func json(
    _ names: (first: Path, second: Path), verdict: Comparison.Verdict, tolerance: Comparison.Tolerance,
    command: String?, sampleCommands commands: [String]
  ) -> JSONValue {
    func allowed(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }
    let named = PageChannels(color: rows.color, count: comparison.channels)
    return [
      "schema": 1, "imagepool": .string(Versions.imagepool),
      "command": command.map { .string($0) } ?? .null,
      "comparison": .object(comparison.members(first: names.first, second: names.second, verdict: verdict)),
      "first_name": .string(names.first.description), "second_name": .string(names.second.description),
      "tolerance": [
        "max_abs": allowed(tolerance.maximumAbsolute), "min_psnr": allowed(tolerance.minimumPSNR),
        "min_ssim": allowed(tolerance.minimumSSIM),
      ],
      "model": .string(named.model), "channel_names": .array(named.names.map { .string($0) }),
      "channels": .array(survey.channels.enumerated().map { json($0, $1) }),
      "largest_difference": survey.largest.map {
        ["row": JSONValue($0.row), "column": JSONValue($0.column), "channel": JSONValue($0.channel)]
      } ?? .null,
      "histogram": [
        "high": .number(survey.histogram.high),
        "counts": .array(survey.histogram.counts.map { JSONValue($0) }),
        "is_each": .bool(survey.histogram.isEach), "equal": JSONValue(survey.histogram.equal),
        "infinite": JSONValue(survey.histogram.infinite),
      ],
      "regions": .array(regions), "overview": overview, "places": places,
      "sample_commands": .array(commands.map { .string($0) }),
      "warnings": .array(comparison.warnings.map { .string($0) }),
    ]
  }

  private func json(_ number: Int, _ channel: DifferenceSurvey.Channel) -> JSONValue {
    [
      "differing": JSONValue(channel.differing), "max_abs": .number(channel.largest),
      "largest_finite": .number(channel.largestFinite),
      "mean_abs": .number(
        channel.largest.isFinite
          ? channel.sum / Double(max(1, comparison.size.height * comparison.size.width)) : .infinity),
      "low": channel.low <= channel.high ? .number(channel.low) : .null,
      "high": channel.low <= channel.high ? .number(channel.high) : .null,
    ]
  }
}
