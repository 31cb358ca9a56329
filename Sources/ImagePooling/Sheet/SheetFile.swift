/// A file of a batch, open for reading.
final class SheetFile {
  let descriptor: Int32
  let facts: SystemCalls.Facts

  /// - Parameter descriptor: owned from now on.
  init(_ descriptor: Int32) throws(SystemCalls.Failure) {
    self.descriptor = descriptor
    do throws(SystemCalls.Failure) { facts = try SystemCalls.facts(of: descriptor) } catch {
      try? SystemCalls.closeDescriptor(descriptor)
      throw error
    }
  }

  deinit { try? SystemCalls.closeDescriptor(descriptor) }
}
