internal import PoolingEngine

/// Which parts of what is pooled a page has in full precision.
enum ReportRegions {
  /// Sides of the squares in the middle and in each corner, and of those around a window.
  private static let centre = 512
  private static let corner = 256
  /// The same where the page holds results that are floats, which hardly deflate.
  private static let centreOfFloats = 384
  private static let cornerOfFloats = 192

  /// What was asked for, or all of a small picture, or the middle and the corners of a large one.
  ///
  /// - Throws: ``ImagePoolError`` of kind `geometry` for a region that does not lie in the picture.
  static func chosen(
    _ asked: [InspectionReport.Region], of size: Size, holdsFloats: Bool
  ) throws(ImagePoolError) -> [InspectionReport.Region] {
    for region in asked where !isInside(region, size) {
      throw ImagePoolError(
        .geometry,
        "what is pooled has \(size.height) rows and \(size.width) columns, and the region "
          + "\(region.top),\(region.left),\(region.height),\(region.width) does not lie in it",
        remedy: "--region takes TOP,LEFT,HEIGHT,WIDTH, at least one row and one column, TOP + HEIGHT up to "
          + "\(size.height) and LEFT + WIDTH up to \(size.width)")
    }
    if !asked.isEmpty { return unique(asked) }
    let whole = InspectionReport.Region(top: 0, left: 0, height: size.height, width: size.width)
    if size.height * size.width <= InspectionReport.mostPixelsInFull { return [whole] }
    func part(_ most: Int, row: Int, column: Int) -> InspectionReport.Region {
      let (height, width) = (min(most, size.height), min(most, size.width))
      // Halves: 0 at the beginning, 1 in the middle, 2 at the end.
      return InspectionReport.Region(
        top: (size.height - height) * row / 2, left: (size.width - width) * column / 2, height: height,
        width: width)
    }
    let (middle, side) = holdsFloats ? (centreOfFloats, cornerOfFloats) : (centre, corner)
    return unique(
      [part(middle, row: 1, column: 1)]
        + [(0, 0), (0, 2), (2, 0), (2, 2)].map { part(side, row: $0.0, column: $0.1) })
  }

  /// A region around the samples of a window; nil if they are more than a page has in full.
  static func around(_ rows: ClosedRange<Int>, _ columns: ClosedRange<Int>, in size: Size)
    -> InspectionReport.Region?
  {
    func part(_ reach: ClosedRange<Int>, _ length: Int) -> Range<Int> {
      let count = min(length, max(corner, reach.count))
      let start = min(max(0, reach.lowerBound - (count - reach.count) / 2), length - count)
      return start..<(start + count)
    }
    let (high, wide) = (part(rows, size.height), part(columns, size.width))
    guard high.count * wide.count <= InspectionReport.mostPixelsInFull else { return nil }
    return InspectionReport.Region(
      top: high.lowerBound, left: wide.lowerBound, height: high.count, width: wide.count)
  }

  private static func isInside(_ region: InspectionReport.Region, _ size: Size) -> Bool {
    func fits(_ start: Int, _ count: Int, _ length: Int) -> Bool {
      start >= 0 && count >= 1 && count <= length && start <= length - count
    }
    return fits(region.top, region.height, size.height) && fits(region.left, region.width, size.width)
  }

  private static func unique(_ regions: [InspectionReport.Region]) -> [InspectionReport.Region] {
    var known: Set<InspectionReport.Region> = []
    return regions.filter { known.insert($0).inserted }
  }
}
