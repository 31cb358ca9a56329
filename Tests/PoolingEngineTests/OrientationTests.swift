import PoolingEngine
import TestSupport
import Testing

/// A stored picture pooled under its orientation equals the pooling of the picture turned upright by copying.
@Suite("Orientation is geometry")
struct OrientationTests {
  /// Layers that tell top from bottom and left from right.
  static let layers: [ReferencePooling] = [
    ReferencePooling(.max, .sliding(ReferenceSliding(Pair(3, 2), stride: Pair(2, 3), ceilMode: true))),
    ReferencePooling(
      .max,
      .sliding(
        ReferenceSliding(Pair(3, 4), stride: 2, padding: .explicit(top: 1, left: 3, bottom: 0, right: 2))),
      dialect: .onnx),
    ReferencePooling(
      .max, .sliding(ReferenceSliding(Pair(2, 3), stride: Pair(2, 1), padding: .same)), dialect: .tensorflow),
    ReferencePooling(.max, .adaptive(height: 3, width: 4)),
    ReferencePooling(
      .max,
      .sliding(
        ReferenceSliding(
          2, stride: 3, padding: .explicit(top: 2, left: 0, bottom: 1, right: 3), border: .reflect))),
    ReferencePooling(.max, .sliding(ReferenceSliding(2, stride: Pair(1, 2), dilation: Pair(2, 3)))),
    ReferencePooling(.average(), .sliding(ReferenceSliding(Pair(3, 2), stride: 2, padding: .same))),
    ReferencePooling(.average(), .sliding(ReferenceSliding(Pair(2, 3), ceilMode: true)), rounding: .halfUp),
    ReferencePooling(.average(), .area(height: 4, width: 3)),
    ReferencePooling(
      .average(),
      .sliding(
        ReferenceSliding(2, padding: .explicit(top: 3, left: 1, bottom: 0, right: 2), border: .replicate))),
    ReferencePooling(.average(), .global, dialect: .onnx),
    // Overlapping enough for block folds along either axis.
    ReferencePooling(.max, .sliding(ReferenceSliding(Pair(7, 6), stride: 1, padding: .same))),
    ReferencePooling(
      .max,
      .sliding(
        ReferenceSliding(Pair(6, 5), stride: 1, padding: .explicit(top: 4, left: 0, bottom: 2, right: 3))),
      dialect: .onnx),
    ReferencePooling(
      .average(), .sliding(ReferenceSliding(Pair(5, 6), stride: 1, padding: .sameLower)), dialect: .tensorflow
    ),
  ]

  @Test("Tags 1 to 8 of gray, RGB and RGBA", arguments: 1...8, layers)
  func orientations(_ tag: Int, _ layer: ReferencePooling) throws {
    try check(tag, layer, channels: 1, kind: .ties, UInt8.self)
    try check(tag, layer, channels: 3, kind: .noise, UInt16.self)
    try check(tag, layer, channels: 4, kind: .ties, UInt8.self)
    try check(tag, layer, channels: 2, kind: .wild, Float.self)
  }

  private func check<S: TestSample>(
    _ tag: Int, _ layer: ReferencePooling, channels: Int, kind: SampleKind, _: S.Type
  ) throws {
    var random = SeededRandom(seed: UInt64(tag))
    let stored = Planes<S>.random(kind, channels: channels, size: Size(height: 8, width: 11), using: &random)
    let upright = stored.turnedUpright(tag)
    let orientation = Orientation(tag: tag)
    #expect(orientation.upright(stored.size) == upright.size)
    for stripHeight in [1, 3, nil] {
      let context =
        "tag \(tag), \(layer) of \(channels) \(S.type), strips of \(String(describing: stripHeight))"
      let source = RaggedSource(stored, seed: 1)
      if layer.isMax {
        let got = try StreamedPooling.run(
          source, by: layer.engine, as: S.self, indices: true, orientation: orientation,
          stripHeight: stripHeight)
        let want = try #require(layer.maximaWithIndices(upright))
        #expect(ImageDiff.first(got: got.values, want: want.values) == nil, "\(context)")
        #expect(ImageDiff.first(got: try #require(got.indices), want: want.indices) == nil, "\(context)")
        let plain = try StreamedPooling.run(
          RaggedSource(stored, seed: 2), by: layer.engine, as: S.self, orientation: orientation,
          stripHeight: stripHeight)
        #expect(
          ImageDiff.first(got: plain.values, want: try #require(layer.maxima(upright))) == nil, "\(context)")
        #expect(plain.summary.outputSize == want.values.size)
      } else {
        let got = try StreamedPooling.run(
          source, by: layer.engine, as: S.self, orientation: orientation, stripHeight: stripHeight)
        // Stored rows may be upright columns: the order of a float's additions is the stored picture's.
        let difference = EngineCheck.difference(
          layer, upright, got: got.values, means: try #require(layer.means(upright)),
          isOrdered: tag == 1 ? nil : false)
        #expect(difference == nil, "\(context)")
        #expect(got.summary.outputSize == got.values.size)
      }
    }
  }

  @Test("A tag outside 1 to 8 counts as 1")
  func unknownTags() {
    for tag in [-1, 0, 9, 255] { #expect(Orientation(tag: tag) == .upright) }
  }
}
