internal import FeatureMaps
internal import PoolingEngine

/// The rows of a tensor of which only the header was read: what layers come to can be told, but not a sample.
final class OutlinedRows: RowSource {
  let format: RowFormat

  init(_ outline: TensorOutline) { format = outline.format }

  func read(into strip: inout Strip) throws {
    throw FeatureMapError(.unreadable, "only the header was read")
  }
}
