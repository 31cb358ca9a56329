/// Writes rows of interleaved samples into planes that somebody else holds, a row at a time and nothing in between.
public final class ViewSink: RowSink {
  private let view: MutablePlanesView
  private let delivered: SampleType
  private let rows: ViewRows
  /// A row in the type that is written, where rows come in another one.
  private let converted: AccumulatorRows?
  private var rowsWritten = 0

  /// - Parameters:
  ///   - view: one batch item; floats, or elements of the delivered type.
  ///   - delivered: what rows hold. Integers become floats exactly, or rounded once where the float is too short.
  /// - Throws: ``PoolingError/Rule/resultType`` if such rows cannot be written there.
  public init(_ view: MutablePlanesView, from delivered: SampleType) throws(PoolingError) {
    self.view = view
    self.delivered = delivered
    let layout = view.layout
    guard layout.batch == 1 else {
      throw PoolingError(.sampleCount, "rows are one picture, and \(layout.batch) are to be written")
    }
    let element = layout.elementType
    let isHalf = element == .float16
    let type: SampleType =
      isHalf ? (delivered.isFloatingPoint ? delivered : .float64) : element.sampleType
    guard delivered == type || (!delivered.isFloatingPoint && type.isFloatingPoint) else {
      throw PoolingError(
        .resultType, "samples of \(delivered.rawValue) are not written as \(element.rawValue)")
    }
    let pixels = ViewGroup(0, of: layout, channels: layout.channels)
    rows = ViewRows(pixels, view.start, layout, as: type)
    converted =
      delivered == type
      ? nil
      : AccumulatorRows(
        rowCount: 1, samplesPerRow: layout.size.width * layout.channels, accumulatorStride: type.byteCount)
  }

  public func begin(_ format: RowFormat) throws {
    guard format.size == view.layout.size, format.channels == view.layout.channels,
      format.sampleType == delivered
    else {
      throw PoolingError(
        .sampleCount,
        "rows of \(format.size) with \(format.channels) channels of \(format.sampleType.rawValue) do not fit the array"
      )
    }
    rowsWritten = 0
  }

  public func write(_ strip: borrowing Strip) throws {
    guard strip.firstRow == rowsWritten, strip.rows.upperBound <= view.layout.size.height else {
      throw PoolingError(.sampleCount, "rows of another place than announced")
    }
    for row in strip.rows {
      let samples = strip.rowStart(row)
      if let converted {
        convert(samples, into: converted[0])
        rows.store(row, from: UnsafeRawPointer(converted[0]))
      } else {
        rows.store(row, from: samples)
      }
    }
    rowsWritten += strip.rowCount
  }

  public func commit() throws {
    guard rowsWritten == view.layout.size.height else {
      throw PoolingError(.sampleCount, "\(rowsWritten) rows arrived of \(view.layout.size.height)")
    }
  }

  private func convert(_ samples: UnsafeRawPointer, into out: UnsafeMutableRawPointer) {
    switch delivered {
    case .uint8: convert(samples, out, UInt8.self)
    case .uint16: convert(samples, out, UInt16.self)
    case .int8: convert(samples, out, Int8.self)
    case .int16: convert(samples, out, Int16.self)
    case .int32: convert(samples, out, Int32.self)
    case .int64: convert(samples, out, Int64.self)
    case .float32, .float64: preconditionFailure("floats were to be delivered in their own type")
    }
  }

  private func convert<V: FixedWidthInteger & Sample>(
    _ samples: UnsafeRawPointer, _ out: UnsafeMutableRawPointer, _ type: V.Type
  ) {
    let samples = samples.assumingMemoryBound(to: V.self)
    let count = rows.width * rows.channels
    if rows.sampleType == .float32 {
      let out = out.assumingMemoryBound(to: Float.self)
      for i in 0..<count { out[i] = Float(samples[i]) }
    } else {
      let out = out.assumingMemoryBound(to: Double.self)
      for i in 0..<count { out[i] = Double(samples[i]) }
    }
  }
}
