internal import FeatureMaps
internal import PoolingEngine
internal import Synchronization

// The file of a stack: its header, then every sample in its place.
extension Stack {
  func write(
    _ sample: StackSample, _ format: String, _ cancellation: Cancellation?
  ) throws(Failure) -> [Done] {
    TemporaryFiles.removeAbandoned(beside: output)
    do {
      let file = try AtomicFile(output, overwrite: overwrite)
      let names = format == "npy" ? try AtomicFile(namesFile, overwrite: overwrite) : nil
      let header = try header(sample, format)
      do throws(SystemCalls.Failure) {
        try SystemCalls.writeBytes(file.descriptor, header)
        if let names { try SystemCalls.writeBytes(names.descriptor, listOfNames) }
      } catch {
        throw AtomicFile.failure(output, error)
      }
      let done = try fill(file, sample, dataStart: header.count, format, cancellation)
      try file.close()
      try names?.close()
      // Should the process die between the two, the tensor has no names rather than another's.
      names?.withdrawOld()
      try AtomicFile.commit([file] + (names.map { [$0] } ?? []))
      return done
    } catch let error as Failure {
      throw error
    } catch {
      throw Failure(index: nil, error: ImagePoolError(any: error))
    }
  }

  private func axes(_ sample: StackSample) -> TensorAxes {
    TensorAxes(
      leading: [sample.format.channels], isChannelsLast: recipe.outputLayout?.isChannelsLast ?? false)
  }

  private func header(_ sample: StackSample, _ format: String) throws(ImagePoolError) -> [UInt8] {
    let type = sample.format.sampleType
    let shape = [inputs.count] + axes(sample).shape(sample.format.size)
    let bytes = shape.reduce((type.byteCount, false)) { product, axis in
      let (next, overflow) = product.0.multipliedReportingOverflow(by: axis)
      return (next, overflow || product.1)
    }
    guard !bytes.1 else {
      throw ImagePoolError(
        .limit, "a stack of \(inputs.count) samples \(sample.description) has more bytes than a file can")
    }
    guard format == "safetensors" else { return NPYSink.header(type, shape: shape) }
    let names = JSONValue.array(inputs.map { .string($0.text) }).encoded()
    do throws(FeatureMapError) {
      return try SafetensorsHeader.encoded(
        [SafetensorsHeader.Written(name: "output", type: type, shape: shape)],
        metadata: [("names", String(decoding: names, as: UTF8.self))]
      ).header
    } catch {
      throw ImagePoolError(error)
    }
  }

  private var listOfNames: [UInt8] {
    var text: [UInt8] = []
    for input in inputs { text += input.bytes + [UInt8(ascii: "\n")] }
    return text
  }

  private struct Progress {
    var next = 0
    var done: [Done?]
    var failure: Failure?
  }

  /// What the workers share.
  private final class Shared: Sendable {
    let progress: Mutex<Progress>
    /// Ends the other samples once one has failed.
    let ending = Cancellation()
    init(count: Int) { progress = Mutex(Progress(done: Array(repeating: nil, count: count))) }
  }

  /// Pools every input into its place.
  private func fill(
    _ file: AtomicFile, _ sample: StackSample, dataStart: Int, _ format: String, _ cancellation: Cancellation?
  ) throws(Failure) -> [Done] {
    let shared = Shared(count: inputs.count)
    let budget = MemoryBudget(total: recipe.limits.memory)
    let (axes, descriptor) = (axes(sample), file.descriptor)
    let sampleBytes = sample.format.bytesPerRow * sample.format.size.height
    let (recipe, inputs, output) = (recipe, inputs, output)
    Workers.run(jobs: min(Workers.count(jobs), inputs.count)) { _ in
      while true {
        let claimed = shared.progress.withLock { progress -> Int? in
          guard progress.failure == nil, progress.next < inputs.count else { return nil }
          defer { progress.next += 1 }
          return progress.next
        }
        guard let index = claimed else { return }
        let start = ContinuousClock.now
        var context = RunContext(name: inputs[index], cancellation: shared.ending, budget: budget)
        context.part = StackPart(
          sink: TensorPartSink(descriptor, at: dataStart + index * sampleBytes, sample.format, axes: axes),
          path: output, format: format)
        do throws(ImagePoolError) {
          if cancellation?.isCancelled == true { throw ImagePoolError(.interrupted, "was cancelled") }
          let report = try recipe.runBlocking(
            .file(inputs[index]), to: nil, as: .npy, dumps: [], context: context)
          let seconds = (ContinuousClock.now - start) / .seconds(1)
          shared.progress.withLock { $0.done[index] = Done(report: report, seconds: seconds) }
        } catch {
          let failure = Failure(
            index: index, error: error, seconds: (ContinuousClock.now - start) / .seconds(1))
          shared.progress.withLock { progress in
            // The first in the inputs' order; those that were ended by it are none.
            let isFirst = progress.failure?.index.map { index < $0 } ?? true
            if isFirst, error.kind != .interrupted || progress.failure == nil { progress.failure = failure }
          }
          shared.ending.cancel()
        }
      }
    }
    let (done, failure) = shared.progress.withLock { ($0.done, $0.failure) }
    if let failure { throw failure }
    return done.compactMap { $0 }
  }
}
