/// Finished floats as samples of another type: the one rounding at the end of a chain whose picture was pooled in floats.
enum ConvertedResult {
  /// - Parameter base: finishes as `V`.
  static func finisher<V: BinaryFloatingPoint & Sample>(
    of value: V.Type, _ base: @escaping Finisher.Apply, as type: SampleType, rounding: Rounding,
    scale: Double = 1
  ) -> Finisher {
    guard type != V.type else { return Finisher(resultType: type, apply: base) }
    let convert: Finisher.Apply =
      RealResult.finisher(as: type, rounding: rounding, scale: scale) { (value: V, _) in Double(value) }.apply
    return Finisher(resultType: type) { accumulators, out, context in
      withUnsafeTemporaryAllocation(of: V.self, capacity: max(1, context.count)) { values in
        guard let start = values.baseAddress else { return 0 }
        _ = base(accumulators, UnsafeMutableRawPointer(start), context)
        return convert(UnsafeRawPointer(start), out, context)
      }
    }
  }

  /// The negated samples of a base that finishes as `V`.
  static func negated<V: BinaryFloatingPoint & Sample>(
    of value: V.Type, _ base: @escaping Finisher.Apply
  ) -> Finisher.Apply {
    { accumulators, out, context in
      let clamped = base(accumulators, out, context)
      let out = out.assumingMemoryBound(to: V.self)
      for i in 0..<context.count { out[i] = out[i] != out[i] ? .nan : -out[i] }
      return clamped
    }
  }
}
