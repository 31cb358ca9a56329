public import PoolingEngine

/// A streamed pooling whose outputs are collected into planes.
public enum StreamedPooling {
  /// Pools a source into one element type, with or without indices.
  public static func run<R: TestSample>(
    _ source: any RowSource, by layer: Pooling, as type: R.Type, narrowing: Bool = false,
    indices: Bool = false,
    orientation: Orientation = .upright, alpha: AlphaRule = .planes, stripHeight: Int? = nil
  ) throws -> (values: Planes<R>, indices: Planes<Int64>?, summary: PoolingSummary) {
    let sink = PlanesSink<R>()
    let indexSink = PlanesSink<Int64>()
    var outputs = [PoolingOutput.values(as: R.type, narrowing: narrowing, into: sink)]
    if indices { outputs.append(.indices(into: indexSink)) }
    let summary = try source.pool(
      by: layer, orientation: orientation, alpha: alpha, stripHeight: stripHeight, into: outputs)
    try sink.commit()
    if indices { try indexSink.commit() }
    return (try sink.planes(), indices ? try indexSink.planes() : nil, summary)
  }
}
