public import PoolingEngine

/// Sizes and parts of thumbnails by search over all candidates, in fractions of whole numbers; for small pictures only.
public enum ReferenceThumbnail {
  /// The size that a box asks for: of all sizes inside it that have one side exactly the box's, or the picture's own, the one
  /// whose other side is nearest to proportion (of two equally near ones the greater).
  public static func fit(_ picture: Size, _ box: Size, enlarges: Bool) -> Size {
    if !enlarges, picture.height <= box.height, picture.width <= box.width { return picture }
    // The factor that brings the width into the box also brings the height into it: the width limits.
    let widthLimits = picture.height * box.width <= box.height * picture.width
    return widthLimits
      ? Size(height: nearest(picture.height * box.width, picture.width), width: box.width)
      : Size(height: box.height, width: nearest(picture.width * box.height, picture.height))
  }

  /// The largest part of the box's shape, as numbers of rows and columns: all of one axis, and of the other what is nearest to
  /// the shape.
  public static func part(_ picture: Size, _ box: Size) -> Size {
    let columns = nearest(picture.height * box.width, box.height)
    if picture.height * box.width <= picture.width * box.height {
      return Size(height: picture.height, width: min(columns, picture.width))
    }
    return Size(
      height: min(picture.height, nearest(picture.width * box.height, box.width)), width: picture.width)
  }

  /// The whole number from 1 that is nearest to a fraction; of two equally near ones the greater.
  public static func nearest(_ numerator: Int, _ denominator: Int) -> Int {
    var best = 1
    var candidate = 1
    while (candidate - 1) * denominator <= numerator {
      if abs(candidate * denominator - numerator) <= abs(best * denominator - numerator) { best = candidate }
      candidate += 1
    }
    return best
  }

  /// Window lists over the part of an axis that starts at `start`: what `count` windows take of its samples.
  ///
  /// Sample j of the part lies from j·o to (j + 1)·o in units of 1/o of a sample, window i from i·n to (i + 1)·n; what both
  /// have in common is the sample's weight, or, for adaptive bins, whether it is in at all.
  public static func windows(_ part: Range<Int>, count: Int, isAdaptive: Bool) -> [ReferenceWindow] {
    let unit = isAdaptive ? 1 : count / ReferencePooling.sampleWeight(part.count, count)
    return (0..<count).map { i in
      var window = ReferenceWindow()
      for j in 0..<part.count {
        let common = min((j + 1) * count, (i + 1) * part.count) - max(j * count, i * part.count)
        guard common > 0 else { continue }
        window.taps.append(part.lowerBound + j)
        window.weights.append(isAdaptive ? 1 : common / unit)
      }
      return window
    }
  }

  /// The pooling of a thumbnail as one over window lists.
  public static func pooling(
    _ size: ThumbnailSize, of picture: Size, isAdaptive: Bool, isMax: Bool = false
  ) -> ReferencePooling {
    let output = size.size(of: picture)
    let (rows, columns) = size.part(of: picture)
    return ReferencePooling(
      isMax ? .max : .average(),
      .custom(
        rows: windows(rows, count: output.height, isAdaptive: isAdaptive),
        columns: windows(columns, count: output.width, isAdaptive: isAdaptive)))
  }
}
