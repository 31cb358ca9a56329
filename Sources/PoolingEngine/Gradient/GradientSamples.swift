/// Planes as Doubles and back, once for every type: what is between computes in Double and is compiled once.
enum GradientSamples {
  /// One plane of float samples.
  static func load<S: Sample & BinaryFloatingPoint>(_ planes: Planes<S>, plane: Int) -> [Double] {
    let count = planes.size.height * planes.size.width
    return planes.samples.withUnsafeBytes { bytes in
      load(
        UnsafeRawBufferPointer(
          rebasing: bytes[plane * count * S.type.byteCount..<(plane + 1) * count * S.type.byteCount]),
        as: S.type, count: count)
    }
  }

  private static func load(_ bytes: UnsafeRawBufferPointer, as type: SampleType, count: Int) -> [Double] {
    guard let start = bytes.baseAddress, count > 0 else { return [] }
    return Array(unsafeUninitializedCapacity: count) { buffer, filled in
      if let out = buffer.baseAddress {
        RowPreparation.doubles(of: type) { _, _ in }.apply(start, UnsafeMutableRawPointer(out), count)
      }
      filled = count
    }
  }

  /// Rounds a plane once into its place among `out`.
  static func store(
    _ plane: [Double], number: Int, as type: SampleType, into out: UnsafeMutableRawPointer
  ) {
    let start = out + number * plane.count * type.byteCount
    switch type {
    case .float16:
      let samples = start.assumingMemoryBound(to: Float16.self)
      for (i, value) in plane.enumerated() { samples[i] = value != value ? .nan : Float16(value) }
    case .float32:
      let samples = start.assumingMemoryBound(to: Float.self)
      for (i, value) in plane.enumerated() { samples[i] = value != value ? .nan : Float(value) }
    default:
      let samples = start.assumingMemoryBound(to: Double.self)
      for (i, value) in plane.enumerated() { samples[i] = value != value ? .nan : value }
    }
  }
}
