internal import CKernels

/// A step before folding that turns a row of samples into a row of what is folded: alpha-weighted colours, powers,
/// samples with their logits.
struct RowPreparation: @unchecked Sendable {
  typealias Apply = (_ input: UnsafeRawPointer, _ out: UnsafeMutableRawPointer, _ count: Int) -> Void

  /// Bytes of one prepared sample.
  let stride: Int
  /// Fills `count` prepared samples. Holds no state, so passes on several threads may share it.
  let apply: Apply

  /// Colours times their alpha, as ``Premultiplication`` says.
  static func premultiplied<V: FixedWidthInteger & Sample, Product: FixedWidthInteger>(
    _ type: V.Type, as product: Product.Type, channels: Int
  ) -> RowPreparation {
    RowPreparation(stride: MemoryLayout<Product>.stride) { input, out, count in
      Premultiplication.apply(
        input.assumingMemoryBound(to: V.self), into: out.assumingMemoryBound(to: Product.self), count: count,
        channels: channels)
    }
  }

  /// The same of bytes, whose products are words.
  static func premultipliedBytes(channels: Int, _ instructionSet: InstructionSet) -> RowPreparation {
    #if arch(x86_64)
      if channels == 4, instructionSet >= .avx2, InstructionSet.avx2.isSupported {
        return RowPreparation(stride: MemoryLayout<UInt16>.stride) { input, out, count in
          ckernels_premultiply_rgba8_avx2(
            input.assumingMemoryBound(to: UInt8.self), out.assumingMemoryBound(to: UInt16.self), count / 4)
        }
      }
    #endif
    return premultiplied(UInt8.self, as: UInt16.self, channels: channels)
  }

  /// Every sample as a Double, then whatever `change` makes of the row.
  static func doubles(
    of type: SampleType, then change: @escaping (_ row: UnsafeMutablePointer<Double>, _ count: Int) -> Void
  ) -> RowPreparation {
    let convert = conversion(of: type)
    return RowPreparation(stride: MemoryLayout<Double>.stride) { input, out, count in
      let row = out.assumingMemoryBound(to: Double.self)
      convert(input, row, count)
      change(row, count)
    }
  }

  /// Samples that are their own logits, over the temperature. A quotient beyond the finite numbers is the largest of them.
  static func ownLogits(of type: SampleType, temperature: Double) -> RowPreparation {
    let convert = conversion(of: type)
    return RowPreparation(stride: MemoryLayout<WeightedSample>.stride) { input, out, count in
      let samples = out.assumingMemoryBound(to: WeightedSample.self)
      // The second half of the room takes the row as Double; filling from the front never overtakes reading.
      let row = (out + count * MemoryLayout<Double>.stride).assumingMemoryBound(to: Double.self)
      convert(input, row, count)
      for i in 0..<count {
        let value = row[i]
        samples[i] = WeightedSample(logit: logit(value, temperature), value: value)
      }
    }
  }

  /// Pixels v₀ l₀ v₁ l₁ … of Double.
  static func givenLogits(temperature: Double) -> RowPreparation {
    RowPreparation(stride: MemoryLayout<WeightedSample>.stride) { input, out, count in
      let pairs = input.assumingMemoryBound(to: Double.self)
      let samples = out.assumingMemoryBound(to: WeightedSample.self)
      for i in 0..<count {
        samples[i] = WeightedSample(logit: logit(pairs[2 * i + 1], temperature), value: pairs[2 * i])
      }
    }
  }

  @inline(__always)
  static func logit(_ value: Double, _ temperature: Double) -> Double {
    let quotient = value / temperature
    guard quotient.isInfinite, value.isFinite else { return quotient }
    return value < 0 ? -.greatestFiniteMagnitude : .greatestFiniteMagnitude
  }

  /// float16 samples as float32, which holds each of them: what is folded in their stead.
  static let widened = RowPreparation(stride: MemoryLayout<Float>.stride) { input, out, count in
    let samples = input.assumingMemoryBound(to: UInt16.self)
    let row = out.assumingMemoryBound(to: Float.self)
    for i in 0..<count { row[i] = HalfFloat.float(samples[i]) }
  }

  private static var halves: Conversion {
    { input, row, count in
      let samples = input.assumingMemoryBound(to: UInt16.self)
      for i in 0..<count { row[i] = Double(HalfFloat.float(samples[i])) }
    }
  }

  private typealias Conversion = (UnsafeRawPointer, UnsafeMutablePointer<Double>, Int) -> Void

  private static func conversion(of type: SampleType) -> Conversion {
    switch type {
    case .uint8: integers(UInt8.self)
    case .uint16: integers(UInt16.self)
    case .int8: integers(Int8.self)
    case .int16: integers(Int16.self)
    case .int32: integers(Int32.self)
    case .int64: integers(Int64.self)
    case .float16: halves
    case .float32: floats(Float.self)
    case .float64: floats(Double.self)
    }
  }

  private static func integers<V: FixedWidthInteger & Sample>(_ type: V.Type) -> Conversion {
    { input, row, count in
      let samples = input.assumingMemoryBound(to: V.self)
      for i in 0..<count { row[i] = Double(samples[i]) }
    }
  }

  private static func floats<V: BinaryFloatingPoint & Sample>(_ type: V.Type) -> Conversion {
    { input, row, count in
      let samples = input.assumingMemoryBound(to: V.self)
      for i in 0..<count { row[i] = Double(samples[i]) }
    }
  }
}
