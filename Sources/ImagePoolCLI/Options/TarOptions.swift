internal import ArgumentParser
internal import ImagePooling

/// What becomes of an archive beside its pictures' samples.
struct TarOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "png, jpeg, npy, safetensors, csv or json (default: each picture's own); extensions follow.",
      valueName: "format"),
    transform: Values.format)
  var format: String?

  @Option(
    help: ArgumentHelp(
      "Axes of .npy and .safetensors members that are written: chw, hwc, nchw or nhwc (default: chw).",
      valueName: "axes"))
  var outputLayout: TensorLayout?

  @Option(
    help: ArgumentHelp(
      """
      What becomes of a picture that cannot be pooled: nothing is written (refuse), a member NAME.error.json stands in its \
      place (member), or it is copied as it is (keep).
      """,
      valueName: "choice"))
  var failures: TarBatch.Failures = .refuse

  @Flag(help: "Replace the output if it exists.")
  var overwrite = false

  @Flag(
    help: "Report one JSON object per member on standard output (standard error if the archive goes there).")
  var json = false
}
