extension FoldSelection {
  /// A mean weighted by the softmax of the logits that the preparation lays beside the samples.
  func softmax(of type: SampleType, _ preparation: RowPreparation) -> FoldSet {
    FoldSet(
      preparation: preparation, kernels: FoldKernels(SoftmaxFold.self),
      finishers: forms.map { form in
        RealResult.finisher(
          as: form.sampleType, rounding: layer.rounding, scale: form.scale(of: type)
        ) { (sums: SoftmaxSum, _) in
          sums.numerator / sums.denominator
        }
      })
  }
}
