/// Where a sink's bytes go.
public enum OutputDescriptor: Hashable, Sendable {
  /// An open descriptor, written from where it stands; it is not closed. `isSeekable`: rows may be put in their place with
  /// `pwrite`, so that nothing is held. Set it for regular files that are not open for appending only; see ``of(_:)``.
  case descriptor(Int32, isSeekable: Bool)
  /// Bytes in memory; every sink hands them out through `takeBytes()`.
  case memory

  /// A descriptor, asked whether it is a regular file that may be written in any order.
  public static func of(_ descriptor: Int32) -> OutputDescriptor {
    .descriptor(descriptor, isSeekable: SystemCalls.isSeekable(descriptor))
  }
}
