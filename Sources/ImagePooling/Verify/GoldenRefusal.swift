/// Why a golden case is not run: its operator or parameters are not served, for a reason that stands beside it.
struct GoldenRefusal: Error, CustomStringConvertible {
  let description: String

  init(_ reason: String) { description = reason }
}
