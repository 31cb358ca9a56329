/// Where a result goes. Nothing appears there unless the whole run ended well.
public enum Output: Sendable, Hashable {
  /// A file, complete or absent: written beside its final name under a temporary one, then linked into place. If the
  /// name is taken the run fails (`unwritable`) unless `overwrite` is true. Devices and pipes are written to instead.
  case file(Path, overwrite: Bool = false)
  /// The bytes come back in the report.
  case memory
  /// An open file, pipe or socket, not closed. Up to 16 MB are held until the input has ended well; what is larger is
  /// passed on as it comes.
  case descriptor(Int32)
}
