/// Where a picture or tensor comes from. What it is, is told by its content, never by its name.
public enum Input: Sendable, Hashable {
  /// A file; opened when the recipe runs.
  case file(Path)
  /// An encoded file in memory.
  case bytes([UInt8])
  /// An open file, pipe or socket, read from where it stands and not closed.
  case descriptor(Int32)
}
