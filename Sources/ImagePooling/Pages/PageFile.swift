/// The file of a page.
enum PageFile {
  /// Writes a page, complete or not at all.
  ///
  /// - Throws: ``ImagePoolError`` of kind `unwritable`.
  /// - Returns: the page's bytes if they were to go to memory.
  static func write(_ html: [UInt8], to output: Output) throws(ImagePoolError) -> [UInt8]? {
    let file = try ResultFile(output, estimate: html.count)
    try file.close(writing: html)
    try ResultFile.deliver([file])
    return output == .memory ? file.bytes : nil
  }

  /// Whether a page can be written to a file of that name.
  ///
  /// - Parameters:
  ///   - what: what the page is called in a refusal.
  ///   - inputs: the files that are read for it.
  /// - Throws: ``OutputPlan/Refusal`` if the file exists (unless it may be replaced) or is an input.
  static func check(
    _ page: Path, _ what: String, inputs: [Path], overwrite: Bool
  ) throws(OutputPlan.Refusal) {
    if SystemCalls.isStream(page) { return }
    try OutputPlanner(inputs: inputs, names: [(page, what)], overwrite: overwrite).check()
  }
}
