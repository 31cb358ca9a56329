internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

/// An input as rows for the engine, with what is known of it.
struct PreparedInput {
  let info: SourceInfo
  /// Stored rows after the picture stages.
  private(set) var rows: any RowSource
  /// What a layer over these rows pools: samples without the logits between them.
  private(set) var pooledType: SampleType
  private(set) var pooledChannels: Int
  /// What the samples of a row mean; nil for tensors.
  private(set) var color: ColorModel?
  /// How the rows lie.
  private(set) var orientation: Orientation
  /// What a picture written from this input carries on.
  let metadata: ImageMetadata
  /// 8 or 16 bits before linear light; the tensor's own type.
  private(set) var sampleType: SampleType
  /// Bytes that the source holds.
  let heldBytes: Int
  /// What reading has brought up so far.
  let warnings: [String]
  let remarks: [String]
  /// A tensor's axes ahead of rows and columns, which its result has, too; nil for pictures.
  private(set) var leadingAxes: [Int]?
  /// The time that decoding has taken so far.
  let decoding = Stopwatch()
  /// Keeps the descriptor open, and knows the damage.
  let reader: ImageReader?
  /// What became of samples that were to be sRGB, and the conversion that is left to the result.
  let srgb: SRGBOutcome?
  let conversion: SRGBConversion?
  private let input: OpenedInput

  /// - Parameters:
  ///   - convertsRows: whether samples become sRGB before they are pooled; false where that can wait.
  ///   - readsSamples: false: of a tensor with a header that is all that is read.
  init(
    _ input: OpenedInput, recipe: Recipe, convertsRows: Bool = true, readsSamples: Bool = true
  ) throws(ImagePoolError) {
    if let refusal = input.refusal { throw refusal }
    self.input = input
    if !readsSamples, let outline = try PreparedInput.outline(input, recipe) {
      info = SourceInfo(outline, kind: input.kind == .npy ? .npy : .safetensors)
      rows = OutlinedRows(outline)
      (color, orientation, metadata, reader) = (nil, .upright, ImageMetadata(), nil)
      (srgb, conversion) = (nil, nil)
      sampleType = outline.sampleType
      (pooledType, pooledChannels) = (sampleType, rows.format.channels)
      heldBytes = 0
      leadingAxes = Array(outline.shape.dropLast(2))
      (warnings, remarks) = ([], [])
      return
    }
    guard case .image = input.kind else {
      let (reading, kind) = try PreparedInput.tensor(input, recipe)
      info = SourceInfo(reading, kind: kind)
      rows = reading.tensor.makeSource()
      (color, orientation, metadata, reader) = (nil, .upright, ImageMetadata(), nil)
      (srgb, conversion) = (nil, nil)
      sampleType = reading.tensor.sampleType
      (pooledType, pooledChannels) = (sampleType, reading.tensor.channels)
      heldBytes = info.memoryBytes
      leadingAxes = Array(reading.tensor.shape.dropLast(2))
      // That a table's integers are float64 is no blemish of a typed example.
      (warnings, remarks) = kind == .csv ? ([], reading.warnings) : (reading.warnings, [])
      return
    }
    // A gradient of a picture is a tensor.
    var needsRange = false
    if case .backward = recipe.work { needsRange = true }
    if recipe.range != nil, !needsRange {
      throw ImagePoolError(
        .unsupported, "is a picture, and a range of values is for tensors", remedy: "leave --range out")
    }
    let opened = try decoding.time { () throws(ImagePoolError) in try PreparedInput.picture(input, recipe) }
    reader = opened
    info = SourceInfo(opened.info)
    sampleType = recipe.depth == .sixteen ? .uint16 : opened.format.sampleType
    orientation = recipe.orientation == .upright ? opened.info.orientation : .upright
    var picture = PictureSource(TimedSource(opened, decoding), opened.color)
    let colors = try SRGBPreparation(picture, of: opened, recipe, convertsRows: convertsRows)
    if let colors { picture = colors.picture }
    (srgb, conversion) = (colors?.outcome, colors?.pending)
    if picture.color != .cmyk, conversion == nil {
      if let background = recipe.background { picture = picture.over(background) }
      picture = picture.channels(recipe.channels)
      if recipe.hidesTransparent { picture = picture.hidingTransparent() }
      if recipe.linearLight { picture = picture.linear() }
    } else if conversion != nil {
      if recipe.hidesTransparent { picture = picture.hidingTransparent() }
    } else if recipe.linearLight {
      throw ImagePoolError(
        .unsupported, "holds four inks, which have no linear light", remedy: "pool it as RGB: --channels rgb")
    }
    if recipe.depth == .sixteen { picture = picture.widened() }
    rows = picture.rows
    (pooledType, pooledChannels) = (rows.format.sampleType, rows.format.channels)
    color = picture.color
    var carried = recipe.strips ? ImageMetadata() : opened.info.metadata
    if orientation.swapsAxes { carried.resolution = carried.resolution?.transposed }
    metadata = colors?.outcome == .converted && !recipe.strips ? carried.asSRGB : carried
    // The engine reads strips of some 256 KB, and every stage has one of its own.
    let stripHeight = max(1, min(64, 262_144 / max(1, rows.format.bytesPerRow)))
    heldBytes =
      opened.info.decoderMemory + ((rows as? RowStage)?.heldBytes(stripHeight: stripHeight) ?? 0)
      + (colors?.heldBytes ?? 0)
    leadingAxes = nil
    warnings = colors?.warnings ?? []
    remarks = (colors?.remarks ?? []) + PreparedInput.remarks(on: opened.info.metadata, recipe)
  }

  private static func picture(_ input: OpenedInput, _ recipe: Recipe) throws(ImagePoolError) -> ImageReader {
    let limits = DecodingLimits(
      pixels: recipe.limits.pixels, scans: recipe.limits.progressiveScans, memory: recipe.limits.memory,
      seconds: recipe.limits.time.map { $0 / .seconds(1) })
    let delivery: Delivery =
      recipe.channels == .keep
      ? .expandedKeepingCMYK : recipe.toSRGB ? .expandedKeepingProfiledCMYK : .expanded
    do throws(CodecError) {
      return try ImageReader(
        input.pictureSource, delivery: delivery,
        tolerance: recipe.failOn == .none ? .tolerant : .strict, limits: limits,
        reduction: { JPEGShrink.reduction(for: recipe, $0) })
    } catch {
      throw ImagePoolError(error)
    }
  }

  /// - Throws: ``ImagePoolError`` for what only pictures have.
  private static func checkOptions(_ recipe: Recipe) throws(ImagePoolError) {
    let needsPicture: String? =
      recipe.linearLight
      ? "linear light"
      : recipe.background != nil
        ? "a background"
        : recipe.toSRGB
          ? "sRGB" : recipe.channels == .asShown || recipe.channels == .keep ? nil : "other channels"
    if let needsPicture {
      throw ImagePoolError(
        .unsupported, "is a tensor, and \(needsPicture) is for pictures", remedy: "leave that option out")
    }
  }

  /// What the header of a tensor says; nil for inputs that are no tensors or have no header.
  private static func outline(
    _ input: OpenedInput, _ recipe: Recipe
  ) throws(ImagePoolError) -> TensorOutline? {
    if input.kind == .npy || input.kind == .safetensors { try checkOptions(recipe) }
    do throws(FeatureMapError) {
      switch input.kind {
      case .npy where recipe.tensorName == nil:
        return try NPY.outline(
          input.tensorSource, layout: recipe.tensorLayout, maximumBytes: recipe.limits.memory)
      case .safetensors:
        return try Safetensors.outline(
          input.tensorSource, tensor: recipe.tensorName, layout: recipe.tensorLayout,
          maximumBytes: recipe.limits.memory)
      default: return nil
      }
    } catch {
      throw ImagePoolError(error)
    }
  }

  private static func tensor(
    _ input: OpenedInput, _ recipe: Recipe
  ) throws(ImagePoolError) -> (TensorReading, SourceInfo.TensorKind) {
    try checkOptions(recipe)
    do throws(FeatureMapError) {
      let memory = recipe.limits.memory
      if case .safetensors = input.kind {
        return (
          try Safetensors.read(
            input.tensorSource, tensor: recipe.tensorName, layout: recipe.tensorLayout, maximumBytes: memory),
          .safetensors
        )
      }
      if recipe.tensorName != nil {
        throw FeatureMapError(
          .unsupported, "is no safetensors file, and only there tensors have names",
          remedy: "leave the name out")
      }
      if case .npy = input.kind {
        return (
          try NPY.read(input.tensorSource, layout: recipe.tensorLayout, maximumBytes: memory), .npy
        )
      }
      return (try CSV.read(input.tensorSource, maximumBytes: recipe.limits.memory), .csv)
    } catch {
      throw ImagePoolError(error)
    }
  }

  private static func remarks(on metadata: ImageMetadata, _ recipe: Recipe) -> [String] {
    guard recipe.linearLight, metadata.hasOtherGamma else { return [] }
    return ["linear light goes by sRGB's curve, and the file says that its gamma is another"]
  }

  /// How many stored rows and columns of a JPEG come as one.
  var reduction: Int { reader?.reduction ?? 1 }

  /// What is pooled, upright: of a reduced JPEG the size before.
  var uprightSize: Size { orientation.upright(reduction > 1 ? info.storedSize : rows.format.size) }

  /// The layer over these rows, which may be reduced.
  func layer(_ layer: Pooling, _ geometry: Geometry) -> Pooling {
    guard reduction > 1 else { return layer }
    guard let reduced = JPEGShrink.layer(layer, geometry, orientation, reduction: reduction) else {
      preconditionFailure("the reduction was chosen for this layer and size")
    }
    return reduced
  }

  /// C: the channels of one batch item, or all there are.
  var itemChannels: Int { leadingAxes?.last ?? pooledChannels }

  /// Whether the last channel is opacity.
  var hasAlpha: Bool { color?.hasAlpha ?? false }

  /// Goes on with other rows that lie alike: a stage over these.
  mutating func replace(rows: any RowSource) {
    self.rows = rows
    (pooledType, pooledChannels) = (rows.format.sampleType, rows.format.channels)
  }

  /// Lays logits beside the samples.
  mutating func addLogits(_ logits: any RowSource) throws(PoolingError) {
    rows = try rows.withLogits(logits)
  }

  /// Goes on with what was made of the whole input, upright.
  ///
  /// - Parameter keepsColor: its samples are still those of a picture, if they were.
  mutating func replace(by tensor: Tensor, keepsColor: Bool) {
    replace(rows: tensor.makeSource())
    orientation = .upright
    if !keepsColor {
      color = nil
      sampleType = tensor.sampleType
    }
    if color == nil { leadingAxes = Array(tensor.shape.dropLast(2)) }
  }
}
