public import PoolingEngine

extension Recipe {
  /// What is done to an input.
  public enum Work: Sendable, Hashable {
    /// The layers pool it, one after the other.
    case pool
    /// The gradient of the layers: how much each sample of the input (or of the logits) counts.
    ///
    /// `upstream` is the gradient of the last layer's result, an array of its shape; nil: ones.
    case backward(upstream: Input?, of: GradientTarget)
    /// A pooled input goes back to the places that an array of indices names; the recipe has no layers then.
    case unpool(MaxUnpooling, indices: Input)
  }

  /// What a gradient is taken of.
  public enum GradientTarget: String, Hashable, Sendable, CaseIterable {
    case input
    /// The logits of an attention pooling.
    case logits
  }
}
