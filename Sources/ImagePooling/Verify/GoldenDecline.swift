/// Why a golden case is left out on purpose: what was asked for is no rule of this engine's. Such a case counts as declined.
struct GoldenDecline: Error, CustomStringConvertible {
  let description: String

  init(_ reason: String) { description = reason }
}
