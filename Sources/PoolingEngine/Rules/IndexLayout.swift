/// How a framework numbers the place of a maximum.
public enum IndexLayout: String, Hashable, Sendable, CaseIterable {
  /// h·W + w within a channel plane: PyTorch.
  case plane
  /// (h·W + w)·C + c: TensorFlow's `max_pool_with_argmax`.
  case nhwc
  /// ((n·H + h)·W + w)·C + c: the same with `include_batch_in_index`.
  case nhwcBatch = "nhwc_batch"
  /// ((n·C + c)·H + h)·W + w: ONNX with storage order 0.
  case nchwBatch = "nchw_batch"
  /// (n·C + c)·H·W + w·H + h: ONNX with storage order 1.
  case nchwBatchColumnMajor = "nchw_batch_column_major"

  /// The index in this layout of a place given as h·W + w in the plane of a channel of a batch item. `size` is the
  /// unpadded input's; −1 (no tap) stays −1.
  public func index(plane: Int64, batch: Int, channel: Int, channels: Int, size: Size) -> Int64 {
    guard plane >= 0 else { return -1 }
    let (height, width) = (Int64(size.height), Int64(size.width))
    let (batch, channel, channels) = (Int64(batch), Int64(channel), Int64(channels))
    switch self {
    case .plane: return plane
    case .nhwc: return plane * channels + channel
    case .nhwcBatch: return (batch * height * width + plane) * channels + channel
    case .nchwBatch: return (batch * channels + channel) * height * width + plane
    case .nchwBatchColumnMajor:
      let (row, column) = (plane / width, plane % width)
      return (batch * channels + channel) * height * width + column * height + row
    }
  }
}
