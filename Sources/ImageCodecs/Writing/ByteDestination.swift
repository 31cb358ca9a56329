/// Where encoded bytes go.
public enum ByteDestination: Sendable, Hashable {
  /// An open file, pipe or socket; not closed.
  case descriptor(Int32)
  /// ``ImageWriter/takeBytes()`` has them at the end.
  case memory
}
