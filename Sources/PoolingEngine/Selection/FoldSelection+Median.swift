extension FoldSelection {
  /// The one reduction that gathers: its taps stay as they are until a window is complete.
  func median(of type: SampleType) -> FoldSet {
    let kernels: FoldKernels =
      switch type {
      case .uint8: integers(UInt8.self)
      case .uint16: integers(UInt16.self)
      case .int8: integers(Int8.self)
      case .int16: integers(Int16.self)
      case .int32: integers(Int32.self)
      case .int64: integers(Int64.self)
      case .float32: floats(Float.self)
      case .float64: floats(Double.self)
      }
    return FoldSet(
      kernels: kernels,
      finishers: forms.map { form in
        RealResult.finisher(
          as: form.sampleType, rounding: layer.rounding, scale: form.scale(of: type)
        ) { (value: Double, _) in value }
      })
  }

  private func integers<V: FixedWidthInteger & Sample>(_ type: V.Type) -> FoldKernels {
    .median(of: V.self, samplesPerRow: samplesPerRow) { a, b in
      a == b ? Double(a) : Double(a) / 2 + Double(b) / 2
    }
  }

  private func floats<V: BinaryFloatingPoint & Sample>(_ type: V.Type) -> FoldKernels {
    .median(of: V.self, samplesPerRow: samplesPerRow) { a, b in
      // Halves do not overflow, and a number that is both of the middle two stays itself.
      a == b ? Double(a) : Double(a) / 2 + Double(b) / 2
    }
  }
}
