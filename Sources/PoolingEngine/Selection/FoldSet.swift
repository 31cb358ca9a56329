/// A fold with the finishers that turn its accumulators into each requested result.
struct FoldSet {
  /// What is done to a row before it is folded; nil: nothing.
  var preparation: RowPreparation?
  var kernels: FoldKernels
  var finishers: [Finisher]
}
