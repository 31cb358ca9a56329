public import PoolingEngine

/// Max unpooling as the layouts' formulas have it: every place of the unpooled tensor is numbered, and values are looked up by
/// number.
public struct ReferenceUnpooling: Sendable {
  public var layout: IndexLayout
  public var batch: Int
  public var channels: Int
  /// The unpooled planes'.
  public var output: Size

  public init(layout: IndexLayout, batch: Int, channels: Int, output: Size) {
    self.layout = layout
    self.batch = batch
    self.channels = channels
    self.output = output
  }

  /// The number of a place.
  public func index(_ n: Int, _ c: Int, _ h: Int, _ w: Int) -> Int64 {
    let (height, width) = (output.height, output.width)
    let number =
      switch layout {
      case .plane: h * width + w
      case .nhwc: (h * width + w) * channels + c
      case .nhwcBatch: ((n * height + h) * width + w) * channels + c
      case .nchwBatch: ((n * channels + c) * height + h) * width + w
      case .nchwBatchColumnMajor: (n * channels + c) * height * width + w * height + h
      }
    return Int64(number)
  }

  /// Where the value of a plane of batch item n goes: a plane and a place in it.
  private func place(_ index: Int64, n: Int, c: Int) -> (plane: Int, place: Int)? {
    for otherN in 0..<batch {
      for otherC in 0..<channels {
        // Layouts that leave the item or the channel out mean the value's own.
        if layout == .plane, (otherN, otherC) != (n, c) { continue }
        if layout == .nhwc, otherN != n { continue }
        for h in 0..<output.height {
          for w in 0..<output.width where self.index(otherN, otherC, h, w) == index {
            return (otherN * channels + otherC, h * output.width + w)
          }
        }
      }
    }
    return nil
  }

  /// Values in row-major order, each written over what is there; nil if an index is no place's.
  public func unpooled<S: TestSample & Numeric>(_ values: Planes<S>, _ indices: Planes<Int64>) -> Planes<S>? {
    var result = Planes<S>(channels: batch * channels, size: output, repeating: 0)
    for plane in 0..<batch * channels {
      for row in 0..<values.size.height {
        for column in 0..<values.size.width {
          guard let (to, place) = place(indices[plane, row, column], n: plane / channels, c: plane % channels)
          else { return nil }
          result[to, place / output.width, place % output.width] = values[plane, row, column]
        }
      }
    }
    return result
  }

  /// Every value gets what came back to its place.
  public func gradient<S: TestSample & Numeric>(_ indices: Planes<Int64>, _ upstream: Planes<S>) -> Planes<S>?
  {
    var result = Planes<S>(channels: batch * channels, size: indices.size, repeating: 0)
    for plane in 0..<batch * channels {
      for row in 0..<indices.size.height {
        for column in 0..<indices.size.width {
          guard let (to, place) = place(indices[plane, row, column], n: plane / channels, c: plane % channels)
          else { return nil }
          result[plane, row, column] = upstream[to, place / output.width, place % output.width]
        }
      }
    }
    return result
  }
}
