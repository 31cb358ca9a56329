internal import PoolingEngine

/// Memory for an array between two layers.
final class ArrayMemory {
  private let layout: PlanesLayout
  private let start: UnsafeMutableRawPointer

  init(_ layout: PlanesLayout) {
    self.layout = layout
    start = .allocate(byteCount: max(1, layout.bytes.count), alignment: 64)
  }

  deinit { start.deallocate() }

  func view() throws(PoolingError) -> MutablePlanesView { try MutablePlanesView(start, layout) }
}
