internal import FeatureMaps

/// A rectangle of what a page is about, upright.
public struct PageRegion: Hashable, Sendable {
  public var top, left, height, width: Int

  public init(top: Int, left: Int, height: Int, width: Int) {
    self.top = top
    self.left = left
    self.height = height
    self.width = width
  }

  /// Sums are taken only of rectangles that were checked to lie in a picture.
  var rows: Range<Int> { top..<(top + height) }
  var columns: Range<Int> { left..<(left + width) }
}

extension PageRegion {
  var members: [JSONValue.Member] {
    [
      JSONValue.Member("top", JSONValue(top)), JSONValue.Member("left", JSONValue(left)),
      JSONValue.Member("height", JSONValue(height)), JSONValue.Member("width", JSONValue(width)),
    ]
  }
}
