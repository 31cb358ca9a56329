internal import ColorProfiles
internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

/// All outputs of a run: their files, their writers, and the forms in which the engine delivers what they write. Every
/// output comes from the same fold.
struct ResultSet {
  struct Entry {
    let file: ResultFile
    let writer: any ByteSink
    /// What the engine writes to: the writer, or a stage before it.
    let sink: any RowSink
    /// What its rows are of.
    var type: SampleType
  }

  let input: PreparedInput
  let geometry: FeatureMapGeometry
  let indexedSize: Size
  let valueType: SampleType
  let recipe: Recipe
  /// Holds the files, if a batch has one.
  let tree: OutputTree?
  var entries: [Entry] = []
  /// Sinks by the form they take.
  var values: [(type: SampleType, narrowing: Bool, sinks: [any RowSink])] = []
  var indices: [any RowSink] = []
  var heatMaps: [(channel: Int, file: ResultFile)] = []
  let heatMapValues = TensorSink()
  var ranges: [RangeStage] = []
  /// Sinks of files that are somebody else's.
  var parts: [any RowSink] = []
  /// Gets the result's samples as well, as they are encoded.
  var samples: TensorSink?

  /// What ``Report`` says of the result.
  var format: String?
  var type: SampleType
  var outputChannels: Int
  var main: ResultFile?
  var picture: PictureOutput?
  var dumps: [(content: Dump.Content, channel: Int?, file: ResultFile)] = []

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
    type = recipe.normalization?.element.sampleType ?? valueType
    outputChannels = input.pooledChannels
  }

  var channels: Int { input.pooledChannels }
  var pixels: Int { geometry.output.height * geometry.output.width }

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
    if !parts.isEmpty {
      bytes += TensorPartSink.heldBytes(
        for: RowFormat(size: geometry.output, channels: channels, sampleType: type))
    }
    for entry in entries {
      switch entry.writer {
      case is NPYSink:
        let format = RowFormat(size: geometry.output, channels: channels, sampleType: entry.type)
        bytes += NPYSink.heldBytes(for: format, to: entry.file.numbersDestination)
      case let writer as SafetensorsSink:
        let format = RowFormat(size: geometry.output, channels: channels, sampleType: entry.type)
        bytes += SafetensorsSink.heldBytes(
          for: format, withIndices: writer.indices != nil, to: entry.file.numbersDestination)
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
    for part in parts { try part.commit() }
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
