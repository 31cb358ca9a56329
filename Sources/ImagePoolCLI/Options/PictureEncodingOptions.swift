internal import ArgumentParser
internal import ImagePooling

/// How pictures are written.
struct PictureEncodingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("JPEG quality, 1 to 100 (default: 85).", valueName: "N"), transform: Values.quality)
  var quality = 85

  @Option(help: ArgumentHelp("JPEG colour.", valueName: "sampling"))
  var subsampling: Encoding.ChromaSubsampling = .s420

  @Flag(help: "Write progressive JPEGs.")
  var progressive = false

  @Option(
    help: ArgumentHelp("PNG compression, 0 to 9 (default: 4).", valueName: "N"), transform: Values.compression
  )
  // Deflating a thumbnail costs as much as decoding its picture. Level 4 takes 60 % of the time of level 6 for 1 % more bytes.
  var compression = 4

  var options: EncodingOptions {
    EncodingOptions(
      compression: compression, quality: quality, subsampling: subsampling, progressive: progressive)
  }
}
