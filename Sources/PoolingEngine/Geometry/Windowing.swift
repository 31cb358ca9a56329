/// A maker of the two window lists. The engine never asks which maker it was.
public struct Windowing: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case sliding(SlidingParameters)
    case adaptive(height: Int?, width: Int?)
    case area(Size)
    case fit(Size)
    case global
    case custom(rows: AxisWindows, columns: AxisWindows)
  }

  struct SlidingParameters: Hashable, Sendable {
    var kernel: Pair
    var stride: Pair
    var padding: Padding
    var dilation: Pair
    var border: Border
    var ceilMode: Bool
  }

  let kind: Kind

  /// Windows of `kernel` taps that step by `stride` (nil: by the kernel, as PyTorch does).
  public static func sliding(
    _ kernel: Pair, stride: Pair? = nil, padding: Padding = .all(0), dilation: Pair = 1,
    border: Border = .dialect,
    ceilMode: Bool = false
  ) -> Windowing {
    Windowing(
      kind: .sliding(
        SlidingParameters(
          kernel: kernel, stride: stride ?? kernel, padding: padding, dilation: dilation, border: border,
          ceilMode: ceilMode)))
  }

  /// PyTorch's adaptive bins: ⌊i·n/o⌋ ..< ⌈(i+1)·n/o⌉. Neighbours share a sample where o does not divide n.
  public static func adaptive(_ output: Size) -> Windowing {
    Windowing(kind: .adaptive(height: output.height, width: output.width))
  }

  /// Adaptive bins where nil keeps the axis's own length.
  public static func adaptive(height: Int?, width: Int?) -> Windowing {
    Windowing(kind: .adaptive(height: height, width: width))
  }

  /// Windows that divide the picture evenly; samples cut by a boundary count in part on both sides.
  public static func area(_ output: Size) -> Windowing { Windowing(kind: .area(output)) }

  /// Area windows of the largest size that fits the box with the picture's proportions, never larger than the picture;
  /// the limiting side is exact, the other rounded half up and at least 1.
  public static func fit(_ box: Size) -> Windowing { Windowing(kind: .fit(box)) }

  /// One window that holds the whole plane.
  public static let global = Windowing(kind: .global)

  /// Window lists of one's own.
  public static func custom(rows: AxisWindows, columns: AxisWindows) -> Windowing {
    Windowing(kind: .custom(rows: rows, columns: columns))
  }
}
