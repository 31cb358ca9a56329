internal import PoolingEngine

/// An operator's name, such as `adaptive-max`: windows × reduction.
struct OperatorName {
  enum Maker { case sliding, adaptive, global, area, fractional }

  let text: String
  /// The reduction's word.
  let reduction: String
  let maker: Maker

  private static let reductions = ["max", "min", "average", "sum", "median", "lp", "soft", "attention"]

  /// - Throws: ``ImagePoolError`` of kind `invalid_argument`.
  init(_ text: String) throws(ImagePoolError) {
    self.text = text
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let makers: [String: Maker] = ["adaptive": .adaptive, "global": .global, "fractional": .fractional]
    if text == "area" {
      (reduction, maker) = ("average", .area)
    } else if parts.count == 1 {
      (reduction, maker) = (text, .sliding)
    } else if let found = makers[parts[0]] {
      (reduction, maker) = (parts[1], found)
    } else {
      throw OperatorName.unknown(text)
    }
    let hasReduction =
      maker == .fractional ? ["max", "average"].contains(reduction) : Self.reductions.contains(reduction)
    guard hasReduction else { throw OperatorName.unknown(text) }
  }

  private static func unknown(_ text: String) -> ImagePoolError {
    ImagePoolError(
      .invalidArgument, "there is no operator '\(text)'",
      remedy: "there are \(reductions.joined(separator: ", ")), each also as adaptive-… and global-…; area, "
        + "fractional-max and fractional-average")
  }
}
