/// The windows of one axis, in output order: what every maker (explicit padding, SAME, adaptive bins, area,
/// global, a list of one's own) comes down to. Windows are computed on demand, so a list takes no memory however
/// long the axis is.
public struct AxisWindows: RandomAccessCollection, Hashable, Sendable {
  /// Samples along the axis.
  public let inputLength: Int
  public let startIndex = 0
  /// The number of windows.
  public let endIndex: Int
  let maker: Maker
  let isMirrored: Bool
  /// Of an area's samples and windows, whose weights are counted in units of it; 1 for other windows.
  private let commonDivisor: Int

  /// How a window follows from its number.
  enum Maker: Hashable, Sendable {
    /// Window `i` has taps i·stride − leading + t·dilation, t in 0..<kernel; `trailing` padding at the end.
    case sliding(kernel: Int, stride: Int, dilation: Int, leading: Int, trailing: Int)
    /// Bins ⌊i·n/o⌋ ..< ⌈(i+1)·n/o⌉ of the n samples of a part of the axis.
    case adaptive(Range<Int>)
    /// The interval from i·n/o to (i+1)·n/o of the n samples of a part of the axis, cut samples weighted by what lies inside.
    case area(Range<Int>)
    case list([Window])
  }

  init(inputLength: Int, count: Int, maker: Maker, isMirrored: Bool = false) {
    self.inputLength = inputLength
    endIndex = count
    self.maker = maker
    self.isMirrored = isMirrored
    commonDivisor =
      if case .area(let part) = maker { Self.greatestCommonDivisor(part.count, count) } else { 1 }
  }

  /// A list of one's own.
  ///
  /// - Throws: ``PoolingError/Rule/windowList`` unless every real tap lies in `0..<inputLength`, counts and weights
  ///   are not negative, and first and last taps never step back from one window to the next;
  ///   ``PoolingError/Rule/overflow`` for lengths, counts and weights above 2³¹ − 1.
  public init(inputLength: Int, _ windows: [Window]) throws(PoolingError) {
    let limit = GeometryPlanner.largestParameter
    guard (0...limit).contains(inputLength) else {
      throw PoolingError(.overflow, "an axis of \(inputLength) samples: axes go up to \(limit)")
    }
    var (first, last) = (0, 0)
    for (number, window) in windows.enumerated() {
      let counts = [
        window.tapCount, window.paddingTaps, window.overhangTaps, window.leadingWeight, window.innerWeight,
        window.trailingWeight,
      ]
      guard window.dilation >= 1, counts.allSatisfy({ $0 >= 0 }) else {
        throw PoolingError(.windowList, "window \(number) has a negative count or weight, or no dilation")
      }
      guard counts.allSatisfy({ $0 <= limit }) else {
        throw PoolingError(.overflow, "window \(number) has a count or weight above \(limit)")
      }
      guard window.tapCount > 0 else { continue }
      let span = (window.tapCount - 1).multipliedReportingOverflow(by: window.dilation)
      guard !span.overflow, window.firstTap >= 0, window.firstTap < inputLength,
        span.partialValue < inputLength - window.firstTap
      else { throw PoolingError(.windowList, "window \(number) has taps outside 0..<\(inputLength)") }
      guard window.firstTap >= first, window.lastTap >= last else {
        throw PoolingError(.windowList, "window \(number) starts or ends before the window ahead of it")
      }
      (first, last) = (window.firstTap, window.lastTap)
    }
    self.init(inputLength: inputLength, count: windows.count, maker: .list(windows))
  }

  public subscript(output: Int) -> Window {
    precondition((0..<endIndex).contains(output), "no window \(output)")
    guard isMirrored else { return window(output) }
    return window(endIndex - 1 - output).mirrored(length: inputLength)
  }

  /// The windows as seen when the axis runs the other way: window 0 is the last one, mirrored.
  public func mirrored() -> AxisWindows {
    AxisWindows(inputLength: inputLength, count: endIndex, maker: maker, isMirrored: !isMirrored)
  }

  private func window(_ i: Int) -> Window {
    switch maker {
    case .list(let windows): return windows[i]
    case .sliding(let kernel, let stride, let dilation, let leading, let trailing):
      let start = i * stride - leading
      // Taps t with 0 <= start + t·dilation < length, as a range of t.
      let before = start < 0 ? Swift.min(kernel, (-start + dilation - 1) / dilation) : 0
      let inside = Self.taps(from: start, below: inputLength, kernel: kernel, dilation: dilation)
      let real = Swift.max(0, inside - before)
      let beforeOverhang = Self.taps(
        from: start, below: inputLength + trailing, kernel: kernel, dilation: dilation)
      return Window(
        firstTap: start + before * dilation, tapCount: real, dilation: dilation,
        paddingTaps: beforeOverhang - real, overhangTaps: kernel - beforeOverhang)
    case .adaptive(let part):
      let start = i * part.count / endIndex
      let end = ((i + 1) * part.count + endIndex - 1) / endIndex
      return Window(firstTap: part.lowerBound + start, tapCount: end - start)
    case .area(let part):
      return areaWindow(i, of: part)
    }
  }

  /// How many of the taps start, start + dilation, … lie below `limit`.
  private static func taps(from start: Int, below limit: Int, kernel: Int, dilation: Int) -> Int {
    guard start < limit else { return 0 }
    return Swift.min(kernel, (limit - start - 1) / dilation + 1)
  }

  /// In units of 1/o of a sample a sample spans o and a window n; both divided by their common divisor, so a whole
  /// sample weighs o/g and a window n/g.
  private func areaWindow(_ i: Int, of part: Range<Int>) -> Window {
    let sample = endIndex / commonDivisor
    let extent = part.count / commonDivisor
    let (start, end) = (i * extent, (i + 1) * extent)
    let first = start / sample
    let last = (end + sample - 1) / sample - 1
    guard last > first else {
      return Window(firstTap: part.lowerBound + first, tapCount: 1, leadingWeight: extent)
    }
    return Window(
      firstTap: part.lowerBound + first, tapCount: last - first + 1,
      leadingWeight: (first + 1) * sample - start, innerWeight: sample,
      trailingWeight: end - last * sample)
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}

extension AxisWindows {
  /// What all windows share if they slide: window `i` is cut from the taps `origin + i·stride + t·dilation`,
  /// t in 0..<kernel. Nil for lists whose windows vary.
  var sliding: (origin: Int, kernel: Int, stride: Int, dilation: Int)? {
    guard case .sliding(let kernel, let stride, let dilation, let leading, _) = maker else { return nil }
    guard isMirrored else { return (-leading, kernel, stride, dilation) }
    let lastStart = (endIndex - 1) * stride - leading
    return (inputLength - 1 - (lastStart + (kernel - 1) * dilation), kernel, stride, dilation)
  }

  /// Windows that were given one by one; all others follow from their number.
  var isList: Bool {
    if case .list = maker { true } else { false }
  }

  /// The largest sum of weights of a window, for proofs that integer sums fit. Costs a look at every window of a
  /// list; constant otherwise.
  var largestWeightSum: Int {
    switch maker {
    case .sliding(let kernel, _, _, _, _): return Swift.min(kernel, inputLength)
    case .adaptive(let part): return Swift.min(part.count, part.count / endIndex + 2)
    case .area(let part): return part.count / commonDivisor
    case .list(let windows): return windows.reduce(0) { Swift.max($0, $1.weightSum) }
    }
  }

  /// What a whole sample weighs: more than 1 in area windows that cut samples.
  var unitWeight: Int {
    guard case .area = maker else { return 1 }
    return endIndex / commonDivisor
  }

  var isUnweighted: Bool {
    switch maker {
    case .sliding, .adaptive: true
    case .area(let part): part.count % endIndex == 0
    case .list(let windows): windows.allSatisfy(\.isUnweighted)
    }
  }
}

extension AxisWindows {
  /// The stretch of the axis that a window may look at: its real taps, and for sliding windows also the places between
  /// the axis's end and a dilated tap. Unlike first and last taps, which step back where dilated windows are cut, its
  /// ends never do. Empty for a window of a list that has no taps.
  func reach(of output: Int) -> Range<Int> {
    guard let sliding else { return self[output].reach }
    let start = sliding.origin + output * sliding.stride
    let end = start + (sliding.kernel - 1) * sliding.dilation + 1
    let first = Swift.max(0, Swift.min(start, inputLength))
    return first..<Swift.max(first, Swift.min(end, inputLength))
  }

  /// The most windows among `outputs` that are open at one position.
  func largestOverlap(_ outputs: Range<Int>) -> Int {
    if let sliding { return ((sliding.kernel - 1) * sliding.dilation + sliding.stride) / sliding.stride }
    switch maker {
    case .adaptive(let part), .area(let part):
      // Window i meets sample p if i·n/o < p + 1 and (i + 1)·n/o > p: integers in an open interval of o/n + 1.
      return Swift.min(outputs.count, (endIndex + part.count - 1) / part.count + 1)
    case .sliding, .list: break
    }
    var (largest, oldest) = (1, outputs.lowerBound)
    for output in outputs {
      let opening = reach(of: output).lowerBound
      while oldest < output, reach(of: oldest).upperBound <= opening { oldest += 1 }
      largest = Swift.max(largest, output - oldest + 1)
    }
    return largest
  }
}
