import PoolingEngine
import TestSupport
import Testing

/// Sizes, parts and windows of thumbnails.
@Suite("Thumbnails: sizes, parts and windows")
struct ThumbnailTests {
  struct SizeCase: Sendable, CustomTestStringConvertible {
    let rule: ThumbnailSize
    let picture, size: Size
    let reason: String
    var testDescription: String { "\(rule.rule) of \(picture): \(reason)" }

    /// Sizes are (width, height), as image people write them.
    init(_ rule: ThumbnailSize, _ picture: (Int, Int), _ size: (Int, Int), _ reason: String) {
      self.rule = rule
      self.picture = Size(height: picture.1, width: picture.0)
      self.size = Size(height: size.1, width: size.0)
      self.reason = reason
    }
  }

  private static func box(_ width: Int, _ height: Int) -> Size { Size(height: height, width: width) }
  private static let most = Int(Int32.max)

  static let sizes: [SizeCase] = [
    SizeCase(.fit(box(256, 256)), (4000, 3000), (256, 192), "the width limits and is exact"),
    SizeCase(.fit(box(256, 256)), (3000, 4000), (192, 256), "the height limits and is exact"),
    SizeCase(.fit(box(256, 256)), (100, 50), (100, 50), "never enlarged"),
    SizeCase(.fit(box(256, 256)), (256, 256), (256, 256), "the box itself"),
    SizeCase(.fit(box(256, 256), enlarges: true), (100, 50), (256, 128), "enlarged when asked"),
    SizeCase(.fit(box(256, 256)), (257, 1), (256, 1), "one row stays one"),
    SizeCase(.fit(box(10, 10)), (3, 1000), (1, 10), "0.03 is at least 1"),
    SizeCase(.fit(box(5, 9)), (10, 5), (5, 3), "2.5 rounds up"),
    SizeCase(.fit(box(1, 1)), (most, most), (1, 1), "the largest header into one sample"),
    SizeCase(.fit(box(most, most)), (most, 1), (most, 1), "the largest box"),
    SizeCase(.fit(box(most, most), enlarges: true), (1, most - 1), (1, most), "enlarged by less than half"),
    SizeCase(.fit(box(most - 1, most)), (most, most), (most - 1, most - 1), "products beyond 62 bits"),
    SizeCase(.fit(box(1, 1)), (Int.max, Int.max), (1, 1), "no product overflows even where no header can go"),
    SizeCase(.fill(box(256, 256)), (4000, 3000), (256, 256), "covers"),
    SizeCase(.fill(box(256, 256)), (300, 200), (200, 200), "too low: the largest square"),
    SizeCase(.fill(box(256, 256), enlarges: true), (300, 200), (256, 256), "enlarged when asked"),
    SizeCase(.fill(box(100, 50)), (90, 300), (90, 45), "too narrow: the box's shape"),
    SizeCase(.fill(box(3, 1)), (1, 1), (1, 1), "a third of a row is one"),
    SizeCase(.fill(box(most, 1)), (most, most), (most, 1), "the widest strip"),
    SizeCase(.exact(box(7, 400)), (100, 100), (7, 400), "what it says, larger too"),
    SizeCase(.scale(1, 8), (4000, 3004), (500, 376), "375.5 rounds up"),
    SizeCase(.scale(1, 8), (3, 4), (1, 1), "0.375 is at least 1, 0.5 rounds up"),
    SizeCase(.scale(3, 2), (5, 1), (8, 2), "7.5 and 1.5 round up"),
    SizeCase(.scale(125, 1000), (most, most), (268_435_456, 268_435_456), "2147483647 / 8 = 268435455.875"),
    SizeCase(
      .scale(Int.max, 1), (2, 1), (Int.max, Int.max), "more than an Int holds is the most that it holds"),
    SizeCase(.width(100), (400, 301), (100, 75), "75.25 rounds down"),
    SizeCase(.width(100), (50, 301), (50, 301), "not enlarged"),
    SizeCase(.width(100, enlarges: true), (50, 301), (100, 602), "enlarged when asked"),
    SizeCase(.height(100), (1, 400), (1, 100), "0.25 is at least 1"),
    SizeCase(.height(100), (401, 200), (201, 100), "200.5 rounds up"),
    SizeCase(.height(most, enlarges: true), (1, 1), (most, most), "as large as sides go"),
  ]

  @Test("A size with a reason", arguments: sizes)
  func size(_ c: SizeCase) { #expect(c.rule.size(of: c.picture) == c.size) }

  @Test("Every picture up to 12 x 12 in every box up to 12 x 12: fit and fill as a search finds them")
  func exhaustiveSizes() {
    for height in 1...12 {
      for width in 1...12 {
        let picture = Size(height: height, width: width)
        for boxHeight in 1...12 {
          for boxWidth in 1...12 {
            let box = Size(height: boxHeight, width: boxWidth)
            for enlarges in [false, true] {
              let fit = ThumbnailSize.fit(box, enlarges: enlarges).size(of: picture)
              let wanted = ReferenceThumbnail.fit(picture, box, enlarges: enlarges)
              if fit != wanted { Issue.record("\(picture) in \(box): \(fit), want \(wanted)") }
              let fill = ThumbnailSize.fill(box, enlarges: enlarges)
              let part = ReferenceThumbnail.part(picture, box)
              let (rows, columns) = fill.part(of: picture)
              if rows.count != part.height || columns.count != part.width {
                Issue.record("part of \(picture) for \(box): \(rows) \(columns), want \(part)")
              }
              // Centred: what is left over before and behind differs by the odd one, which lies behind.
              for (taken, length) in [(rows, height), (columns, width)] {
                let (before, behind) = (taken.lowerBound, length - taken.upperBound)
                if !(0...1).contains(behind - before) {
                  Issue.record("\(taken) of \(length) is not the centre")
                }
              }
              let covers = enlarges || (height >= boxHeight && width >= boxWidth)
              if fill.size(of: picture) != (covers ? box : part) {
                Issue.record("\(picture) fills \(box) with \(fill.size(of: picture))")
              }
            }
          }
        }
      }
    }
  }

  @Test(
    "Planning a picture of 2³¹ − 1 by 2³¹ − 1 allocates nothing: windows at both ends",
    arguments: [false, true])
  func hugeHeaders(isAdaptive: Bool) throws {
    let picture = Size(height: Self.most, width: Self.most)
    let layer = Pooling(
      .average, over: .thumbnail(.fill(Self.box(300, 100)), isAdaptive: isAdaptive))
    let geometry = try layer.geometry(of: picture)
    #expect(geometry.output == Self.box(300, 100))
    // A third of the rows, 715,827,882.33, from the centre.
    #expect(geometry.rows[0].firstTap == (Self.most - 715_827_882) / 2)
    #expect(geometry.rows[99].lastTap == (Self.most - 715_827_882) / 2 + 715_827_881)
    #expect(geometry.columns[0].firstTap == 0 && geometry.columns[299].lastTap == Self.most - 1)
  }

  /// Rules for a picture of 8 by 11 that crop, shrink and enlarge.
  static let rules: [ThumbnailSize] = [
    .fit(box(4, 4)), .fit(box(30, 30), enlarges: true), .fill(box(3, 5)), .fill(box(5, 2)), .fill(box(4, 4)),
    .fill(box(20, 21), enlarges: true), .fill(box(13, 12)), .exact(box(4, 7)), .exact(box(25, 3)),
    .exact(box(1, 1)), .scale(1, 3), .scale(5, 2), .width(6), .height(9, enlarges: true),
  ]

  @Test("Windows over a part equal the definition, tap by tap and weight by weight", arguments: rules)
  func windows(_ rule: ThumbnailSize) throws {
    for picture in [Self.box(8, 11), Self.box(11, 8), Self.box(1, 1), Self.box(1, 9), Self.box(17, 2)] {
      for isAdaptive in [false, true] {
        let geometry = try Pooling(.average, over: .thumbnail(rule, isAdaptive: isAdaptive)).geometry(
          of: picture)
        let (rows, columns) = rule.part(of: picture)
        for (got, part) in [(geometry.rows, rows), (geometry.columns, columns)] {
          let want = ReferenceThumbnail.windows(part, count: got.count, isAdaptive: isAdaptive)
          for (window, wanted) in zip(got, want) {
            let taps = (0..<window.tapCount).map { window.firstTap + $0 }
            #expect(
              taps == wanted.taps && taps.map { window.weight(at: $0) } == wanted.weights,
              "\(rule) of \(picture)")
          }
          #expect(got.mirrored().mirrored().elementsEqual(got))
        }
      }
    }
  }

  @Test(
    "Pooled values in eight orientations and any strips: area and adaptive averages, max", arguments: 1...8,
    rules)
  func orientations(_ tag: Int, _ rule: ThumbnailSize) throws {
    var random = SeededRandom(seed: UInt64(tag))
    let stored = Planes<UInt8>.random(.noise, channels: 3, size: Self.box(11, 8), using: &random)
    let wide = Planes<UInt16>.random(.noise, channels: 1, size: Self.box(11, 8), using: &random)
    for stripHeight in [1, 3, nil] {
      for isAdaptive in [false, true] {
        try check(stored, tag, rule, isAdaptive, isMax: false, stripHeight)
        try check(wide, tag, rule, isAdaptive, isMax: false, stripHeight)
      }
      try check(stored, tag, rule, true, isMax: true, stripHeight)
    }
  }

  private func check<S: TestSample>(
    _ stored: Planes<S>, _ tag: Int, _ rule: ThumbnailSize, _ isAdaptive: Bool, isMax: Bool,
    _ stripHeight: Int?
  ) throws {
    let upright = stored.turnedUpright(tag)
    let reference = ReferenceThumbnail.pooling(rule, of: upright.size, isAdaptive: isAdaptive, isMax: isMax)
    let layer = Pooling(isMax ? .max : .average, over: .thumbnail(rule, isAdaptive: isAdaptive))
    let got = try StreamedPooling.run(
      RaggedSource(stored, seed: 3), by: layer, as: S.self, orientation: Orientation(tag: tag),
      stripHeight: stripHeight)
    let difference =
      isMax
      ? ImageDiff.first(got: got.values, want: try #require(reference.maxima(upright)))
      : EngineCheck.difference(
        reference, upright, got: got.values, means: try #require(reference.means(upright)))
    #expect(difference == nil, "tag \(tag), \(rule.rule), adaptive \(isAdaptive), max \(isMax)")
  }

  @Test("Colours are weighed by alpha over a part, too", arguments: rules)
  func premultiplied(_ rule: ThumbnailSize) throws {
    var random = SeededRandom(seed: 4)
    let planes = Planes<UInt8>.random(.noise, channels: 4, size: Self.box(11, 8), using: &random)
    let reference = ReferenceThumbnail.pooling(rule, of: planes.size, isAdaptive: false)
    let got = try StreamedPooling.run(
      PlanesSource(planes), by: Pooling(.average, over: .thumbnail(rule)), as: UInt8.self,
      alpha: .premultiplied)
    let difference = EngineCheck.difference(
      reference, planes, got: got.values, means: try #require(reference.premultipliedMeans(planes)))
    #expect(difference == nil)
  }

  @Test("Sides below 1 and beyond 2³¹ − 1 are refused by planning, never trapped")
  func refusals() {
    for side in [Int.min, -1, 0, 1 << 31, Int.max] {
      let rules: [ThumbnailSize] = [
        .fit(Self.box(side, 5)), .fill(Self.box(5, side)), .exact(Self.box(side, side)), .width(side),
        .height(side), .scale(side, 1), .scale(1, side),
      ]
      for rule in rules {
        #expect(throws: PoolingError.self, "\(rule.rule)") {
          try Pooling(.average, over: .thumbnail(rule)).geometry(of: Self.box(9, 5))
        }
        #expect(rule.size(of: Self.box(9, 5)).height >= 1)
        #expect(rule.part(of: Self.box(Int.max, Int.max)).rows.count >= 1)
      }
    }
  }

  @Test("A result of more rows than there are is refused where a scale asks for it")
  func hugeResults() {
    #expect(throws: PoolingError.self) {
      try Pooling(.average, over: .thumbnail(.scale(Self.most, 1))).geometry(of: Self.box(9, 5))
    }
  }
}
