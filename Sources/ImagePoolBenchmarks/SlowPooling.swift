import PoolingEngine

/// Pooling window by window, to compare with before anything is timed.
enum SlowPooling {
  /// Compares the corners, the last row and column and windows spread over every plane.
  ///
  /// - Throws: ``BenchmarkError`` that names the first window that differs (floating point: by more than one unit in the last place).
  static func check<S: Sample & Comparable>(
    _ pooled: Planes<S>, of planes: Planes<S>, kernel: Int, stride: Int, name: String, _ reduce: ([S]) -> S
  ) throws {
    let expected = Size(
      height: (planes.size.height - kernel) / stride + 1, width: (planes.size.width - kernel) / stride + 1)
    guard pooled.size == expected, pooled.channels == planes.channels else {
      throw BenchmarkError("\(name): size \(pooled.size) instead of \(expected)")
    }
    let rows = places(expected.height)
    let columns = places(expected.width)
    for channel in 0..<planes.channels {
      for row in rows {
        for column in columns {
          var window: [S] = []
          for y in 0..<kernel {
            for x in 0..<kernel { window.append(planes[channel, row * stride + y, column * stride + x]) }
          }
          let value = reduce(window)
          guard agree(pooled[channel, row, column], value) else {
            throw BenchmarkError(
              "\(name): \(pooled[channel, row, column]) instead of \(value) at channel \(channel), row \(row), column \(column)"
            )
          }
        }
      }
    }
  }

  /// The first and last 20 places and some 40 between.
  private static func places(_ length: Int) -> [Int] {
    let step = max(1, length / 41)
    return Array(0..<min(20, length)) + Array(stride(from: 20, to: max(20, length - 20), by: step))
      + Array(max(20, length - 20)..<max(20, length))
  }

  private static func agree<S: Sample & Comparable>(_ a: S, _ b: S) -> Bool {
    if a == b { return true }
    guard let a = a as? Float, let b = b as? Float else { return false }
    return abs(a - b) <= max(a.ulp, b.ulp)
  }
}
