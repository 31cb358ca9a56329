/// Finishes alpha-weighted sums: colour = Σc·a / Σa (0 where Σa = 0), alpha = Σa / D.
enum PremultipliedAverage {
  static func rounded<R: FixedWidthInteger & Sample>(
    as result: R.Type, rounding: Rounding, scale: Int
  ) -> Finisher.Apply {
    { accumulators, out, context in
      let out = out.assumingMemoryBound(to: R.self)
      var clamped = 0
      forEachQuotient(accumulators, context, scale: scale) { i, sum, divisor in
        let exact = divisor == 0 ? 0 : Division.quotient(sum, divisor, rounding: rounding)
        out[i] = R(clamping: exact)
        if Int64(out[i]) != exact { clamped += 1 }
      }
      return clamped
    }
  }

  static func quotients<R: BinaryFloatingPoint & Sample>(as result: R.Type, scale: Int) -> Finisher.Apply {
    { accumulators, out, context in
      let out = out.assumingMemoryBound(to: R.self)
      forEachQuotient(accumulators, context, scale: scale) { i, sum, divisor in
        out[i] = divisor == 0 ? 0 : R(Double(sum) / Double(divisor))
      }
      return 0
    }
  }

  @inline(__always)
  private static func forEachQuotient(
    _ accumulators: UnsafeRawPointer, _ context: FinishContext, scale: Int,
    _ body: (_ sample: Int, _ sum: Int64, _ divisor: Int64) -> Void
  ) {
    let sums = accumulators.assumingMemoryBound(to: Int64.self)
    var pixel = 0
    while pixel < context.count {
      let last = pixel + context.channels - 1
      let alpha = sums[last]
      for channel in pixel..<last { body(channel, sums[channel], alpha * Int64(scale)) }
      body(last, alpha, Int64(context.rowDivisor * scale) * Int64(context.columnDivisors[last]))
      pixel += context.channels
    }
  }
}
