internal import ImageCodecs
internal import PoolingEngine

// What an input would hold, from its header.
extension RecipeRun {
  /// The bytes that decoding, pooling and writing a picture to a file of its own format hold: what a batch reserves before it
  /// begins.
  func estimate(_ input: PreparedInput) throws(ImagePoolError) -> Int {
    var prepared = input
    let chain = try chain(&prepared, reads: false)
    var results = ResultSet(
      prepared, recipe, layer: chain.last, geometry: described(chain),
      indexedSize: chain.geometry.filledBorder.enlarged(chain.geometry.input))
    // As `thumbnail` writes it by default: its PNG writer holds small pictures whole.
    try results.add(.memory, as: input.info.kind == "png" ? .png(compression: 4) : .sameAsInput)
    let memory = try memory(
      prepared, chain.last, results: results.resultTypes, indices: false,
      held: results.heldBytes(asFiles: true) + chain.heldBytes)
    return reservation(memory, prepared)
  }

  /// What is set aside for a run: what it holds, and what comes with every run. That is a thread's stack, what the allocator
  /// rounds up and keeps, and pages of the program that only such files need, less than 700 kB over a corpus; and a colour
  /// profile, which lies in the file's segments, in one piece, in the picture's metadata and in the writer.
  func reservation(_ memory: Int, _ input: PreparedInput) -> Int {
    let profile = 4 * (input.metadata.iccProfile?.count ?? 0)
    let (sum, isTooMuch) = memory.addingReportingOverflow((768 << 10) + profile)
    return isTooMuch ? .max : sum
  }
}
