import PoolingEngine
import TestSupport
import Testing

@Suite("Alpha")
struct AlphaTests {
  static let layers: [ReferencePooling] = [
    ReferencePooling(.average(), .sliding(ReferenceSliding(2))),
    ReferencePooling(
      .average(), .sliding(ReferenceSliding(3, stride: 1, padding: .same)), dialect: .tensorflow),
    ReferencePooling(
      .average(), .sliding(ReferenceSliding(4, stride: 2, padding: .all(2), ceilMode: true)),
      rounding: .halfUp),
    ReferencePooling(.average(), .area(height: 3, width: 5)),
    ReferencePooling(.average(), .adaptive(height: 4, width: 3), rounding: .down),
    ReferencePooling(.average(), .global),
    ReferencePooling(
      .average(), .sliding(ReferenceSliding(3, stride: 2, padding: .all(3), border: .replicate))),
  ]

  @Test("Premultiplied averages: gray+alpha and RGBA, uint8 and uint16", arguments: layers)
  func premultiplied(_ layer: ReferencePooling) throws {
    try check(layer, UInt8.self)
    try check(layer, UInt16.self)
  }

  private func check<S: TestSample & FixedWidthInteger>(_ layer: ReferencePooling, _: S.Type) throws {
    for channels in [2, 4] {
      var random = SeededRandom(seed: 51)
      var input = Planes<S>.random(
        .noise, channels: channels, size: Size(height: 8, width: 11), using: &random)
      // Regions of nothing, of everything and of something.
      for row in 0..<8 {
        for column in 0..<11 where column != 7 {
          input[channels - 1, row, column] =
            column < 4 ? 0 : column < 7 ? .max : S.random(.noise, using: &random)
        }
      }
      let (size, means) = try #require(layer.premultipliedMeans(input))
      func want<R: TestSample>(_: R.Type, narrowing: Bool = false) throws -> Planes<R> {
        try Planes(
          channels: channels, size: size,
          means.map { $0.value(as: R.self, rounding: layer.rounding, narrowing: narrowing).value })
      }
      for stripHeight in [1, 3, nil] {
        let own = try StreamedPooling.run(
          RaggedSource(input, seed: 5), by: layer.engine, as: S.self, alpha: .premultiplied,
          stripHeight: stripHeight)
        #expect(
          ImageDiff.first(got: own.values, want: try want(S.self)) == nil, "\(layer) of \(channels) \(S.type)"
        )
        let numbers = try StreamedPooling.run(
          RaggedSource(input, seed: 6), by: layer.engine, as: Float.self, alpha: .premultiplied,
          stripHeight: stripHeight)
        #expect(
          ImageDiff.first(got: numbers.values, want: try want(Float.self)) == nil,
          "\(layer) of \(channels) \(S.type)")
        if S.type == .uint16 {
          let narrow = try StreamedPooling.run(
            RaggedSource(input, seed: 7), by: layer.engine, as: UInt8.self, narrowing: true,
            alpha: .premultiplied,
            stripHeight: stripHeight)
          let difference = ImageDiff.first(got: narrow.values, want: try want(UInt8.self, narrowing: true))
          #expect(difference == nil, "\(layer) of \(channels)")
        }
      }
      // Orientation and alpha together.
      let upright = input.turnedUpright(6)
      let turned = try #require(layer.premultipliedMeans(upright))
      let got = try StreamedPooling.run(
        RaggedSource(input, seed: 8), by: layer.engine, as: S.self, orientation: .rotated90Clockwise,
        alpha: .premultiplied)
      let wanted = try Planes<S>(
        channels: channels, size: turned.size,
        turned.means.map { $0.value(as: S.self, rounding: layer.rounding).value })
      #expect(ImageDiff.first(got: got.values, want: wanted) == nil)
    }
  }

  @Test("What a transparent pixel hides does not bleed; a transparent window is 0")
  func bleeding() throws {
    // Two pixels: opaque 200 and transparent 0; then two transparent ones.
    let input = try Planes<UInt8>(
      channels: 2, size: Size(height: 1, width: 4), [200, 0, 90, 30, 255, 0, 0, 0])
    let layer = Pooling(.average, over: .sliding(Pair(1, 2)))
    let got = try StreamedPooling.run(PlanesSource(input), by: layer, as: UInt8.self, alpha: .premultiplied)
    #expect(got.values.samples == [200, 0, 128, 0], "alpha 127.5 rounds to even")
    let planes = try StreamedPooling.run(PlanesSource(input), by: layer, as: UInt8.self, alpha: .planes)
    #expect(planes.values.samples == [100, 60, 128, 0], "as planes: colours are averaged alone")
  }

  @Test("Opaque pictures do not feel the rule")
  func opaque() throws {
    var random = SeededRandom(seed: 52)
    var input = Planes<UInt16>.random(.noise, channels: 4, size: Size(height: 7, width: 9), using: &random)
    for row in 0..<7 { for column in 0..<9 { input[3, row, column] = .max } }
    for layer in Self.layers where layer.plan(input.size) != nil && layer.isMax == false {
      guard case .sliding(let s) = layer.windows, s.padding == .all(0) || s.padding == .same else { continue }
      let a = try StreamedPooling.run(
        PlanesSource(input), by: layer.engine, as: UInt16.self, alpha: .premultiplied)
      let b = try StreamedPooling.run(PlanesSource(input), by: layer.engine, as: UInt16.self)
      #expect(ImageDiff.first(got: a.values, want: b.values) == nil, "\(layer)")
    }
  }

  @Test("A max treats alpha as a plane under either rule")
  func maximum() throws {
    var random = SeededRandom(seed: 53)
    let input = Planes<UInt8>.random(.noise, channels: 4, size: Size(height: 6, width: 6), using: &random)
    let layer = ReferencePooling(.max, .sliding(ReferenceSliding(2)))
    let got = try StreamedPooling.run(
      PlanesSource(input), by: layer.engine, as: UInt8.self, indices: true, alpha: .premultiplied)
    let want = try #require(layer.maximaWithIndices(input))
    #expect(ImageDiff.first(got: got.values, want: want.values) == nil)
    #expect(ImageDiff.first(got: try #require(got.indices), want: want.indices) == nil)
  }

  struct PartialCase: Sendable, CustomTestStringConvertible {
    let channels: Int
    let alpha: UInt8
    var isMax = false
    var rule = AlphaRule.planes
    let met: Bool
    let reason: String
    var testDescription: String { reason }
  }

  static let partial: [PartialCase] = [
    PartialCase(channels: 4, alpha: 128, met: true, reason: "RGBA averaged as planes"),
    PartialCase(channels: 2, alpha: 1, met: true, reason: "gray+alpha averaged as planes"),
    PartialCase(channels: 4, alpha: 255, met: false, reason: "opaque"),
    PartialCase(channels: 4, alpha: 0, met: false, reason: "fully transparent"),
    PartialCase(channels: 3, alpha: 128, met: false, reason: "RGB has no alpha"),
    PartialCase(channels: 1, alpha: 128, met: false, reason: "gray has no alpha"),
    PartialCase(channels: 4, alpha: 128, isMax: true, met: false, reason: "a max mixes nothing"),
    PartialCase(
      channels: 4, alpha: 128, rule: .premultiplied, met: false, reason: "premultiplied: nothing to say"),
  ]

  @Test("Partial transparency met by an average of planes is said", arguments: partial)
  func metPartialAlpha(_ c: PartialCase) throws {
    var input = Planes<UInt8>(channels: c.channels, size: Size(height: 4, width: 6), repeating: 255)
    input[c.channels - 1, 3, 4] = c.alpha
    let layer = Pooling(c.isMax ? .max : .average, over: .sliding(2))
    for stripHeight in [1, nil] {
      let got = try StreamedPooling.run(
        PlanesSource(input), by: layer, as: UInt8.self, alpha: c.rule, stripHeight: stripHeight)
      #expect(got.summary.metPartialAlpha == c.met)
    }
  }
}
