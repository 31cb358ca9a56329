/// What size a smaller copy of a picture gets, and which part of the picture it shows. Sizes are those of the upright picture.
///
/// Everything is computed in integers: products of two sides are compared in 128 bits, so no header's claim overflows, and no
/// floating point decides a size. A side in proportion is rounded half up and is at least 1.
public struct ThumbnailSize: Hashable, Sendable {
  public enum Rule: Hashable, Sendable {
    /// Inside a box, with the picture's proportions: the limiting side is the box's, the other follows.
    case fit(Size)
    /// A box covered whole: the largest part of the picture that has the box's shape, from its centre.
    case fill(Size)
    /// A size of its own, whatever the picture's proportions.
    case exact(Size)
    /// Both sides times a fraction.
    case scale(numerator: Int, denominator: Int)
    /// A width; the height follows.
    case width(Int)
    /// A height; the width follows.
    case height(Int)
  }

  public var rule: Rule
  /// Whether a picture that is smaller grows. Without it, ``Rule/fit(_:)``, ``Rule/width(_:)`` and ``Rule/height(_:)`` leave
  /// such a picture at its size, and ``Rule/fill(_:)`` at that of the part that has the box's shape.
  /// ``Rule/exact(_:)`` and ``Rule/scale(numerator:denominator:)`` do what they say in any case.
  public var enlarges: Bool

  public init(_ rule: Rule, enlarges: Bool = false) {
    self.rule = rule
    self.enlarges = enlarges
  }

  public static func fit(_ box: Size, enlarges: Bool = false) -> ThumbnailSize {
    ThumbnailSize(.fit(box), enlarges: enlarges)
  }

  public static func fill(_ box: Size, enlarges: Bool = false) -> ThumbnailSize {
    ThumbnailSize(.fill(box), enlarges: enlarges)
  }

  public static func exact(_ size: Size) -> ThumbnailSize { ThumbnailSize(.exact(size)) }

  public static func scale(_ numerator: Int, _ denominator: Int) -> ThumbnailSize {
    ThumbnailSize(.scale(numerator: numerator, denominator: denominator))
  }

  public static func width(_ width: Int, enlarges: Bool = false) -> ThumbnailSize {
    ThumbnailSize(.width(width), enlarges: enlarges)
  }

  public static func height(_ height: Int, enlarges: Bool = false) -> ThumbnailSize {
    ThumbnailSize(.height(height), enlarges: enlarges)
  }
}

extension ThumbnailSize {
  /// The size of the copy of a picture of this upright size. Constant cost; nothing is allocated.
  ///
  /// Sides below 1, of the picture or of the rule, count as 1 here; a pooling refuses them. A side that no `Int` holds is
  /// `Int.max`.
  public func size(of picture: Size) -> Size {
    let picture = Self.atLeastOne(picture)
    switch rule {
    case .fit(let box):
      let box = Self.atLeastOne(box)
      if !enlarges, picture.width <= box.width, picture.height <= box.height { return picture }
      return Self.isWider(picture, than: box)
        ? Self.fitted(picture, toWidth: box.width) : Self.fitted(picture, toHeight: box.height)
    case .fill(let box):
      let box = Self.atLeastOne(box)
      if enlarges || (picture.width >= box.width && picture.height >= box.height) { return box }
      let part = part(of: picture)
      return Size(height: part.rows.count, width: part.columns.count)
    case .exact(let size): return Self.atLeastOne(size)
    case .scale(let numerator, let denominator):
      return Size(
        height: Self.proportional(picture.height, numerator, denominator),
        width: Self.proportional(picture.width, numerator, denominator))
    case .width(let width):
      if !enlarges, picture.width <= width { return picture }
      return Self.fitted(picture, toWidth: width)
    case .height(let height):
      if !enlarges, picture.height <= height { return picture }
      return Self.fitted(picture, toHeight: height)
    }
  }

  /// The rows and columns of the upright picture that the copy shows: all of them, but for ``Rule/fill(_:)`` the largest part
  /// of the box's shape. Of what is left over, the half before the part is rounded down.
  public func part(of picture: Size) -> (rows: Range<Int>, columns: Range<Int>) {
    let picture = Self.atLeastOne(picture)
    guard case .fill(let asked) = rule else { return (0..<picture.height, 0..<picture.width) }
    let box = Self.atLeastOne(asked)
    if Self.isWider(picture, than: box) {
      let width = min(picture.width, Self.proportional(picture.height, box.width, box.height))
      return (0..<picture.height, Self.centre(width, of: picture.width))
    }
    let height = min(picture.height, Self.proportional(picture.width, box.height, box.width))
    return (Self.centre(height, of: picture.height), 0..<picture.width)
  }

  private static func centre(_ count: Int, of length: Int) -> Range<Int> {
    let start = (length - count) / 2
    return start..<(start + count)
  }

  private static func fitted(_ picture: Size, toWidth width: Int) -> Size {
    Size(height: proportional(picture.height, width, picture.width), width: max(1, width))
  }

  private static func fitted(_ picture: Size, toHeight height: Int) -> Size {
    Size(height: max(1, height), width: proportional(picture.width, height, picture.height))
  }

  private static func atLeastOne(_ size: Size) -> Size {
    Size(height: max(1, size.height), width: max(1, size.width))
  }

  /// Whether the width limits, when the picture is brought into the box.
  private static func isWider(_ picture: Size, than box: Size) -> Bool {
    let (left, right) = (
      picture.width.multipliedFullWidth(by: box.height), picture.height.multipliedFullWidth(by: box.width)
    )
    return left.high != right.high ? left.high > right.high : left.low >= right.low
  }

  /// length · numerator / denominator, rounded half up, from 1 to `Int.max`.
  private static func proportional(_ length: Int, _ numerator: Int, _ denominator: Int) -> Int {
    let (length, numerator, denominator) = (
      UInt(max(1, length)), UInt(max(1, numerator)), UInt(max(1, denominator))
    )
    let product = length.multipliedFullWidth(by: numerator)
    guard product.high < denominator else { return Int.max }
    let (quotient, remainder) = denominator.dividingFullWidth(product)
    // Halves go up; remainder < denominator, so the difference is at least 1.
    let up: UInt = remainder >= denominator - remainder ? 1 : 0
    guard quotient < UInt(Int.max) else { return Int.max }
    return max(1, Int(quotient + up))
  }
}

extension ThumbnailSize {
  /// Every number of the rule with what it is, for checks.
  var parameters: [(name: String, value: Int)] {
    switch rule {
    case .fit(let size), .fill(let size), .exact(let size):
      [("height", size.height), ("width", size.width)]
    case .scale(let numerator, let denominator):
      [("scale's numerator", numerator), ("scale's denominator", denominator)]
    case .width(let width): [("width", width)]
    case .height(let height): [("height", height)]
    }
  }
}
