/// What the program ends with.
struct ExitStatus: RawRepresentable, Error, Hashable {
  let rawValue: Int32

  /// All done.
  static let done = ExitStatus(rawValue: 0)
  /// At least one input failed; the others are done.
  static let failed = ExitStatus(rawValue: 1)
  /// Refused before any work.
  static let refused = ExitStatus(rawValue: 64)
}
