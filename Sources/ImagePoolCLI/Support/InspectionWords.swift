internal import ImagePooling

/// The words of an `imagepool inspect` that makes a page, for the page to show.
enum InspectionWords {
  /// What belongs to the page alone, with a value and without.
  private static let dropped: Set<String> = ["-o", "--output", "--region", "--at"]
  private static let droppedFlags: Set<String> = ["--overwrite", "--json"]
  /// Options of `inspect` without a value.
  static let flags: Set<String> = [
    "--json", "--overwrite", "--ceil-mode", "--count-include-pad", "--no-count-include-pad", "--overlapping",
    "--pseudo-random", "--linear", "--version", "--help", "-h",
  ]

  /// - Parameter words: all words after the program's name.
  static func command(_ words: [Path]) -> InspectionReport.Command {
    InspectionReport.Command(
      whole: ShellText.line(["imagepool"] + words),
      ofOneWindow: ShellText.line(["imagepool"] + withoutPage(words)))
  }

  private static func withoutPage(_ words: [Path]) -> [Path] {
    var result: [Path] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      let text = word.text
      let name = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).first.map(
        String.init)
      let isJoined = name != text
      let isOption = text.hasPrefix("-") && text != "-"
      // What is added behind must not be an operand.
      if text == "--" { return result + rest.map(withoutDash) }
      // The next word is its value, whatever it looks like.
      let value = isOption && !isJoined && !flags.contains(text) ? rest.popFirst() : nil
      if isOption, dropped.contains(name ?? "") || droppedFlags.contains(text) { continue }
      result.append(word)
      if let value { result.append(value) }
    }
    return result
  }

  /// An operand that is not taken for an option.
  private static func withoutDash(_ operand: Path) -> Path {
    operand != "-" && operand.bytes.first == UInt8(ascii: "-") ? Path("./").joined(operand) : operand
  }
}
