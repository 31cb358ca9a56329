/// Puts a filled border around rows that come from top to bottom.
final class BorderedRows {
  private let border: FilledBorder
  private let height: Int
  private let bytesPerPixel: Int
  private let inputBytes: Int
  private let constantPixel: [UInt8]
  /// Slot 0: the row being widened, or a constant row. The others hold rows for reflection.
  private let rows: AccumulatorRows
  private let heldAtTop: Int
  private let heldAtBottom: Int

  init(_ plan: PoolingPlan) {
    border = plan.border
    height = plan.format.size.height
    bytesPerPixel = plan.format.channels * plan.format.sampleType.byteCount
    inputBytes = plan.format.bytesPerRow
    if case .constant(let value) = plan.border.border {
      constantPixel = Self.pixel(value, of: plan.format.sampleType, channels: plan.format.channels)
    } else {
      constantPixel = []
    }
    let reflects = plan.border.border == .reflect
    heldAtTop = reflects && plan.border.top > 0 ? plan.border.top + 1 : 0
    heldAtBottom = reflects && plan.border.bottom > 0 ? plan.border.bottom + 1 : 0
    rows = AccumulatorRows(
      rowCount: 1 + heldAtTop + heldAtBottom, samplesPerRow: plan.enlarged.width * bytesPerPixel,
      accumulatorStride: 1)
  }

  /// Takes stored row `row` and pushes what is then complete of the picture with its border.
  func push(_ row: Int, _ samples: UnsafeRawPointer, to receive: (Int, UnsafeRawPointer) throws -> Void)
    throws
  {
    if row == 0, case .constant = border.border {
      fillConstantRow()
      for place in 0..<border.top { try receive(place, UnsafeRawPointer(rows[0])) }
    }
    let slot = row < heldAtTop ? 1 + row : 0
    widen(samples, into: rows[slot])
    let widened = UnsafeRawPointer(rows[slot])
    if heldAtBottom > 0, row >= height - heldAtBottom {
      rows[1 + heldAtTop + row - (height - heldAtBottom)].copyMemory(
        from: widened, byteCount: rows.samplesPerRow)
    }
    if row < heldAtTop {
      if row == border.top { try receiveTop(receive) }
    } else {
      if row == 0, border.border == .replicate {
        for place in 0..<border.top { try receive(place, widened) }
      }
      try receive(border.top + row, widened)
    }
    if row == height - 1 { try receiveBottom(widened, receive) }
  }

  /// Reflection: the rows below the first, upward, then all rows held.
  private func receiveTop(_ receive: (Int, UnsafeRawPointer) throws -> Void) throws {
    for place in 0..<border.top { try receive(place, UnsafeRawPointer(rows[1 + border.top - place])) }
    for row in 0...border.top { try receive(border.top + row, UnsafeRawPointer(rows[1 + row])) }
  }

  private func receiveBottom(_ last: UnsafeRawPointer, _ receive: (Int, UnsafeRawPointer) throws -> Void)
    throws
  {
    guard border.bottom > 0 else { return }
    let first = border.top + height
    switch border.border {
    case .dialect: break
    case .constant:
      fillConstantRow()
      for place in 0..<border.bottom { try receive(first + place, UnsafeRawPointer(rows[0])) }
    case .replicate:
      for place in 0..<border.bottom { try receive(first + place, last) }
    case .reflect:
      for place in 0..<border.bottom {
        try receive(first + place, UnsafeRawPointer(rows[1 + heldAtTop + heldAtBottom - 2 - place]))
      }
    }
  }

  private func fillConstantRow() {
    for pixel in 0..<(rows.samplesPerRow / max(1, bytesPerPixel)) {
      put(constantPixel, at: pixel, in: rows[0])
    }
  }

  private func widen(_ samples: UnsafeRawPointer, into out: UnsafeMutableRawPointer) {
    let width = inputBytes / max(1, bytesPerPixel)
    (out + border.left * bytesPerPixel).copyMemory(from: samples, byteCount: inputBytes)
    for step in 1..<(border.left + 1) { fill(border.left - step, step, out, samples, source: [0, step]) }
    for step in 1..<(border.right + 1) {
      fill(border.left + width - 1 + step, step, out, samples, source: [width - 1, width - 1 - step])
    }
  }

  /// - Parameter source: the pixel that replication takes, and the one that reflection takes.
  private func fill(
    _ place: Int, _ step: Int, _ out: UnsafeMutableRawPointer, _ samples: UnsafeRawPointer, source: [2 of Int]
  ) {
    switch border.border {
    case .dialect: break
    case .constant: put(constantPixel, at: place, in: out)
    case .replicate, .reflect:
      let pixel = source[border.border == .replicate ? 0 : 1]
      (out + place * bytesPerPixel).copyMemory(
        from: samples + pixel * bytesPerPixel, byteCount: bytesPerPixel)
    }
  }

  private func put(_ pixel: [UInt8], at place: Int, in row: UnsafeMutableRawPointer) {
    pixel.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress {
        (row + place * bytesPerPixel).copyMemory(from: start, byteCount: bytesPerPixel)
      }
    }
  }

  /// The value in every channel: clamped and rounded half to even for integers; NaN counts as 0 there.
  private static func pixel(_ value: Double, of type: SampleType, channels: Int) -> [UInt8] {
    func bytes<S: Sample>(_ sample: S) -> [UInt8] {
      let one = withUnsafeBytes(of: sample) { Array($0) }
      return (0..<channels).flatMap { _ in one }
    }
    func integer<S: FixedWidthInteger & Sample>(_ type: S.Type) -> [UInt8] {
      let rounded = value.isNaN ? 0 : value.rounded(.toNearestOrEven)
      if rounded >= Double(S.max) { return bytes(S.max) }
      return bytes(rounded <= Double(S.min) ? S.min : S(rounded))
    }
    switch type {
    case .uint8: return integer(UInt8.self)
    case .uint16: return integer(UInt16.self)
    case .int8: return integer(Int8.self)
    case .int16: return integer(Int16.self)
    case .int32: return integer(Int32.self)
    case .int64: return integer(Int64.self)
    case .float16: return bytes(Float16(value))
    case .float32: return bytes(Float(value))
    case .float64: return bytes(value)
    }
  }
}
