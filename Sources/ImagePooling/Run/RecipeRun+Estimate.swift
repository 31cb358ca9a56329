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
    try results.add(.memory, as: .sameAsInput)
    return try memory(
      prepared, chain.last, results: results.resultTypes, indices: false,
      held: results.heldBytes(asFiles: true) + chain.heldBytes)
  }
}
