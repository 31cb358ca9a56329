/// Where the bytes of a tensor or a table come from.
public enum TensorInput: Sendable {
  case bytes([UInt8])
  /// An open file, pipe or socket, read from where it stands, after bytes that were already taken from it (for telling its
  /// kind). It is not closed.
  case descriptor(Int32, consumed: [UInt8] = [])
}
