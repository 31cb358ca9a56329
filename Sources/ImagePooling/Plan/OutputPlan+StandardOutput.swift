extension OutputPlan {
  /// Whether words and results can go to standard output without going into a file that is read: they would be appended to it.
  ///
  /// - Parameter inputs: every file that is read; nil: standard input.
  /// - Throws: ``Refusal`` with the name of the first input that standard output is.
  public static func checkStandardOutput(isNone inputs: [Path?]) throws(Refusal) {
    try checkStandardOutput(isNone: inputs, standardInput: 0, standardOutput: 1)
  }

  static func checkStandardOutput(
    isNone inputs: [Path?], standardInput: Int32, standardOutput: Int32
  ) throws(Refusal) {
    guard let written = try? SystemCalls.facts(of: standardOutput), written.sort == .regular else { return }
    for input in inputs {
      let facts = try? input.map(SystemCalls.facts(of:)) ?? SystemCalls.facts(of: standardInput)
      if let facts, facts.isSameFile(as: written) { throw standardOutputIsInput(input ?? "-") }
    }
  }

  static func standardOutputIsInput(_ input: Path) -> Refusal {
    Refusal("standard output is an input (\(input)), and inputs are never changed; redirect it elsewhere")
  }
}
