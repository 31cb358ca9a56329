/// The rows of a group of planes in memory: where they are, and how they come into rows that the engine reads and from
/// rows that it wrote.
///
/// The engine reads and writes rows whose samples lie side by side at addresses that are multiples of their size. All others are
/// copied, a row or a few at a time.
struct ViewRows {
  let start: UnsafeMutableRawPointer
  let rowStride: Int
  /// Rows are the engine's as they lie.
  let isDirect: Bool
  private let width: Int
  private let channels: Int
  private let bytesPerSample: Int
  private let columnStride: Int
  private let channelStride: Int
  /// The samples of a row lie side by side, in the engine's order.
  private let isWhole: Bool

  init(_ group: ViewGroup, _ start: UnsafeMutableRawPointer, _ layout: PlanesLayout) {
    self.start = start + group.offset(in: layout)
    width = layout.size.width
    channels = group.channels
    bytesPerSample = layout.sampleType.byteCount
    rowStride = layout.strides.row
    columnStride = layout.strides.column
    channelStride = layout.strides.channel
    isWhole =
      group.channels > 1
      ? layout.hasWholePixelRows && group.channels == layout.channels : layout.hasWholeRows
    let isAligned =
      UInt(bitPattern: self.start) % UInt(bytesPerSample) == 0
      && (layout.size.height <= 1 || rowStride % bytesPerSample == 0)
    isDirect = isWhole && isAligned
  }

  private var bytesPerRow: Int { width * channels * bytesPerSample }

  func row(_ row: Int) -> UnsafeMutableRawPointer { start + row * rowStride }

  /// Copies a row to where the engine reads it.
  func load(_ row: Int, into out: UnsafeMutableRawPointer) {
    let from = UnsafeRawPointer(self.row(row))
    guard !isWhole else { return out.copyMemory(from: from, byteCount: bytesPerRow) }
    switch bytesPerSample {
    case 1: load(from, out, as: UInt8.self)
    case 2: load(from, out, as: UInt16.self)
    case 4: load(from, out, as: UInt32.self)
    default: load(from, out, as: UInt64.self)
    }
  }

  /// Copies a row that the engine wrote to where it belongs.
  func store(_ row: Int, from samples: UnsafeRawPointer) {
    let out = self.row(row)
    guard !isWhole else { return out.copyMemory(from: samples, byteCount: bytesPerRow) }
    switch bytesPerSample {
    case 1: store(samples, out, as: UInt8.self)
    case 2: store(samples, out, as: UInt16.self)
    case 4: store(samples, out, as: UInt32.self)
    default: store(samples, out, as: UInt64.self)
    }
  }

  private func load<T: FixedWidthInteger & BitwiseCopyable>(
    _ from: UnsafeRawPointer, _ out: UnsafeMutableRawPointer, as type: T.Type
  ) {
    let out = out.assumingMemoryBound(to: T.self)
    for channel in 0..<channels {
      let plane = from + channel * channelStride
      for column in 0..<width {
        out[column &* channels &+ channel] = (plane + column &* columnStride).loadUnaligned(as: T.self)
      }
    }
  }

  private func store<T: FixedWidthInteger & BitwiseCopyable>(
    _ samples: UnsafeRawPointer, _ out: UnsafeMutableRawPointer, as type: T.Type
  ) {
    let samples = samples.assumingMemoryBound(to: T.self)
    for channel in 0..<channels {
      let plane = out + channel * channelStride
      for column in 0..<width {
        (plane + column &* columnStride).storeBytes(of: samples[column &* channels &+ channel], as: T.self)
      }
    }
  }
}
