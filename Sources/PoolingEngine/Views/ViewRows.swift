/// The rows of a group of planes in memory: where they are, and how they come into rows that the engine reads and from
/// rows that it wrote.
///
/// The engine reads and writes rows whose samples lie side by side at addresses that are multiples of their size. All others, and
/// float16, are copied, a row or a few at a time.
struct ViewRows {
  let start: UnsafeMutableRawPointer
  let elementType: ElementType
  /// The engine's type in its own rows: for a float16 result Double, so that it is rounded once.
  let sampleType: SampleType
  let width: Int
  let channels: Int
  let rowStride: Int
  private let columnStride: Int
  private let channelStride: Int
  /// The elements of a row lie side by side, in the engine's order.
  private let isWhole: Bool
  /// Rows are the engine's as they lie.
  let isDirect: Bool

  init(_ group: ViewGroup, _ start: UnsafeMutableRawPointer, _ layout: PlanesLayout, as type: SampleType) {
    self.start = start + group.offset(in: layout)
    elementType = layout.elementType
    sampleType = type
    width = layout.size.width
    channels = group.channels
    rowStride = layout.strides.row
    columnStride = layout.strides.column
    channelStride = layout.strides.channel
    isWhole =
      group.channels > 1
      ? layout.hasWholePixelRows && group.channels == layout.channels : layout.hasWholeRows
    let alignment = layout.elementType.byteCount
    let isAligned =
      UInt(bitPattern: self.start) % UInt(alignment) == 0
      && (layout.size.height <= 1 || layout.strides.row % alignment == 0)
    isDirect = isWhole && isAligned && ElementType(type) == layout.elementType
  }

  var bytesPerRow: Int { width * channels * sampleType.byteCount }

  func row(_ row: Int) -> UnsafeMutableRawPointer { start + row * rowStride }

  /// Copies a row to where the engine reads it.
  func load(_ row: Int, into out: UnsafeMutableRawPointer) {
    let from = UnsafeRawPointer(self.row(row))
    if elementType == .float16 {
      let out = out.assumingMemoryBound(to: Float.self)
      forEachElement { place, offset in
        out[place] = HalfPrecision.float((from + offset).loadUnaligned(as: UInt16.self))
      }
      return
    }
    guard !isWhole else { return out.copyMemory(from: from, byteCount: bytesPerRow) }
    switch elementType.byteCount {
    case 1: copy(from, to: out, as: UInt8.self)
    case 2: copy(from, to: out, as: UInt16.self)
    case 4: copy(from, to: out, as: UInt32.self)
    default: copy(from, to: out, as: UInt64.self)
    }
  }

  /// Copies a row that the engine wrote to where it belongs.
  func store(_ row: Int, from samples: UnsafeRawPointer) {
    let out = self.row(row)
    if elementType == .float16 {
      if sampleType == .float64 {
        let samples = samples.assumingMemoryBound(to: Double.self)
        forEachElement { place, offset in
          (out + offset).storeBytes(of: HalfPrecision.half(samples[place]), as: UInt16.self)
        }
      } else {
        let samples = samples.assumingMemoryBound(to: Float.self)
        forEachElement { place, offset in
          (out + offset).storeBytes(of: HalfPrecision.half(Double(samples[place])), as: UInt16.self)
        }
      }
      return
    }
    guard !isWhole else { return out.copyMemory(from: samples, byteCount: bytesPerRow) }
    switch elementType.byteCount {
    case 1: put(samples, to: out, as: UInt8.self)
    case 2: put(samples, to: out, as: UInt16.self)
    case 4: put(samples, to: out, as: UInt32.self)
    default: put(samples, to: out, as: UInt64.self)
    }
  }

  /// The elements of a row in the engine's order, each with its distance from the row's first in bytes.
  @inline(__always)
  private func forEachElement(_ body: (_ place: Int, _ offset: Int) -> Void) {
    if isWhole {
      let step = elementType.byteCount
      for place in 0..<width * channels { body(place, place &* step) }
      return
    }
    for channel in 0..<channels {
      for column in 0..<width {
        body(column &* channels &+ channel, column &* columnStride &+ channel &* channelStride)
      }
    }
  }

  private func copy<T: FixedWidthInteger & BitwiseCopyable>(
    _ from: UnsafeRawPointer, to out: UnsafeMutableRawPointer, as type: T.Type
  ) {
    let out = out.assumingMemoryBound(to: T.self)
    forEachElement { place, offset in out[place] = (from + offset).loadUnaligned(as: T.self) }
  }

  private func put<T: FixedWidthInteger & BitwiseCopyable>(
    _ samples: UnsafeRawPointer, to out: UnsafeMutableRawPointer, as type: T.Type
  ) {
    let samples = samples.assumingMemoryBound(to: T.self)
    forEachElement { place, offset in (out + offset).storeBytes(of: samples[place], as: T.self) }
  }
}
