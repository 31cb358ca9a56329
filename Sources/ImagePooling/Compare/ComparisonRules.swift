public import FeatureMaps
internal import PoolingEngine

extension Comparison {
  /// What samples two inputs are compared by, and what may go wrong.
  public struct Rules: Hashable, Sendable {
    /// The channels of pictures; nothing is done to tensors, here and in the next three.
    public var channels: ChannelLayout = .asShown
    /// Pictures with alpha are laid over this colour first; nil: alpha is one more channel.
    public var background: Color?
    public var orientation: OrientationRule = .upright
    /// `sixteen` takes samples of 8-bit pictures 257 times, so that they compare with 16-bit ones.
    public var depth: SampleDepth = .keep
    /// What the axes of arrays mean; nil: channels first.
    public var tensorLayout: TensorLayout?
    /// Which tensor of a `.safetensors` file is taken: none, one name for both, or the first's and the second's.
    public var tensorNames: [String] = []
    /// What PSNR and SSIM take for the range of the samples, finite and above 0; nil: see ``Comparison/dataRange``.
    public var dataRange: Double?
    public var failOn: FailOn = .error
    /// ``Limits/memory`` holds for both inputs and everything else together.
    public var limits: Limits = .default

    public init() {}

    /// A recipe that leaves samples as they are, for one of the two.
    func recipe(for kind: InputKind, number: Int) -> Recipe {
      var recipe = Recipe(
        layers: [Pooling(.max, over: .sliding(1))], failOn: failOn, limits: limits, tensorLayout: tensorLayout
      )
      if case .image = kind {
        recipe.channels = channels
        recipe.background = background
        recipe.orientation = orientation
        // Eight bits would round, so a comparison has no such depth.
        recipe.depth = depth == .sixteen ? .sixteen : .keep
      }
      if tensorNames.count > 1 {
        recipe.tensorName = tensorNames[min(number, tensorNames.count - 1)]
      } else if kind == .safetensors {
        recipe.tensorName = tensorNames.first
      }
      return recipe
    }

    /// An option that no input has a use for.
    func check(_ kinds: [InputKind]) throws(ImagePoolError) {
      let hasPicture = kinds.contains { if case .image = $0 { true } else { false } }
      let needsPicture: String? =
        channels != .asShown
        ? "--channels"
        : background != nil
          ? "--background" : depth == .sixteen ? "--depth" : orientation == .stored ? "--orientation" : nil
      if !hasPicture, let needsPicture {
        throw ImagePoolError(
          .unsupported, "both are tensors, and \(needsPicture) is for pictures", remedy: "leave it out")
      }
      if tensorNames.count == 1, !kinds.contains(.safetensors) {
        throw ImagePoolError(
          .unsupported, "neither is a .safetensors file, and only there tensors have names",
          remedy: "leave --tensor out")
      }
    }
  }
}
