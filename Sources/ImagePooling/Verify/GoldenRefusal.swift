/// Why a golden case cannot be run: there is no translation for its operator or parameters. Such a case fails, for nobody
/// compared it.
struct GoldenRefusal: Error, CustomStringConvertible {
  let description: String

  init(_ reason: String) { description = reason }
}
