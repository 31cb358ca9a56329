extension FoldSelection {
  /// The one reduction that gathers: its taps stay as they are until a window is complete.
  func median(of type: SampleType) -> FoldSet {
    switch type {
    case .uint8: integerMedian(of: UInt8.self)
    case .uint16: integerMedian(of: UInt16.self)
    case .int8: integerMedian(of: Int8.self)
    case .int16: integerMedian(of: Int16.self)
    case .int32: integerMedian(of: Int32.self)
    case .int64: int64Median()
    // float16 is widened before.
    case .float16, .float32: floatMedian(of: Float.self)
    case .float64: floatMedian(of: Double.self)
    }
  }

  /// Half the sum of two integers of at most 32 bits is exact in Double.
  private func integerMedian<V: FixedWidthInteger & Sample>(of type: V.Type) -> FoldSet {
    realMedian(of: V.self) { (Double($0) + Double($1)) / 2 }
  }

  private func floatMedian<V: BinaryFloatingPoint & Sample>(of type: V.Type) -> FoldSet {
    realMedian(of: V.self) { a, b in
      // A number that is both of the middle two stays itself.
      if a == b { return Double(a) }
      // Sums small enough for their half to be rounded are exact; halves of those that overflow are.
      let sum = Double(a) + Double(b)
      return sum.isInfinite ? Double(a) / 2 + Double(b) / 2 : sum / 2
    }
  }

  private func realMedian<V: Sample>(of type: V.Type, mean: @escaping (V, V) -> Double) -> FoldSet {
    FoldSet(
      kernels: .median(of: V.self, samplesPerRow: samplesPerRow, none: .nan, mean: mean),
      finishers: forms.map { form in
        RealResult.finisher(
          as: form.sampleType, rounding: layer.rounding, scale: form.scale(of: V.type)
        ) { (value: Double, _) in value }
      })
  }

  /// Twice the median, exactly, as Double does not hold every int64.
  private func int64Median() -> FoldSet {
    let none = TwiceTheMedian.none
    return FoldSet(
      kernels: .median(of: Int64.self, samplesPerRow: samplesPerRow, none: none) { Int128($0) + Int128($1) },
      finishers: forms.map { form in
        switch form.sampleType {
        case .uint8: TwiceTheMedian.finisher(as: UInt8.self, rounding: layer.rounding)
        case .uint16: TwiceTheMedian.finisher(as: UInt16.self, rounding: layer.rounding)
        case .int8: TwiceTheMedian.finisher(as: Int8.self, rounding: layer.rounding)
        case .int16: TwiceTheMedian.finisher(as: Int16.self, rounding: layer.rounding)
        case .int32: TwiceTheMedian.finisher(as: Int32.self, rounding: layer.rounding)
        case .int64: TwiceTheMedian.finisher(as: Int64.self, rounding: layer.rounding)
        case .float16, .float32, .float64:
          RealResult.finisher(as: form.sampleType, rounding: layer.rounding) { (twice: Int128, _) in
            twice == none ? .nan : Double(twice) / 2
          }
        }
      })
  }
}
