/// A feature map written for inspection, as part of a run and from the same fold as the result.
///
/// The element type is the input's for a max; float32 for an average, float64 if the input is, int64 if the input is and the
/// dialect is torch.
public struct Dump: Hashable, Sendable {
  public enum Content: String, Hashable, Sendable, CaseIterable {
    /// NumPy's array file, C,H,W.
    case npy
    /// A `.safetensors` file of the tensor `output`, and of `indices` if ``Dump/withIndices`` says so.
    case safetensors
    /// `channel,row,c0,c1,…`.
    case csv
    /// Geometry, per-channel figures and all values.
    case json
    /// An aligned grid of numbers; of a larger map the edges.
    case text
    /// One PNG per channel, coloured by viridis from the channel's minimum to its maximum. Its output is a file whose name
    /// gets `.heatmap-C.png` added for every channel C, or memory.
    case heatmap
    /// The places of a max's winners, row-major in the upright plane, as int64 `.npy`.
    case indices
  }

  public var content: Content
  public var output: Output
  /// Whether a `.safetensors` file gets the places of the winners, too.
  public var withIndices: Bool

  public init(_ content: Content, to output: Output, withIndices: Bool = false) {
    self.content = content
    self.output = output
    self.withIndices = withIndices
  }

  /// What the content adds to a stem: `.npy`, `.txt`, …; of a heat map without the channel.
  public static func suffix(of content: Content, channel: Int = 0) -> String {
    switch content {
    case .npy: ".npy"
    case .safetensors: ".safetensors"
    case .csv: ".csv"
    case .json: ".json"
    case .text: ".txt"
    case .heatmap: ".heatmap-\(channel).png"
    case .indices: ".indices.npy"
    }
  }
}
