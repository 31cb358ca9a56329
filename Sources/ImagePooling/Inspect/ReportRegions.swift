internal import PoolingEngine

/// Which parts of what is pooled a page has in full precision.
struct ReportRegions {
  /// Of what is pooled, upright.
  let size: Size
  /// A picture of at most so many pixels is there as a whole.
  let mostPixelsInFull: Int
  /// Pixels that the parts around windows have together.
  let mostPixelsInParts: Int
  /// Sides of the squares in the middle and in each corner; those around a window have a corner's.
  let middle, corner: Int

  /// Channels of pictures; what has more of them is planes of features.
  private static let mostColours = 4

  /// - Parameters:
  ///   - pixelBytes: what a pixel of what is pooled takes in the page, with what comes of it, before it is compressed.
  ///   - holdsFloats: the page holds results that are floats, which hardly deflate.
  ///   - most: bytes, before they are compressed, that all of what is pooled may come to, and its parts. They bind planes alone: of pictures
  ///     the pixels are counted.
  init(
    of size: Size, channels: Int, pixelBytes: Double, holdsFloats: Bool, most: (whole: Double, parts: Double)
  ) {
    self.size = size
    let pixels = InspectionReport.mostPixelsInFull
    let side = holdsFloats ? 384 : 512
    guard channels > Self.mostColours else {
      (mostPixelsInFull, mostPixelsInParts) = (pixels, pixels)
      (middle, corner) = (side, side / 2)
      return
    }
    func count(in bytes: Double) -> Int { max(1, Int(min(bytes / pixelBytes, Double(pixels)))) }
    mostPixelsInFull = count(in: most.whole)
    mostPixelsInParts = count(in: most.parts)
    // The four corners have as many pixels as the middle.
    middle = min(side, max(1, Int((Double(mostPixelsInParts) / 2).squareRoot())))
    corner = max(1, middle / 2)
  }

  /// What was asked for, or all of a small picture, or the middle and the corners of a large one.
  ///
  /// - Throws: ``ImagePoolError`` of kind `geometry` for a region that does not lie in the picture.
  func chosen(_ asked: [InspectionReport.Region]) throws(ImagePoolError) -> [InspectionReport.Region] {
    for region in asked where !isInside(region) {
      throw ImagePoolError(
        .geometry,
        "what is pooled has \(size.height) rows and \(size.width) columns, and the region "
          + "\(region.top),\(region.left),\(region.height),\(region.width) does not lie in it",
        remedy: "--region takes TOP,LEFT,HEIGHT,WIDTH, at least one row and one column, TOP + HEIGHT up to "
          + "\(size.height) and LEFT + WIDTH up to \(size.width)")
    }
    if !asked.isEmpty { return unique(asked) }
    let whole = InspectionReport.Region(top: 0, left: 0, height: size.height, width: size.width)
    if size.height * size.width <= mostPixelsInFull { return [whole] }
    func part(_ most: Int, row: Int, column: Int) -> InspectionReport.Region {
      let (height, width) = (min(most, size.height), min(most, size.width))
      // Halves: 0 at the beginning, 1 in the middle, 2 at the end.
      return InspectionReport.Region(
        top: (size.height - height) * row / 2, left: (size.width - width) * column / 2, height: height,
        width: width)
    }
    return unique(
      [part(middle, row: 1, column: 1)]
        + [(0, 0), (0, 2), (2, 0), (2, 2)].map { part(corner, row: $0.0, column: $0.1) })
  }

  /// A region around the samples of a window; nil if they are more than a page has in parts.
  func around(_ rows: ClosedRange<Int>, _ columns: ClosedRange<Int>) -> InspectionReport.Region? {
    func part(_ reach: ClosedRange<Int>, _ length: Int) -> Range<Int> {
      let count = min(length, max(corner, reach.count))
      let start = min(max(0, reach.lowerBound - (count - reach.count) / 2), length - count)
      return start..<(start + count)
    }
    let (high, wide) = (part(rows, size.height), part(columns, size.width))
    guard high.count * wide.count <= mostPixelsInParts else { return nil }
    return InspectionReport.Region(
      top: high.lowerBound, left: wide.lowerBound, height: high.count, width: wide.count)
  }

  private func isInside(_ region: InspectionReport.Region) -> Bool {
    func fits(_ start: Int, _ count: Int, _ length: Int) -> Bool {
      start >= 0 && count >= 1 && count <= length && start <= length - count
    }
    return fits(region.top, region.height, size.height) && fits(region.left, region.width, size.width)
  }

  private func unique(_ regions: [InspectionReport.Region]) -> [InspectionReport.Region] {
    var known: Set<InspectionReport.Region> = []
    return regions.filter { known.insert($0).inserted }
  }
}
