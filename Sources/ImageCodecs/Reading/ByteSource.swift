/// Where encoded bytes come from. They are read in chunks of 64 KB; a file is never held whole.
public enum ByteSource: Sendable {
  /// A file in memory.
  case bytes([UInt8])
  /// An open file, pipe or socket, positioned just behind `consumed`: bytes that were already read from it to
  /// see what it is. Read to the picture's end, at most 64 KB beyond; not closed.
  case descriptor(Int32, consumed: [UInt8] = [])
}
