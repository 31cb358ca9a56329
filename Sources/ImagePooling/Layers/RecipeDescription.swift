internal import FeatureMaps
internal import PoolingEngine

extension Recipe {
  /// A recipe as a JSON object, for programs that call the library: `layers` as ``LayerList`` takes them, and `channels`, `alpha`,
  /// `background`, `orientation`, `linear`, `to_srgb`, `jpeg_shrink`, `fail_on`, `layout` (of arrays), `rescale`, `mean`, `std`,
  /// `max_pixels`, `max_scans`, `max_memory` and `timeout` (seconds) as on the command line.
  ///
  /// - Throws: ``ImagePoolError`` of kind `invalid_argument` or `geometry`.
  public init(json text: [UInt8]) throws(ImagePoolError) {
    let value: JSONValue
    do throws(FeatureMapError) { value = try JSONValue(parsing: text) } catch {
      throw ImagePoolError(
        .invalidArgument, "the recipe is no JSON: \(error.message)",
        remedy: "write {\"layers\": [{\"op\": \"average\", \"kernel\": 8}]}")
    }
    guard let members = value.members, value["op"] == nil else {
      // A list of layers, or a layer, is a recipe, too.
      self.init(layers: try LayerList.poolings(value))
      return
    }
    var options = try OptionValues(members.filter { $0.name != "layers" }, of: "a recipe")
    self.init(layers: try LayerList.poolings(value))
    try take(&options)
    try options.refuseTheRest()
    try checkAverages()
  }

  /// Light and the weight of alpha are matters of averages; everything else would give other numbers than it says.
  private func checkAverages() throws(ImagePoolError) {
    let given = linearLight ? "linear" : alpha == .premultiplied ? "alpha premultiplied" : nil
    guard let given, !layers.allSatisfy(\.reduction.isAverage) else { return }
    throw ImagePoolError(
      .invalidArgument, "\(given) is for averages, and there is another layer", remedy: "leave it out")
  }

  private mutating func take(_ options: inout OptionValues) throws(ImagePoolError) {
    channels = try options.choice("channels", ChannelLayout.self) ?? .asShown
    alpha = try options.choice("alpha", AlphaRule.self) ?? .planes
    orientation = try options.choice("orientation", OrientationRule.self) ?? .upright
    failOn = try options.choice("fail-on", FailOn.self) ?? .error
    tensorLayout = try options.choice("layout", TensorLayout.self)
    linearLight = try options.flag("linear") ?? false
    toSRGB = try options.flag("to-srgb") ?? false
    jpegShrink = try options.flag("jpeg-shrink") ?? false
    if let text = try options.text("background") {
      guard let color = Color(text) else {
        throw options.wrong("background", "#rrggbb, #rgb, or black, white, gray, red, green, blue")
      }
      background = color
    }
    try takeNormalization(&options)
    if let pixels = try options.positive("max-pixels") { limits.pixels = pixels }
    if let scans = try options.positive("max-scans") { limits.progressiveScans = scans }
    if let memory = try options.positive("max-memory") { limits.memory = memory }
    if let seconds = try options.number("timeout") {
      guard seconds > 0, seconds <= 1e9 else { throw options.wrong("timeout", "seconds above 0") }
      limits.time = .seconds(seconds)
    }
  }

  private mutating func takeNormalization(_ options: inout OptionValues) throws(ImagePoolError) {
    let rescale = try options.number("rescale")
    let (mean, deviation) = (try options.numbers("mean"), try options.numbers("std"))
    guard rescale != nil || mean != nil || deviation != nil else { return }
    for (name, numbers) in [("mean", mean), ("std", deviation)] where numbers?.isEmpty == true {
      throw options.wrong(name, "one number, or one for each channel")
    }
    do throws(Normalization.Refusal) {
      normalization = try Normalization(rescale: rescale ?? 1, mean: mean ?? [], deviation: deviation ?? [])
    } catch {
      throw ImagePoolError(.invalidArgument, error.description, remedy: "give other numbers")
    }
  }
}
