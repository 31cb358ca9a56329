/// Moves samples to and from places, whatever their type: only their width counts.
enum Scatter {
  /// out[places[i]] = samples[i], in order.
  static func move<S: Sample>(
    _ samples: [S], to places: [Int], _ out: UnsafeMutableRawPointer, bytesPerSample: Int
  ) {
    samples.withUnsafeBytes { bytes in
      guard let from = bytes.baseAddress else { return }
      for (i, place) in places.enumerated() {
        (out + place * bytesPerSample).copyMemory(from: from + i * bytesPerSample, byteCount: bytesPerSample)
      }
    }
  }

  /// out[i] = samples[places[i]]
  static func fetch<S: Sample>(
    _ samples: [S], from places: [Int], _ out: UnsafeMutableRawPointer, bytesPerSample: Int
  ) {
    samples.withUnsafeBytes { bytes in
      guard let from = bytes.baseAddress else { return }
      for (i, place) in places.enumerated() {
        (out + i * bytesPerSample).copyMemory(from: from + place * bytesPerSample, byteCount: bytesPerSample)
      }
    }
  }
}
