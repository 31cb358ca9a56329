extension FoldSelection {
  func maximum(of type: SampleType) throws(PoolingError) -> (FoldSet, Promotion?) {
    try checkSelection(of: type)
    switch type {
    case .uint8: return (integerMaximum(of: UInt8.self), nil)
    case .uint16: return (integerMaximum(of: UInt16.self), nil)
    case .int8: return (integerMaximum(of: Int8.self), nil)
    case .int16: return (integerMaximum(of: Int16.self), nil)
    case .int32: return (integerMaximum(of: Int32.self), nil)
    case .int64: return (integerMaximum(of: Int64.self), nil)
    // float16 is widened before.
    case .float16, .float32: return floatMaximum(of: Float.self, negativeZero: Float(-0.0).bitPattern)
    case .float64: return floatMaximum(of: Double.self, negativeZero: (-0.0).bitPattern)
    }
  }

  /// A selected integer stays what it is; a selected float may be rounded once at the end.
  func checkSelection(of type: SampleType) throws(PoolingError) {
    for form in forms {
      guard case .values(let result, let narrowing) = form.kind else { continue }
      guard result == type || type.isFloatingPoint || (narrowing && type == .uint16 && result == .uint8)
      else {
        throw PoolingError(
          .resultType,
          "a \(layer.reduction) of \(type.rawValue) is \(type.rawValue), not \(result.rawValue)")
      }
    }
  }

  private func integerMaximum<V: FixedWidthInteger & Sample>(of type: V.Type) -> FoldSet {
    if wantsIndices {
      return FoldSet(
        kernels: FoldKernels(IntegerWinner<V>.self),
        finishers: finishers { narrowing in
          narrowing
            ? MaximumResult.narrowed(
              { (winner: Winner<V>) in UInt16(clamping: winner.value) }, rounding: layer.rounding)
            : MaximumResult.values({ (winner: Winner<V>) in winner.value }, as: V.self)
        } indices: {
          MaximumResult.indices(of: V.self)
        })
    }
    if forms == [.values(V.type)] {
      let copy = Finisher(
        resultType: V.type, isCopy: true, apply: MaximumResult.values({ (value: V) in value }, as: V.self))
      return FoldSet(
        kernels: V.self == UInt8.self ? .byteMaximum(instructionSet) : FoldKernels(IntegerMaximum<V>.self),
        finishers: [copy])
    }
    return FoldSet(
      kernels: FoldKernels(IntegerMaximum<V>.self),
      finishers: finishers { narrowing in
        narrowing
          ? MaximumResult.narrowed({ (value: V) in UInt16(clamping: value) }, rounding: layer.rounding)
          : MaximumResult.values({ (value: V) in value }, as: V.self)
      } indices: {
        MaximumResult.indices(of: V.self)
      })
  }

  private func floatMaximum<V: BinaryFloatingPoint & Sample, Bits: FixedWidthInteger>(
    of type: V.Type, negativeZero: Bits
  ) -> (FoldSet, Promotion?) {
    let nan = wantsIndices ? rules.maximumNaNWithIndices : rules.maximumNaN
    return floatSelection(
      of: V.self, negativeZero: negativeZero, negates: false,
      values: nan == .wins ? FoldKernels(NaNWinsMaximum<V>.self) : FoldKernels(NaNSkippedMaximum<V>.self),
      winners: nan == .wins ? FoldKernels(NaNWinsWinner<V>.self) : FoldKernels(NaNSkippedWinner<V>.self))
  }

  /// A max of floats, or of their negatives.
  func floatSelection<V: BinaryFloatingPoint & Sample, Bits: FixedWidthInteger>(
    of type: V.Type, negativeZero: Bits, negates: Bool, values: FoldKernels, winners: FoldKernels
  ) -> (FoldSet, Promotion?) {
    let nan = wantsIndices ? rules.maximumNaNWithIndices : rules.maximumNaN
    let startsLow = (wantsIndices ? rules.maximumFloorWithIndices : rules.maximumFloor) == .lowestFinite
    let lowest = isWidened ? V(-Float16.greatestFiniteMagnitude) : -V.greatestFiniteMagnitude
    let floor: V? = startsLow ? lowest : nil
    let usesHead = nan == .winsAsFirstTap
    func signed(_ apply: @escaping Finisher.Apply) -> Finisher.Apply {
      negates ? ConvertedResult.negated(of: V.self, apply) : apply
    }
    let winnerSet = FoldSet(
      kernels: winners,
      finishers: floatFinishers(
        of: V.self,
        values: signed(
          MaximumResult.values(
            { (winner: Winner<V>) in winner.value }, as: V.self, floor: floor, usesHead: usesHead)),
        indices: usesHead ? MaximumResult.indicesWithHead(of: V.self) : MaximumResult.indices(of: V.self)))
    guard !wantsIndices else { return (winnerSet, nil) }
    let valueSet = FoldSet(
      kernels: values,
      finishers: floatFinishers(
        of: V.self,
        values: signed(
          MaximumResult.values({ (value: V) in value }, as: V.self, floor: floor, usesHead: usesHead)),
        indices: MaximumResult.indices(of: V.self)))
    return (valueSet, Promotion(to: winnerSet, of: V.self, negativeZero: negativeZero))
  }

  private func floatFinishers<V: BinaryFloatingPoint & Sample>(
    of type: V.Type, values: @escaping Finisher.Apply, indices: @escaping Finisher.Apply
  ) -> [Finisher] {
    forms.map { form in
      switch form.kind {
      case .values(let result, _):
        ConvertedResult.finisher(
          of: V.self, values, as: result, rounding: layer.rounding, scale: form.scale(of: V.type))
      case .indices: Finisher(resultType: .int64, apply: indices)
      }
    }
  }

  func finishers(
    values: (_ narrowing: Bool) -> Finisher.Apply, indices: () -> Finisher.Apply
  ) -> [Finisher] {
    forms.map { form in
      switch form.kind {
      case .values(let type, let narrowing):
        Finisher(resultType: type, apply: values(narrowing && type == .uint8))
      case .indices: Finisher(resultType: .int64, apply: indices())
      }
    }
  }
}
