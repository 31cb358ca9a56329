internal import ImageCodecs
internal import PoolingEngine

extension ReportPlan {
  /// What is held at most, with everything that the engine and the decoder hold.
  func memory(_ chain: RecipeRun.Chain) throws(ImagePoolError) -> Int {
    try memory(chain, tableBytes: axes.reduce(0) { $0 + $1.rows.heldBytes + $1.columns.heldBytes })
  }

  func memory(_ chain: RecipeRun.Chain, tableBytes: Int) throws(ImagePoolError) -> Int {
    let channels = prepared.pooledChannels
    let pooled = Double(output.height) * Double(output.width)
    let result = Double(channels * (resultType.byteCount + (pictureType?.byteCount ?? 0)))
    let parts = regions.indices.map { number in
      let pixels = Double(regions[number].height) * Double(regions[number].width)
      // A window per pixel, as long as nobody has looked.
      let windows =
        outputs.isEmpty
        ? min(pooled, pixels * max(1, pooled / pixelsOfInput)) : Double(outputs[number].pixels)
      return pixels * sampleBytes + windows * result
    }
    let blocks =
      // Compressed, and as text.
      parts.reduce(0, +) * 7 / 3
      // As samples, and while a stream grows.
      + (parts.max() ?? 0) * 2
    let held =
      Double(HeldRows.heldBytes(for: prepared.rows.format)) + pooled * result + Double(tableBytes) + blocks
      + PageBytes.heldByFigures(channels: channels, text: pageBytes.ofFigures)
      + Double(Deflater.heldBytes + Self.ownBytes) + Double(try overviewBytes())
    return try run.memory(
      prepared, layer, results: [resultType] + (pictureType.map { [$0] } ?? []), indices: false,
      held: chain.heldBytes + Int(min(held, Double(Int.max / 4))))
  }

  /// The page's script and style, embedded and in the page, with what is said of the layer.
  private static let ownBytes = 1 << 20

  private var pixelsOfInput: Double { max(1, Double(input.height) * Double(input.width)) }

  /// Of a pixel of what is pooled.
  private var sampleBytes: Double {
    Double(prepared.rows.format.channels * prepared.rows.format.sampleType.byteCount)
  }

  private func overviewBytes() throws(ImagePoolError) -> Int {
    guard !isInFullPrecision else { return 0 }
    let channels = prepared.pooledChannels
    let shown = overview(ReportOverview.sizes(channels: channels)[0])
    let resultFormat = RowFormat(
      size: output, channels: channels, sampleType: pictureType ?? resultType)
    do throws(PoolingError) {
      let working = max(
        try shown.workingBytes(prepared.rows.format, input, prepared.orientation),
        try shown.workingBytes(resultFormat, output, .upright))
      return working + shown.heldBytes(of: input, channels: channels)
        + shown.heldBytes(of: output, channels: channels)
    } catch {
      throw ImagePoolError(error)
    }
  }
}
