/// What the program ends with.
struct ExitStatus: RawRepresentable, Error, Hashable {
  let rawValue: Int32

  /// All done.
  static let done = ExitStatus(rawValue: 0)
  /// At least one input failed; the others are done.
  static let failed = ExitStatus(rawValue: 1)
  /// Refused before any work.
  static let refused = ExitStatus(rawValue: 64)

  /// `compare`: more different than allowed.
  static let different = ExitStatus(rawValue: 1)
  /// `compare`: there is no answer.
  static let notComparable = ExitStatus(rawValue: 2)
}
