/// A dialect resolved into what planning and finishing need; no kernel sees a framework's name. The rules and their
/// sources are those of PyTorch 2.13, TensorFlow 2.21 and ONNX Runtime 1.32 on x86-64.
struct DialectRules: Hashable, Sendable {
  /// What a NaN among the taps of a max does.
  enum MaximumNaN: Hashable, Sendable {
    /// It beats every number; among several the last in row-major order has the index.
    case wins
    /// It is passed over.
    case skipped
    /// It is the result if it is the window's first real tap, else passed over.
    case winsAsFirstTap
  }

  /// What a floating-point max starts from, and so what a window without a winner gives.
  enum MaximumFloor: Hashable, Sendable {
    case negativeInfinity, lowestFinite
  }

  enum PaddingLimit: Hashable, Sendable {
    case halfKernel, belowKernel
  }

  let dialect: Dialect
  let paddingLimit: PaddingLimit
  let countIncludePad: Bool
  let hasCountIncludePad: Bool
  let hasDivisorOverride: Bool
  let hasCeilMode: Bool
  let hasAdaptive: Bool
  /// Dilation of an average: allowed at all.
  let averageDilates: Bool
  /// Dilation goes with stride 1 and no padding only.
  let dilationNeedsPlainWindows: Bool
  /// An average of int64 is divided as integers, toward zero.
  let averagesInt64AsIntegers: Bool
  let hasNorms: Bool
  /// An Lp norm takes powers of x, not of |x|; any norm but 0.
  let normTakesSign: Bool
  /// The sum of a partial window is scaled up to that of a whole one before the root.
  let scalesPartialNorms: Bool
  let maximumNaN: MaximumNaN
  let maximumNaNWithIndices: MaximumNaN
  let maximumFloor: MaximumFloor
  let maximumFloorWithIndices: MaximumFloor

  init(_ dialect: Dialect) {
    self.dialect = dialect
    let isTorch = dialect == .torch
    let isTensorFlow = dialect == .tensorflow
    paddingLimit = isTorch ? .halfKernel : .belowKernel
    countIncludePad = isTorch
    hasCountIncludePad = !isTensorFlow
    hasDivisorOverride = isTorch
    hasCeilMode = !isTensorFlow
    hasAdaptive = dialect != .onnx
    averageDilates = !isTorch
    dilationNeedsPlainWindows = isTensorFlow
    averagesInt64AsIntegers = isTorch
    hasNorms = !isTensorFlow
    normTakesSign = isTorch
    scalesPartialNorms = isTorch
    // tf.nn.max_pool starts from the lowest finite number and skips NaN; max_pool_with_argmax starts from the
    // first tap, as ONNX Runtime does.
    maximumNaN = isTorch ? .wins : isTensorFlow ? .skipped : .winsAsFirstTap
    maximumNaNWithIndices = isTorch ? .wins : .winsAsFirstTap
    maximumFloor = isTensorFlow ? .lowestFinite : .negativeInfinity
    maximumFloorWithIndices = .negativeInfinity
  }
}
