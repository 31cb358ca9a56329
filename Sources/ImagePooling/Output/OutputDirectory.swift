/// An open directory in which files are put in place: by its descriptor, so that no link that appears on the way later leads
/// them elsewhere.
final class OutputDirectory: Sendable {
  /// For messages.
  let path: Path
  let descriptor: Int32

  /// - Parameter descriptor: owned from now on.
  init(_ path: Path, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { try? SystemCalls.closeDescriptor(descriptor) }
}
