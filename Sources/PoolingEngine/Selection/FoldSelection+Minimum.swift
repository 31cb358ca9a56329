extension FoldSelection {
  /// −max(−x): integers by their own least, floats and places by the dialect's max of the negated samples.
  func minimum(of type: SampleType) throws(PoolingError) -> (FoldSet, Promotion?) {
    try checkSelection(of: type)
    switch type {
    case .uint8: return (integerMinimum(of: UInt8.self), nil)
    case .uint16: return (integerMinimum(of: UInt16.self), nil)
    case .int8: return (integerMinimum(of: Int8.self), nil)
    case .int16: return (integerMinimum(of: Int16.self), nil)
    case .int32: return (integerMinimum(of: Int32.self), nil)
    case .int64: return (integerMinimum(of: Int64.self), nil)
    // float16 is widened before.
    case .float16, .float32: return floatMinimum(of: Float.self, negativeZero: Float(-0.0).bitPattern)
    case .float64: return floatMinimum(of: Double.self, negativeZero: (-0.0).bitPattern)
    }
  }

  private func integerMinimum<V: FixedWidthInteger & Sample>(of type: V.Type) -> FoldSet {
    if wantsIndices {
      return FoldSet(
        kernels: FoldKernels(Complemented<IntegerWinner<V>>.self),
        finishers: finishers { narrowing in
          narrowing
            ? MaximumResult.narrowed(
              { (winner: Winner<V>) in UInt16(clamping: ~winner.value) }, rounding: layer.rounding)
            : MaximumResult.values({ (winner: Winner<V>) in ~winner.value }, as: V.self)
        } indices: {
          MaximumResult.indices(of: V.self)
        })
    }
    let isCopy = forms == [.values(V.type)]
    return FoldSet(
      kernels: FoldKernels(IntegerMinimum<V>.self),
      finishers: forms.map { form in
        Finisher(
          resultType: form.sampleType, isCopy: isCopy,
          apply: form == .values(.uint8, narrowing: true) && V.type == .uint16
            ? MaximumResult.narrowed({ (value: V) in UInt16(clamping: value) }, rounding: layer.rounding)
            : MaximumResult.values({ (value: V) in value }, as: V.self))
      })
  }

  private func floatMinimum<V: BinaryFloatingPoint & Sample, Bits: FixedWidthInteger>(
    of type: V.Type, negativeZero: Bits
  ) -> (FoldSet, Promotion?) {
    let nan = wantsIndices ? rules.maximumNaNWithIndices : rules.maximumNaN
    return floatSelection(
      of: V.self, negativeZero: negativeZero, negates: true,
      values: nan == .wins
        ? FoldKernels(Negated<NaNWinsMaximum<V>>.self) : FoldKernels(Negated<NaNSkippedMaximum<V>>.self),
      winners: nan == .wins
        ? FoldKernels(Negated<NaNWinsWinner<V>>.self) : FoldKernels(Negated<NaNSkippedWinner<V>>.self))
  }
}
