internal import ArgumentParser
internal import ImagePooling

/// The places of maxima and minima.
struct PlaceOptions: ParsableArguments {
  @Flag(help: "Write the places of the maxima (or minima) as STEM.indices.npy (int64, upright).")
  var indices = false

  @Option(
    help: ArgumentHelp(
      "How places are numbered: plane (torch), nhwc, nhwc-batch (tensorflow), nchw-batch, nchw-batch-column-major (onnx) (default: plane).",
      valueName: "layout"),
    transform: Values.indexLayout)
  var indexLayout: IndexLayout?
}
