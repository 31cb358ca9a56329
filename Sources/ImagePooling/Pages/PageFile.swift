/// The file of a page, or of a picture that stands for one.
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

  /// Whether such a file can be written under that name.
  ///
  /// - Parameters:
  ///   - what: what it is called in a refusal.
  ///   - inputs: the files that are read for it.
  /// - Throws: ``OutputPlan/Refusal`` if the file exists (unless it may be replaced) or is an input.
  static func check(
    _ page: Path, _ what: String, inputs: [Path], overwrite: Bool
  ) throws(OutputPlan.Refusal) {
    if SystemCalls.isStream(page) { return }
    try OutputPlanner(inputs: inputs, names: [(page, what)], overwrite: overwrite).check()
  }
}
