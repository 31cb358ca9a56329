extension FoldSelection {
  func average(of type: SampleType, divisorOverride: Int?) throws(PoolingError) -> FoldSet {
    if isPremultiplied { return try premultipliedAverage(of: type) }
    switch type {
    case .uint8: return try narrowSum(of: UInt8.self, divisorOverride)
    case .uint16: return try narrowSum(of: UInt16.self, divisorOverride)
    case .int8: return try wideSum(of: Int8.self)
    case .int16: return try wideSum(of: Int16.self)
    case .int32: return try wideSum(of: Int32.self)
    case .int64: return try int64Sum()
    // float16 is widened before.
    case .float16, .float32:
      return FoldSet(kernels: FoldKernels(Float32Sum.self), finishers: floatFinishers(of: type))
    case .float64:
      return FoldSet(kernels: FoldKernels(Float64Sum.self), finishers: floatFinishers(of: type))
    }
  }

  /// Sums of 8- and 16-bit samples: 16 or 32 bits where they fit.
  private func narrowSum<V: FixedWidthInteger & Sample>(
    of type: V.Type, _ divisorOverride: Int?
  ) throws(PoolingError) -> FoldSet {
    let (largest, overflow) = largestWeight.multipliedReportingOverflow(by: Int(V.max))
    guard !overflow else { throw sumOverflow() }
    // The proof of `roundedInDouble` needs small divisors and results in range.
    let rounds = divisorOverride == nil && largest < 1 << 53 && largestDivisor * 257 <= 1 << 34
    if largest <= Int(UInt16.max) {
      return FoldSet(
        kernels: V.self == UInt8.self ? .byteSum(instructionSet) : FoldKernels(IntegerSum<V, UInt16>.self),
        finishers: try integerFinishers(of: V.self, sum: UInt16.self, inDouble: rounds))
    }
    let inWords: FoldKernels =
      V.self == UInt8.self ? .wideByteSum(instructionSet) : .wordSum(instructionSet)
    if largest <= Int(UInt32.max) {
      return FoldSet(
        kernels: inWords, finishers: try integerFinishers(of: V.self, sum: UInt32.self, inDouble: rounds))
    }
    return FoldSet(
      kernels: rowSumsFit32Bits(Int(V.max))
        ? inWords.withWideColumns : FoldKernels(IntegerSum<V, Int64>.self),
      finishers: try integerFinishers(of: V.self, sum: Int64.self, inDouble: rounds))
  }

  /// Whether the rows of a window, summed before its columns are, stay within 32 bits.
  private func rowSumsFit32Bits(_ largestSample: Int) -> Bool {
    let (largest, overflow) = largestRowWeight.multipliedReportingOverflow(by: largestSample)
    return !overflow && largest <= Int(UInt32.max)
  }

  private func wideSum<V: FixedWidthInteger & Sample>(of type: V.Type) throws(PoolingError) -> FoldSet {
    if V.bitWidth < 64, largestWeight.multipliedReportingOverflow(by: Int(V.max) + 1).overflow {
      throw sumOverflow()
    }
    return FoldSet(
      kernels: FoldKernels(IntegerSum<V, Int64>.self),
      finishers: try integerFinishers(of: V.self, sum: Int64.self, inDouble: false))
  }

  /// PyTorch's sums of int64 wrap and are divided as integers; every other quotient is of the exact sum.
  private func int64Sum() throws(PoolingError) -> FoldSet {
    if layer.reduction.isAverage, rules.averagesInt64AsIntegers, forms.allSatisfy({ $0.sampleType == .int64 })
    {
      return try wideSum(of: Int64.self)
    }
    return FoldSet(
      kernels: FoldKernels(IntegerSum<Int64, Int128>.self),
      finishers: try integerFinishers(of: Int64.self, sum: Int128.self, inDouble: false))
  }

  private func sumOverflow() -> PoolingError {
    PoolingError(.overflow, "the sum of a window with weights up to \(largestWeight) does not fit 64 bits")
  }

  private func integerFinishers<V: FixedWidthInteger & Sample, Sum: FixedWidthInteger & BitwiseCopyable>(
    of type: V.Type, sum: Sum.Type, inDouble: Bool
  ) throws(PoolingError) -> [Finisher] {
    var result: [Finisher] = []
    for form in forms {
      guard case .values(let resultType, let asksNarrowing) = form.kind else { continue }
      let narrowing = asksNarrowing && V.type == .uint16 && resultType == .uint8
      let scale = narrowing ? 257 : 1
      // A wider result than the input needs no clamping; a narrower one may, and integers count that.
      let fits = narrowing || resultType == V.type
      let cutsTowardZero = resultType == V.type && layer.cutsAveragesTowardZero(of: V.type)
      let rounding: Rounding? = cutsTowardZero ? nil : layer.rounding
      func integer<R: FixedWidthInteger & Sample>(_ type: R.Type) -> Finisher.Apply {
        V.bitWidth < 64 && largestDivisor < 1 << 53
          ? IntegerAverage<Sum>.roundedInIntegers(
            as: R.self, dividing: Int64.self, rounding: rounding, scale: scale)
          : IntegerAverage<Sum>.roundedInIntegers(
            as: R.self, dividing: Int128.self, rounding: rounding, scale: scale)
      }
      let apply: Finisher.Apply
      switch resultType {
      case .uint8
      where inDouble && fits && V.type == .uint8 && layer.rounding == .halfEven
        && largestWeight < 1 << 16 && largestDivisor < 1 << 15:
        apply = IntegerAverage<Sum>.roundedInFloat(instructionSet)
      case .uint8 where inDouble && fits:
        apply = IntegerAverage<Sum>.roundedInDouble(as: UInt8.self, rounding: layer.rounding, scale: scale)
      case .uint16 where inDouble && fits:
        apply = IntegerAverage<Sum>.roundedInDouble(as: UInt16.self, rounding: layer.rounding, scale: scale)
      case .uint8: apply = integer(UInt8.self)
      case .uint16: apply = integer(UInt16.self)
      case .int8: apply = integer(Int8.self)
      case .int16: apply = integer(Int16.self)
      case .int32: apply = integer(Int32.self)
      case .int64: apply = integer(Int64.self)
      case .float16: apply = IntegerAverage<Sum>.quotients(as: Float16.self, scale: scale)
      case .float32: apply = IntegerAverage<Sum>.quotients(as: Float.self, scale: scale)
      case .float64: apply = IntegerAverage<Sum>.quotients(as: Double.self, scale: scale)
      }
      result.append(Finisher(resultType: resultType, apply: apply))
    }
    return result
  }

  /// Floats rounded once; integers from the quotient in Double, so that chains can end in a picture.
  private func floatFinishers(of type: SampleType) -> [Finisher] {
    forms.map { form in
      form.sampleType == .float32
        ? Finisher(resultType: .float32, apply: FloatAverage.quotients(as: Float.self))
        : ConvertedResult.finisher(
          of: Double.self, FloatAverage.quotients(as: Double.self), as: form.sampleType,
          rounding: layer.rounding, scale: form.scale(of: type))
    }
  }

  private func premultipliedAverage(of type: SampleType) throws(PoolingError) -> FoldSet {
    let largestSample = type == .uint8 ? 255 * 255 : 65535 * 65535
    let (product, overflow) = largestWeight.multipliedReportingOverflow(by: largestSample)
    guard !overflow, !product.multipliedReportingOverflow(by: 257).overflow else { throw sumOverflow() }
    var finishers: [Finisher] = []
    for form in forms {
      guard case .values(let resultType, let narrowing) = form.kind else { continue }
      let scale = narrowing && type == .uint16 && resultType == .uint8 ? 257 : 1
      let apply: Finisher.Apply
      switch resultType {
      case .uint8:
        apply = PremultipliedAverage.rounded(as: UInt8.self, rounding: layer.rounding, scale: scale)
      case .uint16:
        apply = PremultipliedAverage.rounded(as: UInt16.self, rounding: layer.rounding, scale: scale)
      case .float16: apply = PremultipliedAverage.quotients(as: Float16.self, scale: scale)
      case .float32: apply = PremultipliedAverage.quotients(as: Float.self, scale: scale)
      case .float64: apply = PremultipliedAverage.quotients(as: Double.self, scale: scale)
      default:
        throw PoolingError(
          .resultType, "an average weighted by alpha is not delivered as \(resultType.rawValue)")
      }
      finishers.append(Finisher(resultType: resultType, apply: apply))
    }
    if type == .uint8, rowSumsFit32Bits(largestSample) {
      return FoldSet(
        preparation: .premultipliedBytes(channels: channels, instructionSet),
        kernels: FoldKernels.wordSum(instructionSet).withWideColumns, finishers: finishers)
    }
    return FoldSet(
      preparation: type == .uint8
        ? .premultiplied(UInt8.self, as: Int64.self, channels: channels)
        : .premultiplied(UInt16.self, as: Int64.self, channels: channels),
      kernels: FoldKernels(IntegerSum<Int64, Int64>.self), finishers: finishers)
  }
}
