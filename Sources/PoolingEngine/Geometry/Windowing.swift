/// A maker of the two window lists. The engine never asks which maker it was.
public struct Windowing: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case sliding(SlidingParameters)
    case adaptive(height: Int?, width: Int?)
    case area(Size)
    case fit(Size)
    case thumbnail(ThumbnailSize, isAdaptive: Bool)
    case global
    case custom(rows: AxisWindows, columns: AxisWindows)
    case fractional(kernel: Pair, output: Size, samples: FractionalSamples)
    case boundaries(rows: [Int], columns: [Int], overlapping: Bool)
    case drawnBoundaries(output: Size, isPseudoRandom: Bool, overlapping: Bool, seed: UInt64)
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

  /// Area windows, or PyTorch's adaptive bins, of a thumbnail's size over the part of the picture that it shows; the part is
  /// that of the upright picture, so all orientations show the same.
  public static func thumbnail(_ size: ThumbnailSize, isAdaptive: Bool = false) -> Windowing {
    Windowing(kind: .thumbnail(size, isAdaptive: isAdaptive))
  }

  /// One window that holds the whole plane.
  public static let global = Windowing(kind: .global)

  /// Window lists of one's own.
  public static func custom(rows: AxisWindows, columns: AxisWindows) -> Windowing {
    Windowing(kind: .custom(rows: rows, columns: columns))
  }

  /// PyTorch's fractional windows (`fractional_max_pool2d`): `output` windows of `kernel` taps per axis, which start where
  /// the random numbers of the plane say. They may overlap or leave gaps. Needs output + kernel − 1 ≤ input.
  public static func fractional(_ kernel: Pair, output: Size, samples: FractionalSamples) -> Windowing {
    Windowing(kind: .fractional(kernel: kernel, output: output, samples: samples))
  }

  /// TensorFlow's fractional windows (`fractional_max_pool`, `fractional_avg_pool`) from their boundaries: 0 first, the axis's
  /// length last. Window i holds the samples from boundary i to before boundary i + 1, or up to it if they overlap.
  public static func boundaries(rows: [Int], columns: [Int], overlapping: Bool = false) -> Windowing {
    Windowing(kind: .boundaries(rows: rows, columns: columns, overlapping: overlapping))
  }

  /// The same with boundaries drawn from a seed by TensorFlow's two ways of spacing them; not the numbers that
  /// TensorFlow draws.
  public static func fractional(
    output: Size, pseudoRandom: Bool = false, overlapping: Bool = false, seed: UInt64
  ) -> Windowing {
    Windowing(
      kind: .drawnBoundaries(
        output: output, isPseudoRandom: pseudoRandom, overlapping: overlapping, seed: seed))
  }

  /// The same windows over magnitudes, whose constant border is a magnitude, too.
  var withMagnitudeOfBorder: Windowing {
    guard case .sliding(var parameters) = kind, case .constant(let value) = parameters.border else {
      return self
    }
    parameters.border = .constant(value.magnitude)
    return Windowing(kind: .sliding(parameters))
  }

  /// Every plane has windows of its own.
  public var variesByPlane: Bool {
    if case .fractional = kind { true } else { false }
  }
}
