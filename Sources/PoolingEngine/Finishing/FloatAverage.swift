/// Finishes sums in Double: one division and one rounding to the result.
enum FloatAverage {
  static func quotients<R: BinaryFloatingPoint & Sample>(as result: R.Type) -> Finisher.Apply {
    { accumulators, out, context in
      let sums = accumulators.assumingMemoryBound(to: Double.self)
      let out = out.assumingMemoryBound(to: R.self)
      let rowDivisor = Double(context.rowDivisor)
      for i in 0..<context.count {
        // Frameworks sum from +0, so a window of −0 averages to +0.
        let quotient = (sums[i] + 0) / (rowDivisor * context.columnDivisors[i])
        out[i] = quotient != quotient ? .nan : R(quotient)
      }
      return 0
    }
  }
}
