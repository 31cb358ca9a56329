internal import FeatureMaps
internal import PoolingEngine

/// What an input is in a stack, from its header.
struct StackSample: Hashable, Sendable {
  /// Of the rows that are written: size, channels and element type of one sample.
  var format: RowFormat

  /// As the report of differing samples says it.
  var description: String {
    "(\(format.channels), \(format.size.height), \(format.size.width)) of \(format.sampleType.rawValue)"
  }
}

/// One sample's place in the file of a stack.
struct StackPart {
  let sink: TensorPartSink
  /// The stack's file, for messages and reports.
  let path: Path
  /// `npy` or `safetensors`.
  let format: String
}
