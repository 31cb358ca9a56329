/// Real numbers as result samples: the one rounding at the end of a reduction that computes in Double.
enum RealResult {
  /// A finisher that turns each accumulator into a real number and that into a sample.
  ///
  /// - Parameters:
  ///   - scale: what the number is divided by before it is rounded.
  ///   - value: the result of one sample, from its accumulator and the divisor's two factors (1 where the reduction
  ///     has none).
  static func finisher<A>(
    as type: SampleType, rounding: Rounding, scale: Double = 1,
    value: @escaping (A, _ divisor: Double) -> Double
  ) -> Finisher {
    guard scale != 1 else { return Finisher(resultType: type, apply: apply(as: type, rounding, value)) }
    return Finisher(resultType: type, apply: apply(as: type, rounding) { value($0, $1) / scale })
  }

  private static func apply<A>(
    as type: SampleType, _ rounding: Rounding, _ value: @escaping (A, Double) -> Double
  ) -> Finisher.Apply {
    switch type {
    case .uint8: integers(as: UInt8.self, rounding, value)
    case .uint16: integers(as: UInt16.self, rounding, value)
    case .int8: integers(as: Int8.self, rounding, value)
    case .int16: integers(as: Int16.self, rounding, value)
    case .int32: integers(as: Int32.self, rounding, value)
    case .int64: integers(as: Int64.self, rounding, value)
    case .float16: floats(as: Float16.self, value)
    case .float32: floats(as: Float.self, value)
    case .float64: floats(as: Double.self, value)
    }
  }

  private static func floats<A, R: BinaryFloatingPoint & Sample>(
    as result: R.Type, _ value: @escaping (A, Double) -> Double
  ) -> Finisher.Apply {
    { accumulators, out, context in
      let out = out.assumingMemoryBound(to: R.self)
      forEach(accumulators, context, value) { out[$0] = $1 != $1 ? .nan : R($1) }
      return 0
    }
  }

  /// Rounded once; what the type cannot hold is clamped and counted, NaN becomes 0 and is counted.
  private static func integers<A, R: FixedWidthInteger & Sample>(
    as result: R.Type, _ rounding: Rounding, _ value: @escaping (A, Double) -> Double
  ) -> Finisher.Apply {
    { accumulators, out, context in
      let out = out.assumingMemoryBound(to: R.self)
      var clamped = 0
      forEach(accumulators, context, value) { i, number in
        let (sample, isClamped) = integer(number, as: R.self, rounding)
        out[i] = sample
        if isClamped { clamped += 1 }
      }
      return clamped
    }
  }

  @inline(__always)
  private static func forEach<A>(
    _ accumulators: UnsafeRawPointer, _ context: FinishContext, _ value: (A, Double) -> Double,
    _ store: (Int, Double) -> Void
  ) {
    let accumulators = accumulators.assumingMemoryBound(to: A.self)
    let rowDivisor = Double(context.rowDivisor)
    for i in 0..<context.count {
      let columnDivisor = context.columnDivisors.isEmpty ? 1 : context.columnDivisors[i]
      store(i, value(accumulators[i], rowDivisor * columnDivisor))
    }
  }

  /// A number as the integer next to it, and whether it had to be clamped.
  static func integer<R: FixedWidthInteger>(
    _ number: Double, as type: R.Type, _ rounding: Rounding
  ) -> (sample: R, isClamped: Bool) {
    guard number == number else { return (0, true) }
    let whole: Double =
      switch rounding {
      case .halfEven: number.rounded(.toNearestOrEven)
      case .halfUp: halfUp(number)
      case .down: number.rounded(.down)
      }
    if let exact = R(exactly: whole) { return (exact, false) }
    return (whole < 0 ? .min : .max, true)
  }

  /// Halves toward +∞. Adding a half would round up what lies a hair below one.
  private static func halfUp(_ number: Double) -> Double {
    let floor = number.rounded(.down)
    return number - floor >= 0.5 ? floor + 1 : floor
  }
}
