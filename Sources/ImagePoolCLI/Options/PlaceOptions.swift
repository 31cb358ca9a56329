internal import ArgumentParser
internal import ImagePooling

/// The places of maxima and minima.
struct PlaceOptions: ParsableArguments {
  @Flag(
    help:
      "Write the places of the maxima (or minima), int64, upright: as the tensor indices of the .safetensors file that is written, else as STEM.indices.npy."
  )
  var indices = false

  @Option(
    help: ArgumentHelp(
      "How places are numbered: plane (torch), nhwc, nhwc-batch (tensorflow), nchw-batch, nchw-batch-column-major (onnx) (default: plane).",
      valueName: "layout"),
    transform: Values.indexLayout)
  var indexLayout: IndexLayout?
}
