internal import ImageCodecs
internal import PoolingEngine

// One output sample, from the rows that it needs.
extension RecipeRun {
  func inspection(of input: Input, at place: OutputPlace) throws(ImagePoolError) -> Inspection {
    guard recipe.work == .pool else {
      throw ImagePoolError(
        .unsupported, "gradients and unpoolings have no windows to inspect", remedy: "inspect the pooling")
    }
    var prepared = try PreparedInput(OpenedInput(input, within: recipe.limits.time), recipe: recipe)
    let chain = try chain(&prepared)
    let channels = try RecipeRun.channels(at: place, chain.geometry.output, of: prepared.pooledChannels)
    let layer = chain.last
    let format = prepared.rows.format
    try check(memory: chain, channels.count, prepared, at: place)
    var windows: [InspectedWindow] = []
    let stored = StoredPlaces(format.size, prepared.orientation)
    var lookedAt = (rows: Set<Int>(), columns: Set<Int>(), channels: Set<Int>())
    for channel in channels {
      let window = try window(layer, format, prepared, at: place, channel)
      lookedAt.rows.formUnion(window.storedRows(stored))
      lookedAt.columns.formUnion(window.storedColumns(stored))
      lookedAt.channels.formUnion(layer.reduction.takesLogits ? [2 * channel, 2 * channel + 1] : [channel])
      windows.append(window)
    }
    let isPremultiplied = isPremultiplied(prepared, layer)
    if isPremultiplied { lookedAt.channels.insert(prepared.pooledChannels - 1) }
    // Where channels have windows of their own, these together may be more than each of them.
    try check(
      memory: chain, channels.count, prepared, at: place,
      kept: InspectedRows.heldBytes(
        rows: lookedAt.rows, columns: lookedAt.columns, channels: lookedAt.channels))
    let rows = InspectedRows(
      prepared.rows, rows: lookedAt.rows, columns: lookedAt.columns, channels: lookedAt.channels)
    let engine = try engineNumbers(layer, rows, prepared, at: place, channels)
    let warnings = try warnings(prepared, end: rows.rowsRead)
    let inspected = windows.enumerated().map { number, window in
      window.inspected(
        rows, stored, alpha: isPremultiplied, channels: prepared.pooledChannels,
        engine: engine.result[number], rounded: engine.rounded?[number])
    }
    return Inspection(
      input: context.name, operation: layer.operationName, dialect: layer.dialect,
      layersBefore: chain.shapes.count - 1, inputSize: chain.geometry.input,
      outputSize: chain.geometry.output,
      channelCount: prepared.pooledChannels, sampleType: prepared.pooledType,
      orientation: prepared.orientation,
      isLinearLight: recipe.linearLight && prepared.color != nil, rows: windows[0].rows,
      columns: windows[0].columns,
      channels: inspected, rowsRead: rows.rowsRead, storedRows: format.size.height,
      warnings: prepared.warnings + warnings)
  }

  static func channels(
    at place: OutputPlace, _ size: Size, of count: Int
  ) throws(ImagePoolError) -> [Int] {
    guard (0..<size.height).contains(place.row), (0..<size.width).contains(place.column) else {
      throw ImagePoolError(
        .geometry,
        "the output has \(size.height) rows and \(size.width) columns, and none at \(place.row),\(place.column)",
        remedy: "--at takes a row from 0 to \(size.height - 1) and a column from 0 to \(size.width - 1)")
    }
    guard count > 0 else {
      throw ImagePoolError(.geometry, "the input has no channels", remedy: "give an array with samples")
    }
    guard let channel = place.channel else { return Array(0..<count) }
    guard (0..<count).contains(channel) else {
      throw ImagePoolError(
        .geometry, "the output has \(count) channels, and no channel \(channel)",
        remedy: count == 1 ? "the only one is 0" : "channels are 0 to \(count - 1)")
    }
    return [channel]
  }

  /// What a tap takes, with what explains it.
  private static let bytesPerTap = 512
  /// What a channel takes whatever its window: its explanation in three dialects, as values, as JSON and as text.
  private static let bytesPerChannel = 8192.0

  private func check(
    memory chain: Chain, _ channels: Int, _ prepared: PreparedInput, at place: OutputPlace, kept: Int = 0
  ) throws(ImagePoolError) {
    let (row, column) = (chain.geometry.rows[place.row], chain.geometry.columns[place.column])
    func taps(_ window: Window) -> Double {
      Double(window.tapCount) + Double(window.paddingTaps) + Double(window.overhangTaps)
    }
    let explained =
      (taps(row) * taps(column) * Double(Self.bytesPerTap) + Self.bytesPerChannel) * Double(channels)
    let bytes = Int(min(explained + Double(kept), Double(Int.max / 4)))
    let type = chain.last.resultType(for: prepared.pooledType)
    let all = try memory(
      prepared, chain.last, results: [type], indices: false, held: chain.heldBytes + bytes)
    do throws(ImagePoolError) { try check(memory: all) } catch {
      guard bytes > all / 2 else { throw error }
      var error = error
      error.message = "the window has \(Int(taps(row) * taps(column))) taps: inspecting it " + error.message
      error.remedy += channels > 1 ? ", or name one channel" : ""
      throw error
    }
  }

  private func window(
    _ layer: Pooling, _ format: RowFormat, _ prepared: PreparedInput, at place: OutputPlace, _ channel: Int
  ) throws(ImagePoolError) -> InspectedWindow {
    let size = prepared.uprightSize
    let geometry: Geometry
    do throws(PoolingError) {
      geometry = try layer.geometry(of: size, plane: channel, sampleType: format.sampleType)
    } catch {
      throw ImagePoolError(error)
    }
    return InspectedWindow(
      layer: layer, channel: channel, size: size, type: prepared.pooledType, rowType: format.sampleType,
      rows: InspectedAxis(layer, geometry, isVertical: true, window: place.row),
      columns: InspectedAxis(layer, geometry, isVertical: false, window: place.column),
      pictureType: pictureType(prepared))
  }

  /// The element type of a picture that would be written of the result as it is; nil if none would.
  func pictureType(_ prepared: PreparedInput) -> SampleType? {
    let type = prepared.sampleType
    guard type == .uint8 || type == .uint16, recipe.range == nil, recipe.normalization == nil else {
      return nil
    }
    if type == .uint16, recipe.depth == .eight { return nil }
    // Light is coded again once it is rounded.
    return recipe.linearLight && prepared.color != nil ? .uint16 : type
  }

  func isPremultiplied(_ prepared: PreparedInput, _ layer: Pooling) -> Bool {
    guard case .average = layer.reduction.facts, prepared.hasAlpha, recipe.alpha == .premultiplied else {
      return false
    }
    return true
  }

  /// What the engine gives for channels of the pixel, in the result's type and in the picture's; it is stopped there.
  private func engineNumbers(
    _ layer: Pooling, _ rows: InspectedRows, _ prepared: PreparedInput, at place: OutputPlace,
    _ channels: [Int]
  ) throws(ImagePoolError) -> (result: [InspectedNumber], rounded: [InspectedNumber]?) {
    let waiting = SampleCatcher.Waiting()
    let type = layer.resultType(for: prepared.pooledType)
    let result = SampleCatcher(place, channels, waiting)
    var outputs = [PoolingOutput.values(as: type, into: result)]
    var rounded: SampleCatcher?
    if let picture = pictureType(prepared), picture != type {
      let catcher = SampleCatcher(place, channels, waiting)
      outputs.append(.values(as: picture, into: catcher))
      rounded = catcher
    }
    do {
      _ = try rows.pool(
        by: layer, orientation: prepared.orientation, alpha: prepared.hasAlpha ? recipe.alpha : nil,
        into: outputs
      ) { _ in try checkpoint() }
    } catch is SampleCatcher.Done {
    } catch {
      throw ImagePoolError(any: error)
    }
    guard let numbers = result.numbers else {
      preconditionFailure("the place lies in the output, so its row was written")
    }
    return (numbers, rounded?.numbers)
  }

  /// Judges what the decoder has complained of so far.
  private func warnings(_ prepared: PreparedInput, end: Int) throws(ImagePoolError) -> [String] {
    guard let damage = prepared.reader?.damage else { return [] }
    if recipe.failOn == .warning, let first = damage.warnings.first {
      throw ImagePoolError(.corrupt, first, remedy: "--fail-on error accepts it")
    }
    guard damage.isLossy, damage.rowsIntact < end else { return damage.warnings }
    return [
      "rows from \(damage.rowsIntact) on are lost or invented, and the rows to \(end - 1) were read"
    ] + damage.warnings
  }
}

extension Recipe {
  /// Takes one output sample of the last layer apart. Rows are read as far as its window needs them and no further, where the input's
  /// format allows (single-scan JPEG, non-interlaced PNG; several layers read some rows ahead); what follows may be damaged or missing.
  ///
  /// The engine runs over the same rows, up to that sample, to hold the explanation against: O(input samples).
  ///
  /// - Parameters:
  ///   - place: in the upright result.
  ///   - name: what the input is called in errors; nil: a file's own name.
  /// - Throws: ``ImagePoolError``: `geometry` for a place outside the output and for a layer that is refused, `limit` for a window
  ///   with more taps than ``Limits/memory`` holds, and what reading throws.
  public func inspect(
    _ input: Input, at place: OutputPlace, name: Path? = nil
  ) throws(ImagePoolError) -> Inspection {
    let context = RunContext(name: Recipe.name(of: input, name))
    do throws(ImagePoolError) { return try RecipeRun(self, context).inspection(of: input, at: place) } catch {
      throw (failOn == .none ? error.withoutAdviceOnDamage : error).naming(limits.time).of(
        context.name?.description)
    }
  }
}
