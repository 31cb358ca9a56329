internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

// Which outputs there are, and the results that are numbers.
extension ResultSet {
  mutating func add(_ output: Output, as encoding: Encoding) throws(ImagePoolError) {
    var encoding = encoding
    if encoding == .sameAsInput {
      switch input.info.kind {
      // What was a picture and is one no more.
      case "png" where input.color == nil, "jpeg" where input.color == nil: encoding = .npy
      case "png": encoding = .png()
      case "jpeg": encoding = .jpeg()
      case "csv": encoding = .csv
      case "safetensors": encoding = .safetensors()
      default: encoding = .npy
      }
    }
    format = encoding.name
    try checkNormalization(encoding.name ?? "", isTensor: encoding.isTensor)
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
    case .safetensors(let withIndices):
      main = try addNumbers(.safetensors, output, withIndices: withIndices, samples)
    }
  }

  mutating func add(_ dump: Dump) throws(ImagePoolError) {
    try checkNormalization(
      "\(dump.content.rawValue)", isTensor: [.npy, .safetensors, .indices].contains(dump.content))
    guard dump.content == .heatmap else {
      dumps.append(
        (dump.content, nil, try addNumbers(dump.content, dump.output, withIndices: dump.withIndices)))
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

  mutating func add(_ sink: any RowSink, _ type: SampleType, narrowing: Bool) {
    if let place = values.firstIndex(where: { $0.type == type && $0.narrowing == narrowing }) {
      values[place].sinks.append(sink)
    } else {
      values.append((type, narrowing, [sink]))
    }
  }

  mutating func addNumbers(
    _ content: Dump.Content, _ output: Output, withIndices: Bool = false, _ samples: TensorSink? = nil
  ) throws(ImagePoolError) -> ResultFile {
    let isTensor = content == .npy || content == .safetensors
    let normalization = isTensor ? recipe.normalization : nil
    let written = content == .indices ? .int64 : normalization?.element.sampleType ?? valueType
    let axes = isTensor || content == .indices ? try tensorAxes() : nil
    // Text takes up to some 25 bytes a number.
    let bytes = axes == nil ? 25 : written.byteCount + (withIndices ? 8 : 0)
    let file = try ResultFile(output, estimate: pixels * channels * bytes + 1024, in: tree)
    let place = file.numbersDestination
    let writer: any ByteSink
    switch content {
    case .csv: writer = CSVSink(place)
    case .json: writer = JSONSink(place, geometry: geometry)
    case .text: writer = TextGridSink(place, geometry: geometry)
    case .npy, .indices, .heatmap: writer = NPYSink(place, axes: axes)
    case .safetensors:
      let container = SafetensorsSink(place, axes: axes, withIndices: withIndices)
      if let places = container.indices { addIndices(NamedSink(places, file)) }
      writer = container
    }
    let sink = NamedSink(writer, file)
    entries.append(Entry(file: file, writer: writer, sink: sink, type: written))
    if content == .indices {
      addIndices(sink)
    } else {
      addValues(sink, normalization)
      if let samples { add(samples, valueType, narrowing: false) }
    }
    return file
  }

  /// Takes values as one sample of a stack.
  mutating func add(_ part: StackPart) throws(ImagePoolError) {
    try recipe.normalization?.check(channels: input.itemChannels)
    let sink = NamedSink(part.sink, part.path)
    parts.append(sink)
    format = part.format
    addValues(sink, recipe.normalization)
  }

  /// Rows of values, for a sink that takes them as a model does.
  mutating func addValues(_ sink: any RowSink, _ normalization: Normalization?) {
    guard let normalization else { return add(sink, valueType, narrowing: false) }
    let type = normalization.pooledType(valueType)
    add(
      NormalizationStage.make(before: sink, normalization, from: type, channels: input.itemChannels), type,
      narrowing: false)
  }

  private mutating func addIndices(_ sink: any RowSink) {
    indices.append(
      IndexLayoutStage.make(
        before: sink, layout: recipe.indexLayout, channels: input.itemChannels, size: indexedSize))
  }

  /// The axes of tensors that are written.
  func tensorAxes() throws(ImagePoolError) -> TensorAxes {
    let own = input.leadingAxes ?? [channels]
    guard let layout = recipe.outputLayout else { return TensorAxes(leading: own) }
    let items = own.dropLast().reduce(1, *)
    guard layout.rank == 4 || items == 1 else {
      throw ImagePoolError(
        .unsupported, "holds \(items) items, and a tensor \(layout.rawValue) has no axis for them",
        remedy: "write it as \(layout.isChannelsLast ? "nhwc" : "nchw")")
    }
    let channels = own.last ?? 1
    return TensorAxes(
      leading: layout.rank == 4 ? [items, channels] : [channels], isChannelsLast: layout.isChannelsLast)
  }

  /// - Throws: ``ImagePoolError`` of kind `unsupported` if a model's values would go where they do not belong.
  private func checkNormalization(_ name: String, isTensor: Bool) throws(ImagePoolError) {
    guard let normalization = recipe.normalization else { return }
    guard isTensor else {
      throw ImagePoolError(
        .unsupported, "is to be written as \(name), and a model's values go into .npy and .safetensors files",
        remedy: "say --format npy or --format safetensors, or leave --rescale, --mean, --std and --dtype out")
    }
    try normalization.check(channels: input.itemChannels)
  }
}
