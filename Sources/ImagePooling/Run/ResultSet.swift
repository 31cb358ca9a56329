internal import ColorProfiles
internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

/// All outputs of a run: their files, their writers, and the forms in which the engine delivers what they write. Every
/// output comes from the same fold.
struct ResultSet {
  private struct Entry {
    let file: ResultFile
    let writer: any ByteSink
    /// What the engine writes to: the writer, or a stage before it.
    let sink: any RowSink
    var holdsIndices = false
  }

  private let input: PreparedInput
  private let geometry: FeatureMapGeometry
  private let indexedSize: Size
  private let valueType: SampleType
  private let recipe: Recipe
  /// Holds the files, if a batch has one.
  private let tree: OutputTree?
  private var entries: [Entry] = []
  /// Sinks by the form they take.
  private var values: [(type: SampleType, narrowing: Bool, sinks: [any RowSink])] = []
  private var indices: [any RowSink] = []
  private var heatMaps: [(channel: Int, file: ResultFile)] = []
  private let heatMapValues = TensorSink()
  private var ranges: [RangeStage] = []
  /// Gets the result's samples as well, as they are encoded.
  var samples: TensorSink?

  /// What ``Report`` says of the result.
  private(set) var format: String?
  private(set) var type: SampleType
  private(set) var outputChannels: Int
  private(set) var main: ResultFile?
  private(set) var picture: PictureOutput?
  private(set) var dumps: [(content: Dump.Content, channel: Int?, file: ResultFile)] = []

  /// - Parameter indexedSize: the plane that places lie in.
  init(
    _ input: PreparedInput, _ recipe: Recipe, layer: Pooling, geometry: FeatureMapGeometry, indexedSize: Size,
    in tree: OutputTree? = nil
  ) {
    self.tree = tree
    self.input = input
    self.recipe = recipe
    self.geometry = geometry
    self.indexedSize = indexedSize
    valueType = layer.resultType(for: input.pooledType)
    type = valueType
    outputChannels = input.pooledChannels
  }

  private var channels: Int { input.pooledChannels }
  private var pixels: Int { geometry.output.height * geometry.output.width }

  // MARK: - Adding outputs

  mutating func add(_ output: Output, as encoding: Encoding) throws(ImagePoolError) {
    var encoding = encoding
    if encoding == .sameAsInput {
      switch input.info.kind {
      // What was a picture and is one no more.
      case "png" where input.color == nil, "jpeg" where input.color == nil: encoding = .npy
      case "png": encoding = .png()
      case "jpeg": encoding = .jpeg()
      case "csv": encoding = .csv
      default: encoding = .npy
      }
    }
    format = encoding.name
    switch encoding {
    case .png(let compression):
      try addPicture(output, .png(PNGEncoding(compression: compression)))
    case .jpeg(let quality, let subsampling, let progressive):
      try addPicture(
        output,
        .jpeg(
          JPEGEncoding(
            quality: quality, subsampling: subsampling == .s444 ? .s444 : .s420, progressive: progressive)))
    case .csv: main = try addNumbers(.csv, output, samples)
    case .json: main = try addNumbers(.json, output, samples)
    case .npy, .sameAsInput: main = try addNumbers(.npy, output, samples)
    }
  }

  mutating func add(_ dump: Dump) throws(ImagePoolError) {
    guard dump.content == .heatmap else {
      dumps.append((dump.content, nil, try addNumbers(dump.content, dump.output)))
      return
    }
    if heatMaps.isEmpty { add(heatMapValues, valueType, narrowing: false) }
    for channel in 0..<channels {
      var output = dump.output
      if case .file(let stem, let overwrite) = output {
        output = .file(stem.appending(Dump.suffix(of: .heatmap, channel: channel)), overwrite: overwrite)
      }
      let file = try ResultFile(output, estimate: pixels * 3, in: tree)
      heatMaps.append((channel, file))
      dumps.append((.heatmap, channel, file))
    }
  }

  private mutating func add(_ sink: any RowSink, _ type: SampleType, narrowing: Bool) {
    if let place = values.firstIndex(where: { $0.type == type && $0.narrowing == narrowing }) {
      values[place].sinks.append(sink)
    } else {
      values.append((type, narrowing, [sink]))
    }
  }

  private mutating func addNumbers(
    _ content: Dump.Content, _ output: Output, _ samples: TensorSink? = nil
  ) throws(ImagePoolError) -> ResultFile {
    // Text takes up to some 25 bytes a number.
    let bytes = content == .npy ? valueType.byteCount : content == .indices ? 8 : 25
    let file = try ResultFile(output, estimate: pixels * channels * bytes + 1024, in: tree)
    let place = file.numbersDestination
    let writer: any ByteSink
    switch content {
    case .csv: writer = CSVSink(place)
    case .json: writer = JSONSink(place, geometry: geometry)
    case .text: writer = TextGridSink(place, geometry: geometry)
    case .npy, .indices, .heatmap: writer = NPYSink(place, leadingAxes: input.leadingAxes)
    }
    let sink = NamedSink(writer, file)
    entries.append(Entry(file: file, writer: writer, sink: sink, holdsIndices: content == .indices))
    if content == .indices {
      indices.append(
        IndexLayoutStage.make(
          before: sink, layout: recipe.indexLayout, channels: input.leadingAxes?.last ?? channels,
          size: indexedSize))
    } else {
      add(sink, valueType, narrowing: false)
      if let samples { add(samples, valueType, narrowing: false) }
    }
    return file
  }

  private mutating func addPicture(_ output: Output, _ encoding: ImageEncoding) throws(ImagePoolError) {
    let is16 = input.sampleType == .uint16 && encoding.kind == .png && recipe.depth != .eight
    let written: SampleType = is16 ? .uint16 : .uint8
    let color = try pictureColor()
    // Refused before a file is made.
    let file = try { () throws(ImagePoolError) -> ResultFile in
      if encoding.kind == .jpeg, color.hasAlpha { throw ResultSet.alphaInJPEG }
      return try ResultFile(output, estimate: pixels * channels * written.byteCount + 65536, in: tree)
    }()
    let writer: ImageWriter
    do throws(CodecError) {
      writer = try ImageWriter(
        file.pictureDestination, as: encoding, color: color, metadata: input.metadata)
    } catch {
      throw ImagePoolError(error)
    }
    main = file
    type = written
    outputChannels = color.channels
    let asPalette =
      recipe.keepsPalette && input.info.color.hasPrefix("palette") && encoding.kind == .png
      && written == .uint8 && (color == .rgb || color == .rgba)
    let picture = PictureOutput(writer, type: written, asPalette: asPalette, digests: recipe.digests)
    self.picture = picture
    let encoded = try converted(samples.map { FanOutSink([picture.sink, $0]) } ?? picture.sink, written)
    let sink: any RowSink
    if let range = recipe.range {
      let stage = RangeStage(before: encoded, from: valueType, range: range)
      ranges.append(stage)
      sink = NamedSink(stage, file)
      add(sink, valueType, narrowing: false)
    } else if recipe.linearLight {
      let stage = LinearLight.encoder(before: encoded, as: written, hasAlpha: color.hasAlpha)
      sink = NamedSink(stage, file)
      add(sink, .uint16, narrowing: false)
    } else {
      sink = NamedSink(encoded, file)
      add(sink, written, narrowing: input.sampleType == .uint16 && !is16)
    }
    entries.append(Entry(file: file, writer: writer, sink: sink))
  }

  /// The pooled samples become sRGB before they are written, if rows have not.
  private func converted(_ sink: any RowSink, _ type: SampleType) throws(ImagePoolError) -> any RowSink {
    guard let conversion = input.conversion else { return sink }
    do throws(ProfileError) { return try conversion.sink(before: sink, type) } catch {
      throw ImagePoolError(error)
    }
  }

  static let alphaInJPEG = ImagePoolError(
    .alphaNotRepresentable, "has alpha, which a JPEG cannot hold",
    remedy: "lay it over a colour with --background white, or write a PNG")

  private func pictureColor() throws(ImagePoolError) -> ColorModel {
    if let color = input.conversion?.color ?? input.color {
      guard color != .cmyk else {
        throw ImagePoolError(
          .unsupported, "holds four inks, which are not written as a picture",
          remedy: "pool it as RGB (--channels rgb), or dump the planes (--dump npy)")
      }
      return color
    }
    let isWhole = input.sampleType == .uint8 || input.sampleType == .uint16
    guard isWhole || recipe.range != nil else {
      throw ImagePoolError(
        .unsupported, "is a tensor of \(input.sampleType.rawValue), which is no picture as it is",
        remedy: "say what is black and white, --range MIN,MAX, or write --format npy")
    }
    switch channels {
    case 1: return .gray
    case 2: return .grayAlpha
    case 3: return .rgb
    case 4: return .rgba
    default:
      throw ImagePoolError(
        .unsupported, "has \(channels) planes; a picture has 1 to 4",
        remedy: "write --format npy, or look at --dump heatmap")
    }
  }

  // MARK: - Running

  /// The forms in which the engine is to deliver.
  var poolingOutputs: [PoolingOutput] {
    var outputs = values.map { group in
      PoolingOutput.values(as: group.type, narrowing: group.narrowing, into: FanOutSink(group.sinks))
    }
    if !indices.isEmpty { outputs.append(.indices(into: FanOutSink(indices))) }
    return outputs
  }

  var resultTypes: [SampleType] { values.map(\.type) }
  var wantsIndices: Bool { !indices.isEmpty }

  /// Bytes that the writers hold at most.
  var heldBytes: Int { heldBytes(asFiles: false) }

  /// - Parameter asFiles: results go to files, whatever they were said to go to.
  func heldBytes(asFiles: Bool) -> Int {
    let output = RowFormat(size: geometry.output, channels: channels, sampleType: valueType)
    var bytes = heatMaps.isEmpty ? 0 : output.bytesPerRow * output.size.height
    if picture?.palette != nil { bytes += PaletteSink.heldBytes(for: geometry.output) }
    if samples != nil { bytes += Deviation.heldBytes(samples: pixels * channels, of: type) }
    for entry in entries {
      switch entry.writer {
      case is NPYSink:
        let type: SampleType = entry.holdsIndices ? .int64 : valueType
        let format = RowFormat(size: geometry.output, channels: channels, sampleType: type)
        bytes += NPYSink.heldBytes(for: format, to: entry.file.numbersDestination)
      case is CSVSink: bytes += CSVSink.heldBytes(for: output)
      case is JSONSink: bytes += JSONSink.heldBytes(for: output)
      case is TextGridSink: bytes += TextGridSink.heldBytes(for: output)
      case let writer as ImageWriter:
        // Progressive files are held as coefficients of two bytes; a file in memory is smaller than its samples.
        var each = 0
        if case .jpeg(let encoding) = writer.encoding, encoding.progressive { each += 2 }
        if !asFiles, writer.isHeld(by: entry.file) { each += type.byteCount }
        bytes += each * pixels * channels
        if case .png(let encoding) = writer.encoding {
          bytes += encoding.heldBytes(samples: type.byteCount * pixels * channels)
        }
      default: break
      }
    }
    return bytes
  }

  /// Why there is no point in going on: somebody stopped reading.
  var failure: ImagePoolError? {
    for entry in entries {
      if let failure = entry.file.failure { return failure }
    }
    return nil
  }

  /// Samples that were outside a range.
  var clampedSamples: Int { ranges.reduce(0) { $0 + $1.clampedSamples } }

  /// Ends every writer; nothing has appeared yet.
  func finish() throws {
    if format.map({ $0 != "png" && $0 != "jpeg" }) ?? false { try samples?.commit() }
    for entry in entries {
      try entry.sink.commit()
      try entry.file.close(entry.writer)
    }
    guard !heatMaps.isEmpty else { return }
    try heatMapValues.commit()
    let tensor = try heatMapValues.tensor()
    for (channel, file) in heatMaps {
      let source = HeatMapSource(tensor, channel: channel)
      let writer = try ImageWriter(file.pictureDestination, as: .png(), color: .rgb)
      try writer.begin(source.format)
      var strip = Strip(format: source.format, capacity: 16)
      repeat {
        source.read(into: &strip)
        if strip.rowCount > 0 { try writer.write(strip) }
      } while strip.rowCount > 0
      try writer.commit()
      try file.close(writer)
    }
  }

  /// Makes everything appear.
  func deliver() throws(ImagePoolError) {
    try ResultFile.deliver(entries.map(\.file) + heatMaps.map(\.file))
  }
}

extension ImageWriter {
  fileprivate func isHeld(by file: ResultFile) -> Bool { file.pictureDestination == .memory }
}
