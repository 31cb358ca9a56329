internal import FeatureMaps
internal import PoolingEngine

/// All windows of one axis, those that look alike put down once.
struct AxisTable {
  /// What a window is apart from where it starts.
  struct Shape: Hashable {
    let dilation: Int
    /// A letter per tap: p padding, s sample, o overhang, b border.
    let kinds: [UInt8]
    /// Nil: 1 each.
    let weights: [Int]?
    /// The samples that taps find where it is not the tap's own place; nil: nowhere.
    let sources: [Int?]?
    let paddingTaps, overhangTaps: Int

    /// Bytes that it takes at most: here and as a key of the table while that is made, as JSON values, and as text. Most of it is arrays'
    /// and members' own.
    var heldBytes: Int {
      700 + kinds.count * (8 + (weights == nil ? 0 : 64) + (sources == nil ? 0 : 72))
    }
  }

  let length: Int
  let unitWeight: Int
  /// The place of each window's first tap; 0 of a window without taps.
  private(set) var starts: [Int] = []
  private(set) var shapeOf: [Int] = []
  private(set) var shapes: [Shape] = []
  /// The first and the last sample that each window looks at; nil if at none.
  private(set) var reach: [ClosedRange<Int>?] = []

  /// Taps of different shapes together.
  private(set) var shapeTaps = 0
  /// Bytes that the table takes at most, here and in the page.
  private(set) var heldBytes = 0

  /// Taps of all windows that are looked at, and of different shapes that are kept.
  private static let mostTaps = 1 << 25
  private static let mostShapeTaps = 1 << 21

  /// The taps of an axis' windows, known before any is put down. Saturating.
  struct Extent {
    let windows: Int
    private(set) var mostOfOne = 0
    private(set) var ofAll = 0

    /// Costs O(windows).
    init(_ layer: Pooling, _ geometry: Geometry, isVertical: Bool) {
      let list = isVertical ? geometry.rows : geometry.columns
      windows = list.count
      if case .sliding(let kernel, _, _, _, _, _) = layer.windowing.facts {
        mostOfOne = isVertical ? kernel.vertical : kernel.horizontal
        let (product, overflow) = mostOfOne.multipliedReportingOverflow(by: list.count)
        ofAll = overflow ? .max : product
        return
      }
      for window in list {
        let taps = Self.sum(Self.sum(window.tapCount, window.paddingTaps), window.overhangTaps)
        mostOfOne = max(mostOfOne, taps)
        ofAll = Self.sum(ofAll, taps)
      }
    }

    private static func sum(_ a: Int, _ b: Int) -> Int {
      let (sum, overflow) = a.addingReportingOverflow(b)
      return overflow ? .max : sum
    }

    /// Whether a page can hold them.
    func check() throws(ImagePoolError) {
      guard mostOfOne <= AxisTable.mostShapeTaps, ofAll <= AxisTable.mostTaps else { throw AxisTable.tooMany }
    }

    /// Bytes that making the table takes at least, before any shape is kept.
    var heldBytes: Int { windows * AxisTable.bytesPerWindow + mostOfOne * AxisTable.bytesPerTapMade }
  }

  /// Costs O(taps of all windows).
  ///
  /// - Parameter checkpoint: called before each window with ``heldBytes`` so far: how many shapes there are is not known before.
  /// - Throws: ``ImagePoolError`` of kind `limit` for more of them than a page can hold, and what `checkpoint` throws.
  init(
    _ layer: Pooling, _ geometry: Geometry, isVertical: Bool,
    checkpoint: (Int) throws(ImagePoolError) -> Void = { _ in }
  ) throws(ImagePoolError) {
    length = isVertical ? geometry.input.height : geometry.input.width
    let windows = isVertical ? geometry.rows : geometry.columns
    let count = windows.count
    try Extent(layer, geometry, isVertical: isVertical).check()
    starts.reserveCapacity(count)
    shapeOf.reserveCapacity(count)
    reach.reserveCapacity(count)
    heldBytes = count * Self.bytesPerWindow
    var known: [Shape: Int] = [:]
    var unitWeight = 1
    for window in 0..<count {
      try checkpoint(heldBytes)
      let axis = InspectedAxis(layer, geometry, isVertical: isVertical, window: window)
      unitWeight = axis.unitWeight
      let shape = Shape(axis)
      let number = known[shape] ?? shapes.count
      if number == shapes.count {
        known[shape] = number
        shapes.append(shape)
        shapeTaps += shape.kinds.count
        heldBytes += shape.heldBytes
        guard shapeTaps <= Self.mostShapeTaps else { throw Self.tooMany }
      }
      shapeOf.append(number)
      starts.append(axis.taps.first?.place ?? 0)
      var samples: ClosedRange<Int>?
      for tap in axis.taps {
        guard let source = tap.source else { continue }
        samples = samples.map { min($0.lowerBound, source)...max($0.upperBound, source) } ?? source...source
      }
      reach.append(samples)
    }
    self.unitWeight = unitWeight
  }

  static let tooMany = ImagePoolError(
    .limit, "has more windows, or larger ones, than a page can hold",
    remedy: "take a smaller kernel or padding, or fewer windows")

  /// Of a window, here, as JSON values and as text; of a tap while its window is made.
  private static let bytesPerWindow = 104
  private static let bytesPerTapMade = 160

  /// The first longest run of windows that look at nothing outside a part of the axis, in all of these tables.
  static func windows(of tables: [AxisTable], inside part: Range<Int>) -> Range<Int> {
    var (longest, start) = (0..<0, 0)
    let count = tables.first?.starts.count ?? 0
    for window in 0..<count {
      let isInside = tables.allSatisfy { table in
        table.reach[window].map { part.contains($0.lowerBound) && part.contains($0.upperBound) } ?? true
      }
      if !isInside {
        start = window + 1
      } else if window + 1 - start > longest.count {
        longest = start..<(window + 1)
      }
    }
    return longest
  }

  var json: JSONValue {
    [
      "length": JSONValue(length), "windows": JSONValue(starts.count), "unit_weight": JSONValue(unitWeight),
      "starts": .array(starts.map { JSONValue($0) }), "shape_of": .array(shapeOf.map { JSONValue($0) }),
      "shapes": .array(shapes.map(\.json)),
    ]
  }
}

extension AxisTable.Shape {
  fileprivate init(_ axis: InspectedAxis) {
    let taps = axis.taps
    dilation = taps.count > 1 ? taps[1].place - taps[0].place : 1
    kinds = taps.map { tap in
      switch tap.kind {
      case .sample: UInt8(ascii: "s")
      case .padding: UInt8(ascii: "p")
      case .overhang: UInt8(ascii: "o")
      case .border: UInt8(ascii: "b")
      }
    }
    weights = taps.allSatisfy { $0.weight == 1 } ? nil : taps.map(\.weight)
    let isElsewhere = taps.contains { $0.source != nil && $0.source != $0.place }
    sources = isElsewhere ? taps.map { $0.source == $0.place ? nil : $0.source } : nil
    (paddingTaps, overhangTaps) = (axis.paddingTaps, axis.overhangTaps)
  }

  fileprivate var json: JSONValue {
    [
      "dilation": JSONValue(dilation), "kinds": .string(String(decoding: kinds, as: UTF8.self)),
      "weights": weights.map { .array($0.map { JSONValue($0) }) } ?? .null,
      "sources": sources.map { .array($0.map { JSONValue($0) }) } ?? .null,
      "padding_taps": JSONValue(paddingTaps), "overhang_taps": JSONValue(overhangTaps),
    ]
  }
}
