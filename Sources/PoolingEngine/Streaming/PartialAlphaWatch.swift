/// Looks for a pixel that is neither opaque nor fully transparent, until it has found one.
struct PartialAlphaWatch {
  private(set) var metPartialAlpha = false
  private let format: RowFormat

  /// Nil for formats without an integer alpha channel in last place.
  init?(_ format: RowFormat) {
    guard format.channels == 2 || format.channels == 4,
      format.sampleType == .uint8 || format.sampleType == .uint16
    else { return nil }
    self.format = format
  }

  mutating func look(_ samples: UnsafeRawPointer) {
    guard !metPartialAlpha else { return }
    metPartialAlpha = format.sampleType == .uint8 ? holds(samples, UInt8.self) : holds(samples, UInt16.self)
  }

  private func holds<S: FixedWidthInteger & Sample>(_ samples: UnsafeRawPointer, _ type: S.Type) -> Bool {
    let samples = samples.assumingMemoryBound(to: S.self)
    for i in stride(from: format.channels - 1, to: format.samplesPerRow, by: format.channels)
    where samples[i] != 0 && samples[i] != .max { return true }
    return false
  }
}
