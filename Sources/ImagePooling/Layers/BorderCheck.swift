internal import PoolingEngine

/// A border is filled with samples, so what fills it has to be one.
enum BorderCheck {
  static func check(_ layer: Pooling, _ type: SampleType) throws(ImagePoolError) {
    guard case .sliding(_, _, _, _, .constant(let value), _) = layer.windowing.facts else { return }
    let isSample =
      switch type {
      case .uint8: UInt8(exactly: value) != nil
      case .uint16: UInt16(exactly: value) != nil
      case .int8: Int8(exactly: value) != nil
      case .int16: Int16(exactly: value) != nil
      case .int32: Int32(exactly: value) != nil
      case .int64: Int64(exactly: value) != nil
      case .float16, .float32, .float64: true
      }
    guard isSample else {
      throw ImagePoolError(
        .geometry, "has \(type.rawValue) samples, and \(value) for the padding is none",
        remedy: "give a whole --padding-value in the samples' range")
    }
  }
}
