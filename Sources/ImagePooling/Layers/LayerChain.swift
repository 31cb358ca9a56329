public import PoolingEngine

/// Layers over arrays that the caller holds, each over the result of the one before; nothing is rounded between them but to
/// the element type that a framework would give.
public struct LayerChain: Hashable, Sendable {
  public let layers: [Pooling]
  /// Workers beside which nothing runs; 1: the caller's thread alone.
  public var threads: Int

  public init(_ layers: [Pooling], threads: Int = 1) throws(ImagePoolError) {
    guard !layers.isEmpty else {
      throw ImagePoolError(.invalidArgument, "there are no layers", remedy: "give one")
    }
    self.layers = layers
    self.threads = min(max(1, threads), LayerChain.mostThreads)
  }

  /// More than any machine that this runs on has processors; each worker takes memory.
  private static let mostThreads = 1024

  /// The element type and the size of the result for an input.
  ///
  /// - Throws: ``ImagePoolError`` of kind `geometry`.
  public func result(of input: PlanesLayout) throws(ImagePoolError) -> (sampleType: SampleType, size: Size) {
    var (type, size) = (input.sampleType, input.size)
    try numbered { (_, layer) throws(ImagePoolError) in
      try BorderCheck.check(layer, type)
      do throws(PoolingError) { size = try layer.geometry(of: size).output } catch {
        throw ImagePoolError(error)
      }
      type = layer.arrayResultType(for: type)
    }
    return (type, size)
  }

  /// Pools ``PoolingEngine/PlanesView`` planes into the caller's memory.
  ///
  /// - Parameters:
  ///   - values: of the result's shape, as ``result(of:)`` says, and its element type or another that the last layer has.
  ///   - indices: int64 places of the winners in what the last layer, a max or min, pools.
  /// - Throws: ``ImagePoolError`` of kind `geometry`, or `limit` if working memory is more than the machine has left. Nothing has been
  ///   written by then.
  public func pool(
    _ input: PlanesView, into values: MutablePlanesView, indices: MutablePlanesView? = nil
  ) throws(ImagePoolError) {
    let layouts = try layouts(of: input.layout)
    try check(layouts, indices: indices != nil)
    var input = input
    var held: ArrayMemory?
    try numbered { (number, layer) throws(ImagePoolError) in
      let schedule = Schedule(threads: threads)
      do throws(PoolingError) {
        guard number < layers.count - 1 else {
          return try layer.pool(input, into: values, indices: indices, schedule: schedule)
        }
        let memory = ArrayMemory(layouts[number + 1])
        try layer.pool(input, into: try memory.view(), schedule: schedule)
        input = try memory.view().reading
        held = memory
      } catch {
        throw ImagePoolError(error)
      }
    }
    withExtendedLifetime(held) {}
  }

  /// The gradient of the input for an upstream gradient of the result.
  ///
  /// - Parameters:
  ///   - input: what was pooled, floats; nil where no layer looks at it: a single average or sum.
  ///   - gradient: of the input's shape.
  /// - Throws: as ``pool(_:into:indices:)``.
  public func gradient(
    of input: PlanesView?, upstream: PlanesView, into gradient: MutablePlanesView
  ) throws(ImagePoolError) {
    let layouts = try layouts(of: input?.layout ?? gradient.layout)
    for (number, layer) in layers.enumerated() {
      try check(gradientOf: layer, layouts[number])
    }
    // What each layer pooled, but the last result, which nobody asked for.
    var inputs: [PlanesView?] = [input]
    var held: [ArrayMemory] = []
    let schedule = Schedule(threads: threads)
    do throws(PoolingError) {
      for (number, layer) in layers.dropLast().enumerated() {
        guard let input = inputs[number] else {
          throw PoolingError(.sampleCount, "the gradient of several layers needs what was pooled")
        }
        let memory = ArrayMemory(layouts[number + 1])
        try layer.pool(input, into: try memory.view(), schedule: schedule)
        inputs.append(try memory.view().reading)
        held.append(memory)
      }
      var upstream = upstream
      for (number, layer) in layers.enumerated().reversed() {
        guard number > 0 else {
          try layer.gradient(of: inputs[0], upstream: upstream, into: gradient, schedule: schedule)
          break
        }
        let memory = ArrayMemory(layouts[number])
        try layer.gradient(
          of: inputs[number], upstream: upstream, into: try memory.view(), schedule: schedule)
        upstream = try memory.view().reading
        held.append(memory)
      }
    } catch {
      throw ImagePoolError(error)
    }
    withExtendedLifetime(held) {}
  }

  // MARK: - Checks

  /// What goes into every layer, dense but for the first, and what comes out of the last.
  private func layouts(of input: PlanesLayout) throws(ImagePoolError) -> [PlanesLayout] {
    var layouts = [input]
    try numbered { (number, layer) throws(ImagePoolError) in
      let before = layouts[number]
      try BorderCheck.check(layer, before.sampleType)
      do throws(PoolingError) {
        layouts.append(
          try PlanesLayout(
            dense: layer.arrayResultType(for: before.sampleType), batch: before.batch,
            channels: before.channels,
            size: try layer.geometry(of: before.size).output))
      } catch {
        throw ImagePoolError(error)
      }
    }
    return layouts
  }

  private func check(_ layouts: [PlanesLayout], indices: Bool) throws(ImagePoolError) {
    var bytes = 0
    for (number, layer) in layers.enumerated() {
      do throws(PoolingError) {
        let work = try layer.workingMemory(
          of: layouts[number], indices: indices && number == layers.count - 1, threads: threads)
        let between = number < layers.count - 1 ? layouts[number + 1].bytes.count : 0
        bytes = max(bytes, work.addingReportingOverflow(2 * between).overflow ? .max : work + 2 * between)
      } catch {
        throw ImagePoolError(error)
      }
    }
    try LayerChain.check(memory: bytes)
  }

  private func check(gradientOf layer: Pooling, _ layout: PlanesLayout) throws(ImagePoolError) {
    // The planes that are worked on at once.
    let all = layout.batch * layout.channels
    let planes = layer.windowing.variesByPlane ? all : min(threads, all)
    let bytes: Int
    do throws(PoolingError) {
      bytes = try layer.gradientWorkingMemory(
        of: layout.size, channels: max(1, planes), sampleType: .float64, threads: threads)
    } catch {
      throw ImagePoolError(error)
    }
    let (sum, overflow) = bytes.addingReportingOverflow(2 * layout.bytes.count)
    try LayerChain.check(memory: overflow ? .max : sum)
  }

  /// Below this nothing is asked of the system, so that small arrays do not wait for it.
  private static let freely = 64 << 20

  private static func check(memory bytes: Int) throws(ImagePoolError) {
    guard bytes > freely else { return }
    let allowed = MemoryLimit.now()
    guard bytes > allowed else { return }
    throw ImagePoolError(
      .limit, "needs about \(bytes >> 20) MiB of working memory, and \(allowed >> 20) MiB can be had",
      remedy: "pool a smaller array, or narrower rows")
  }

  /// Goes through the layers; of several, an error says which.
  private func numbered(
    _ body: (Int, Pooling) throws(ImagePoolError) -> Void
  ) throws(ImagePoolError) {
    for (number, layer) in layers.enumerated() {
      do throws(ImagePoolError) { try body(number, layer) } catch {
        guard layers.count > 1 else { throw error }
        var error = error
        error.message = "layer \(number + 1), \(layer.operationName): \(error.message)"
        throw error
      }
    }
  }
}
