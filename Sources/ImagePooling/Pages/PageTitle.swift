/// A page's title, where no element keeps a name from turning the text around it.
enum PageTitle {
  /// The text, with control characters and those that turn or hide others written out.
  static func visible(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "\\u{" + digits + "}"
      default: return String(scalar)
      }
    }.joined()
  }
}
