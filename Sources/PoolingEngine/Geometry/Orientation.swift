/// How a stored picture must be turned to stand upright: the values of EXIF's Orientation tag
/// (CIPA DC-008, tag 0x0112). Every other value of the tag counts as 1, `.upright`.
public enum Orientation: Int, Hashable, Sendable, CaseIterable {
  case upright = 1
  case mirroredHorizontally = 2
  case rotated180 = 3
  case mirroredVertically = 4
  case transposed = 5
  case rotated90Clockwise = 6
  case transversed = 7
  case rotated90CounterClockwise = 8

  /// The orientation of a tag's value; `.upright` for anything outside 1...8.
  public init(tag: Int) { self = Orientation(rawValue: tag) ?? .upright }

  /// Stored rows are upright columns.
  public var swapsAxes: Bool { rawValue >= 5 }

  /// The first stored row lies at the upright bottom (or, with swapped axes, at the right).
  public var reversesStoredRows: Bool {
    switch self {
    case .rotated180, .mirroredVertically, .rotated90Clockwise, .transversed: true
    case .upright, .mirroredHorizontally, .transposed, .rotated90CounterClockwise: false
    }
  }

  /// The first stored column lies at the upright right (or, with swapped axes, at the bottom).
  public var reversesStoredColumns: Bool {
    switch self {
    case .mirroredHorizontally, .rotated180, .transversed, .rotated90CounterClockwise: true
    case .upright, .mirroredVertically, .transposed, .rotated90Clockwise: false
    }
  }

  /// Pooled rows can be emitted as they come; otherwise the pooled output is held.
  public var keepsRowOrder: Bool { !swapsAxes && !reversesStoredRows }

  /// The upright size of a picture of this stored size.
  public func upright(_ stored: Size) -> Size { swapsAxes ? stored.transposed : stored }
}
