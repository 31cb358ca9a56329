/// How far windows reach past the input.
public enum Padding: Hashable, Sendable {
  /// None (TensorFlow's VALID).
  case valid
  /// As much as ⌈n/stride⌉ windows need, an odd tap after (TensorFlow's SAME, ONNX's SAME_UPPER).
  case same
  /// The same with an odd tap before (ONNX's SAME_LOWER).
  case sameLower
  /// As much after the input as the last window needs to be whole: every sample is in a window
  /// (scikit-image's `block_reduce`, with a constant ``Border``).
  case whole
  case explicit(top: Int, left: Int, bottom: Int, right: Int)

  /// The same on all four sides.
  public static func all(_ taps: Int) -> Padding {
    .explicit(top: taps, left: taps, bottom: taps, right: taps)
  }

  /// PyTorch's form: so many taps above and below, so many left and right.
  public static func symmetric(_ taps: Pair) -> Padding {
    .explicit(top: taps.vertical, left: taps.horizontal, bottom: taps.vertical, right: taps.horizontal)
  }
}
