internal import ArgumentParser
internal import ImagePooling

/// Inputs that become one tensor.
struct StackRequest {
  private let request: BatchRequest

  init(_ request: BatchRequest) { self.request = request }

  func run(_ recipe: Recipe) throws {
    let output = request.output
    let refused: [(Bool, String)] = [
      (!output.dump.isEmpty, "--dump"), (request.writesIndices, "--indices"), (output.name != nil, "--name"),
    ]
    for (isGiven, name) in refused where isGiven {
      throw OutputPlan.Refusal("--stack writes one tensor of values; leave \(name) out")
    }
    guard let file = output.output, !file.bytes.isEmpty, file != "-" else {
      throw OutputPlan.Refusal("--stack writes a file out of order; give -o FILE.npy or -o FILE.safetensors")
    }
    if let format = output.format {
      let told = file.fileExtension.flatMap(EncodingOptions.format(ofExtension:))
      guard told == format else {
        throw OutputPlan.Refusal("--stack tells the format by the name -o \(file); leave --format out")
      }
    }
    guard !request.inputs.contains("-") else {
      throw OutputPlan.Refusal("--stack reads its inputs twice, which standard input (-) cannot be")
    }
    let inputs = request.inputs.map { ArgumentBytes.path($0) }
    var stack = Stack(
      recipe, of: inputs, to: file, overwrite: output.overwrite, jobs: request.work.jobs)
    stack.arrays = request.arrays
    let items = inputs.map { Batch.Item(.file($0), name: $0, to: nil) }
    let status = try BatchRun(items, reportsJSON: output.json, outputIsTaken: false).run(stack)
    if status != .done { throw status }
  }
}
