internal import FeatureMaps
internal import PoolingEngine

extension Comparison {
  /// Compares two pictures or tensors, row by row.
  ///
  /// Of 8- and 16-bit pictures that flow, some ten rows are held; what their decoders hold comes to that, turned pictures and
  /// arrays are held whole, a map takes four bytes a pixel. The cost is that of decoding both and some thirty operations
  /// a sample, of other numbers some hundred.
  ///
  /// - Parameters:
  ///   - names: what the inputs are called in errors; nil: a file's own name.
  ///   - map: gets a PNG, the largest difference of each pixel's channels by viridis from 0 to the largest of all, complete or
  ///     not at all; enlarged like a heat map where it is small.
  ///   - cancellation: looked at once per strip of rows.
  /// - Throws: ``ImagePoolError``, said of the input that is at fault: kinds `geometry` for other shapes, `unsupported` for
  ///   8 against 16 bits, `limit` if both together need more memory than allowed, and whatever reading them gives.
  public init(
    of first: Input, and second: Input, by rules: Rules = Rules(), map: Output? = nil,
    names: (first: Path?, second: Path?) = (nil, nil), cancellation: Cancellation? = nil
  ) throws(ImagePoolError) {
    try self.init(
      of: first, and: second, by: rules, map: map, names: names, keeping: nil, cancellation: cancellation)
  }

  /// - Parameter kept: keeps the rows of both; nil: none are.
  init(
    of first: Input, and second: Input, by rules: Rules, map: Output? = nil,
    names: (first: Path?, second: Path?), keeping kept: ComparedRows?, cancellation: Cancellation?
  ) throws(ImagePoolError) {
    let names = [Recipe.name(of: first, names.first), Recipe.name(of: second, names.second)]
    var opened: [OpenedInput] = []
    for (input, name) in zip([first, second], names) {
      try Self.of(name) { () throws(ImagePoolError) in
        let one = try OpenedInput(input)
        if let refusal = one.refusal { throw refusal }
        opened.append(one)
      }
    }
    try rules.check(opened.map(\.kind))
    var inputs: [ComparedInput] = []
    for number in 0..<2 {
      try Self.of(names[number]) { () throws(ImagePoolError) in
        inputs.append(
          try ComparedInput(opened[number], rules, number: number, name: names[number], cancellation))
      }
    }
    try inputs[1].check(against: inputs[0])
    try self.init(inputs, rules, map, names, kept)
  }

  private init(
    _ inputs: [ComparedInput], _ rules: Rules, _ map: Output?, _ names: [Path?], _ kept: ComparedRows?
  ) throws(ImagePoolError) {
    let range = rules.dataRange ?? ComparedInput.dataRange(inputs[0], inputs[1])
    var cursors: [RowCursor] = []
    var memory = 0
    for number in 0..<2 {
      try Self.of(names[number]) { () throws(ImagePoolError) in
        let (rows, bytes) = try inputs[number].open()
        memory += bytes + RowCursor.heldBytes(for: rows.format)
        if kept != nil {
          memory += ComparedRows.heldBytes(for: rows.format)
          // Before anything is allocated for it.
          try inputs[number].check(memory: memory)
        }
        cursors.append(RowCursor(kept?.keep(rows, of: inputs[number]) ?? rows))
      }
    }
    let format = cursors[0].format
    memory += PairedRows.heldBytes(format, cursors[1].format)
    if map != nil { memory += DifferenceMap.heldBytes(for: format.size) }
    // Said of the second input, which is the one too many.
    try Self.of(names[1]) { () throws(ImagePoolError) in try inputs[0].check(memory: memory) }
    var picture: DifferenceMap?
    if let map { picture = try DifferenceMap(map, format.size, channels: format.channels) }
    var pairs = PairedRows(format, cursors[1].format, dataRange: range, picture)
    for row in 0..<format.size.height {
      let first = try Self.of(names[0]) { () throws(ImagePoolError) in try cursors[0].row() }
      let second = try Self.of(names[1]) { () throws(ImagePoolError) in try cursors[1].row() }
      pairs.add(row, first, second)
    }
    var warnings: [String] = []
    for number in 0..<2 {
      try Self.of(names[number]) { () throws(ImagePoolError) in
        warnings += try inputs[number].warnings().map { "\(inputs[number].name): \($0)" }
      }
    }
    try pairs.finish()
    let sums = pairs.sums
    size = format.size
    channels = format.channels
    (firstType, secondType) = (format.sampleType, cursors[1].format.sampleType)
    differing = sums.differing
    maximum = sums.largest
    mean = sums.mean
    rootMeanSquare = sums.rootMeanSquare
    dataRange = range
    psnr = Self.psnr(rootMeanSquare, range)
    ssim = Self.ssim(pairs.similarity, format.size, range)
    firstDifference = pairs.neighbourhood.result
    self.warnings = warnings
  }

  private static let rangeAbsence =
    "the range of samples that are neither uint8 nor uint16 is not known; give --data-range"

  private static func psnr(_ rootMeanSquare: Double, _ range: Double?) -> Figure {
    guard let range else { return .none(because: rangeAbsence) }
    return .number(20 * Arithmetic.log(range / rootMeanSquare) / Arithmetic.log(10))
  }

  private static func ssim(_ meter: (any SimilarityMeter)?, _ size: Size, _ range: Double?) -> Figure {
    guard let range else { return .none(because: rangeAbsence) }
    guard let meter, min(size.height, size.width) >= window else {
      return .none(because: "\(size) is smaller than a window of \(window)x\(window)")
    }
    let formula = SimilarityFormula(dataRange: range)
    guard formula.c1.isNormal, formula.c2.isNormal else {
      return .none(because: "the range \(short(range)) is too \(range < 1 ? "small" : "large") to be squared")
    }
    let windows = Double(size.height - window + 1) * Double(size.width - window + 1)
    let mean = meter.sums.reduce(0) { $0 + $1 / windows } / Double(meter.sums.count)
    return mean.isFinite
      ? .number(mean) : .none(because: "a sample is not finite, or too large to be squared")
  }

  /// Says an error of the input that it is of.
  private static func of<T>(
    _ name: Path?, _ body: () throws(ImagePoolError) -> T
  ) throws(ImagePoolError) -> T {
    do throws(ImagePoolError) { return try body() } catch { throw error.of(name?.description) }
  }

  /// Whether a map can be written to a file of that name.
  ///
  /// - Parameter inputs: the files that are compared.
  /// - Throws: ``OutputPlan/Refusal`` if the file exists (unless it may be replaced) or is an input.
  public static func check(
    map: Path, inputs: [Path], overwrite: Bool
  ) throws(OutputPlan.Refusal) {
    try PageFile.check(map, "the map", inputs: inputs, overwrite: overwrite)
  }
}
