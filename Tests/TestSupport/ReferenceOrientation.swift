public import PoolingEngine

extension Planes {
  /// The stored picture turned upright by plain copying, as the EXIF values 1-8 say where the stored first row and column
  /// lie in the upright picture: 1 top, left · 2 top, right · 3 bottom, right · 4 bottom, left · 5 left, top ·
  /// 6 right, top · 7 right, bottom · 8 left, bottom.
  public func turnedUpright(_ tag: Int) -> Planes {
    let (h, w) = (size.height, size.width)
    guard channels * h * w > 0 else { return self }
    let swaps = tag >= 5
    let upright = Size(height: swaps ? w : h, width: swaps ? h : w)
    var result = Planes(channels: channels, size: upright, repeating: self[0, 0, 0])
    for channel in 0..<channels {
      for row in 0..<h {
        for column in 0..<w {
          let (y, x): (Int, Int)
          switch tag {
          case 2: (y, x) = (row, w - 1 - column)
          case 3: (y, x) = (h - 1 - row, w - 1 - column)
          case 4: (y, x) = (h - 1 - row, column)
          case 5: (y, x) = (column, row)
          case 6: (y, x) = (column, h - 1 - row)
          case 7: (y, x) = (w - 1 - column, h - 1 - row)
          case 8: (y, x) = (w - 1 - column, row)
          default: (y, x) = (row, column)
          }
          result[channel, y, x] = self[channel, row, column]
        }
      }
    }
    return result
  }
}
