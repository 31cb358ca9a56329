/// A fold with the finishers that turn its accumulators into each requested result.
struct FoldSet {
  var kernels: FoldKernels
  var finishers: [Finisher]
}
