internal import CKernels

/// Finishes exact integer sums: one division and one rounding.
enum IntegerAverage<Sum: FixedWidthInteger & BitwiseCopyable> {
  /// Sums over divisors as floats: the quotient in Double, rounded to the result.
  static func quotients<R: BinaryFloatingPoint & Sample>(as result: R.Type, scale: Int) -> Finisher.Apply {
    { accumulators, out, context in
      let sums = accumulators.assumingMemoryBound(to: Sum.self)
      let out = out.assumingMemoryBound(to: R.self)
      let rowDivisor = Double(context.rowDivisor * scale)
      for i in 0..<context.count { out[i] = R(Double(sums[i]) / (rowDivisor * context.columnDivisors[i])) }
      return 0
    }
  }

  /// Averages of non-negative 8- or 16-bit samples, rounded in Double.
  ///
  /// Exact while sums stay below 2⁵³ and divisors D up to 2³⁴: a quotient below 2¹⁶ that is not a rounding boundary is
  /// at least 1/(2D) ≥ 2⁻³⁵ away from one, and its representation in Double is off by at most 2⁻³⁸, the added half by as
  /// much again.
  static func roundedInDouble<R: FixedWidthInteger & Sample>(
    as result: R.Type, rounding: Rounding, scale: Int
  ) -> Finisher.Apply {
    switch rounding {
    case .halfEven:
      // Adding 1.5·2⁵² leaves no bits below 1, so the addition rounds to an integer, half to even, and the integer
      // stands in the low bits.
      return rounded(as: R.self, scale: scale) {
        R(truncatingIfNeeded: ($0 + 6_755_399_441_055_744).bitPattern)
      }
    case .halfUp: return rounded(as: R.self, scale: scale) { R(truncatingIfNeeded: Int32($0 + 0.5)) }
    case .down: return rounded(as: R.self, scale: scale) { R(truncatingIfNeeded: Int32($0)) }
    }
  }

  @inline(__always)
  private static func rounded<R: FixedWidthInteger & Sample>(
    as result: R.Type, scale: Int, _ round: @escaping (Double) -> R
  ) -> Finisher.Apply {
    { accumulators, out, context in
      let sums = accumulators.assumingMemoryBound(to: Sum.self)
      let out = out.assumingMemoryBound(to: R.self)
      let rowDivisor = Double(context.rowDivisor * scale)
      for i in 0..<context.count {
        out[i] = round(Double(sums[i]) / (rowDivisor * context.columnDivisors[i]))
      }
      return 0
    }
  }

  /// Averages of 8-bit samples, rounded half to even in Float, which has twice the lanes of Double.
  ///
  /// Exact while sums stay below 2²⁴ and divisors D below 2¹⁵: a quotient below 2⁸ that is not a rounding boundary is at
  /// least 1/(2D) > 2⁻¹⁶ away from one, and its representation in Float is off by at most 2⁻¹⁷.
  static func roundedInFloat(_ instructionSet: InstructionSet) -> Finisher.Apply {
    let inVectors =
      Sum.self == UInt16.self && instructionSet >= .avx2 && InstructionSet.avx2.isSupported
    return { accumulators, out, context in
      let sums = accumulators.assumingMemoryBound(to: Sum.self)
      let out = out.assumingMemoryBound(to: UInt8.self)
      let rowDivisor = Float(context.rowDivisor)
      if let common = context.commonColumnDivisor {
        let divisor = rowDivisor * Float(common)
        #if arch(x86_64)
          if inVectors {
            ckernels_average_u16_u8_avx2(
              accumulators.assumingMemoryBound(to: UInt16.self), divisor, out, context.count)
            return 0
          }
        #endif
        for i in 0..<context.count { out[i] = rounded(Float(sums[i]) / divisor) }
      } else {
        for i in 0..<context.count {
          out[i] = rounded(Float(sums[i]) / (rowDivisor * Float(context.columnDivisors[i])))
        }
      }
      return 0
    }
  }

  /// 1.5·2²³ leaves no bits below 1, see `roundedInDouble`.
  @inline(__always)
  private static func rounded(_ quotient: Float) -> UInt8 {
    UInt8(truncatingIfNeeded: (quotient + 12_582_912).bitPattern)
  }

  /// Averages in integers, for every type, sum and divisor: rounded, or cut toward zero as PyTorch divides int64.
  ///
  /// - Parameter number: the integers to divide in: Int64 if sums and twice the divisors are proved to fit.
  static func roundedInIntegers<R: FixedWidthInteger & Sample, Number: FixedWidthInteger & SignedInteger>(
    as result: R.Type, dividing number: Number.Type, rounding: Rounding?, scale: Int
  ) -> Finisher.Apply {
    { accumulators, out, context in
      let sums = accumulators.assumingMemoryBound(to: Sum.self)
      let out = out.assumingMemoryBound(to: R.self)
      let rowDivisor = Number(context.rowDivisor * scale)
      var clamped = 0
      for i in 0..<context.count {
        // Without a rounding the sum is PyTorch's, which wraps.
        let sum = rounding == nil ? Number(Int64(truncatingIfNeeded: sums[i])) : Number(sums[i])
        let divisor = rowDivisor * Number(Int(context.columnDivisors[i]))
        let exact = Division.quotient(sum, divisor, rounding: rounding)
        out[i] = R(clamping: exact)
        if Number(out[i]) != exact { clamped += 1 }
      }
      return clamped
    }
  }
}
