internal import FeatureMaps

/// What surrounds a run.
struct RunContext {
  /// What the input is called in errors and reports.
  var name: Path?
  var cancellation: Cancellation?
  /// Memory shared with other runs.
  var budget: MemoryBudget?
  /// Holds the files that are written.
  var tree: OutputTree?
  /// The part of a larger tensor that the result is.
  var part: StackPart?
  /// Collects the samples of the result before they are encoded.
  var samples: TensorSink?

  init(
    name: Path?, cancellation: Cancellation? = nil, budget: MemoryBudget? = nil, tree: OutputTree? = nil
  ) {
    self.name = name
    self.cancellation = cancellation
    self.budget = budget
    self.tree = tree
  }
}
