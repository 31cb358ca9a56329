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
  /// Keeps what was borrowed for a result in memory, until whoever has the result has passed it on.
  var keeper: LoanKeeper?
  /// Collects the samples of the result before they are encoded.
  var samples: TensorSink?

  /// A result's share of the memory budget.
  final class LoanKeeper {
    var loan: MemoryBudget.Loan?
  }

  init(
    name: Path?, cancellation: Cancellation? = nil, budget: MemoryBudget? = nil, tree: OutputTree? = nil
  ) {
    self.name = name
    self.cancellation = cancellation
    self.budget = budget
    self.tree = tree
  }
}
