/// Rows and columns that are filled in around a picture before it is pooled.
public struct FilledBorder: Hashable, Sendable {
  public var top, left, bottom, right: Int
  public var border: Border

  static let none = FilledBorder(top: 0, left: 0, bottom: 0, right: 0, border: .dialect)

  public var isEmpty: Bool { top == 0 && left == 0 && bottom == 0 && right == 0 }

  /// The size of a picture with this border around it.
  public func enlarged(_ size: Size) -> Size {
    Size(height: size.height + top + bottom, width: size.width + left + right)
  }

  /// The border as it lies around the stored picture.
  func stored(for orientation: Orientation) -> FilledBorder {
    var result = self
    if orientation.swapsAxes {
      (result.top, result.left, result.bottom, result.right) = (left, top, right, bottom)
    }
    if orientation.reversesStoredRows { swap(&result.top, &result.bottom) }
    if orientation.reversesStoredColumns { swap(&result.left, &result.right) }
    return result
  }
}
