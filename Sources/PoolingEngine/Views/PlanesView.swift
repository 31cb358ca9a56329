/// Planes in memory that somebody else holds, to be read: `start` is the address of element [0, 0, 0, 0].
///
/// The memory has to stay as it is while a call lasts; nothing is kept beyond it.
public struct PlanesView: @unchecked Sendable {
  public let start: UnsafeRawPointer
  public let layout: PlanesLayout

  public init(_ start: UnsafeRawPointer, _ layout: PlanesLayout) {
    self.start = start
    self.layout = layout
  }

  /// The addresses of the bytes that hold elements. Saturating: an array cannot reach beyond the address space.
  var addresses: Range<UInt> { PlanesView.addresses(start, layout) }

  static func addresses(_ start: UnsafeRawPointer, _ layout: PlanesLayout) -> Range<UInt> {
    let address = UInt(bitPattern: start)
    func place(_ offset: Int) -> UInt {
      if offset < 0 { return address - min(address, offset.magnitude) }
      let (sum, overflow) = address.addingReportingOverflow(UInt(offset))
      return overflow ? .max : sum
    }
    return place(layout.bytes.lowerBound)..<place(layout.bytes.upperBound)
  }
}

/// Planes in memory that somebody else holds, to be written: every element is, once.
public struct MutablePlanesView: @unchecked Sendable {
  public let start: UnsafeMutableRawPointer
  public let layout: PlanesLayout

  /// - Throws: ``PoolingError/Rule/layout`` if elements share memory.
  public init(_ start: UnsafeMutableRawPointer, _ layout: PlanesLayout) throws(PoolingError) {
    guard layout.isInjective else {
      throw PoolingError(.layout, "the strides of an output make some of its elements share memory")
    }
    self.start = start
    self.layout = layout
  }

  public var reading: PlanesView { PlanesView(UnsafeRawPointer(start), layout) }

  /// - Throws: ``PoolingError/Rule/layout`` if the two share addresses.
  func checkApart(from other: PlanesView, _ what: String) throws(PoolingError) {
    guard !layout.isEmpty, !other.layout.isEmpty, reading.addresses.overlaps(other.addresses) else { return }
    throw PoolingError(.layout, "the memory of \(what) overlaps; use an array of its own for each")
  }

  /// - Throws: ``PoolingError/Rule/sampleCount`` unless the view has that shape.
  func check(
    batch: Int, channels: Int, size: Size, _ what: String
  ) throws(PoolingError) {
    guard layout.batch == batch, layout.channels == channels, layout.size == size else {
      throw PoolingError(
        .sampleCount,
        "\(what) of shape \(layout.batch),\(layout.channels),\(layout.size.height),\(layout.size.width) should "
          + "have \(batch),\(channels),\(size.height),\(size.width)")
    }
  }
}
