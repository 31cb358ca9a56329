internal import ArgumentParser
internal import ImagePooling

/// The text of `--layer` as options: `max kernel=2 ceil-mode` is `--op max --kernel 2 --ceil-mode`.
enum LayerWords {
  /// - Throws: ``OutputPlan/Refusal``, naming the layer.
  static func options(_ text: String) throws(OutputPlan.Refusal) -> LayerOptions {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let name = words.first, !name.contains("=") else {
      throw OutputPlan.Refusal("--layer '\(text)' begins with no operator; write for example 'max kernel=2'")
    }
    var arguments = ["--op", name]
    var seen: Set<String> = []
    for word in words.dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let option = "--" + parts[0].map { $0 == "_" ? "-" : String($0) }.joined()
      guard seen.insert(option).inserted else {
        throw OutputPlan.Refusal("--layer '\(text)': \(parts[0]) stands twice")
      }
      guard option != "--help" else {
        throw OutputPlan.Refusal("--layer '\(text)': help is no key of a layer; the keys are \(keys)")
      }
      guard parts.count == 2 else {
        arguments.append(option)
        continue
      }
      arguments += [option, String(parts[1])]
    }
    return try options(arguments, "--layer '\(text)'")
  }

  /// - Parameter place: what to call the layer in an error.
  static func options(_ arguments: [String], _ place: String) throws(OutputPlan.Refusal) -> LayerOptions {
    do {
      return try LayerOptions.parse(arguments)
    } catch {
      let sentence = LayerOptions.message(for: error).split(whereSeparator: \.isNewline).joined(
        separator: " ")
      throw OutputPlan.Refusal(
        "\(place): \(sentence.isEmpty ? "is no layer" : sentence); the keys are \(keys)")
    }
  }

  private static let keys =
    "kernel, stride, dilation, padding, padding-mode, padding-value, ceil-mode, output-size, dialect, rounding, "
    + "count-include-pad, divisor-override, norm, temperature, seed, samples, row-boundaries, column-boundaries, "
    + "overlapping, pseudo-random"
}
