internal import ArgumentParser
internal import ImagePooling

/// Where results go and what they are.
struct OutputOptions: ParsableArguments {
  @Option(
    name: [.short, .long], parsing: .unconditional,
    help: ArgumentHelp(
      "A file (its extension decides the format), a directory for STEM.EXT, or - for standard output.",
      valueName: "FILE|DIR|-"),
    transform: Values.path)
  var output: Path?

  @Option(
    help: ArgumentHelp(
      "png, jpeg, npy, safetensors, csv or json (default: the output's extension, else the input's format).",
      valueName: "format"),
    transform: Values.format)
  var format: String?

  @Option(
    help: ArgumentHelp(
      "Also write a feature map beside the output: npy, safetensors, csv, json, text or heatmap. Repeatable.",
      valueName: "content"),
    transform: Values.dump)
  var dump: [Dump.Content] = []

  @Option(
    help: ArgumentHelp(
      "Axes of .npy and .safetensors files that are written, dumps too: chw, hwc, nchw or nhwc (default: the input's, channels first; C,H,W of pictures).",
      valueName: "axes"))
  var outputLayout: TensorLayout?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "STEM of the outputs in a directory, from {stem}, {ext}, {parent}, {index} (default: '{stem}').",
      valueName: "pattern"),
    transform: Values.path)
  var name: Path?

  @Option(
    help: ArgumentHelp("JPEG quality, 1 to 100 (default: 85).", valueName: "N"), transform: Values.quality)
  var quality = 85

  @Option(help: ArgumentHelp("JPEG colour.", valueName: "sampling"))
  var subsampling: Encoding.ChromaSubsampling = .s420

  @Flag(help: "Write progressive JPEGs.")
  var progressive = false

  @Option(
    help: ArgumentHelp("PNG compression, 0 to 9 (default: 6).", valueName: "N"), transform: Values.compression
  )
  var compression = 6

  @Flag(help: "Replace outputs that exist.")
  var overwrite = false

  @Flag(
    help: "Report one JSON object per input on standard output (standard error with -o -).")
  var json = false

  var encodingOptions: EncodingOptions {
    EncodingOptions(
      compression: compression, quality: quality, subsampling: subsampling, progressive: progressive)
  }
}
