import ImageCodecs
import ImagePooling
import TestSupport
import Testing

/// How far an inspection reads, and what it refuses.
@Suite("Inspections that end early")
struct InspectionReadingTests {
  // MARK: - What is read

  @Test func rowsBehindTheWindowAreNotRead() throws {
    let planes = Pictures.planes(channels: 3, size: Size(height: 200, width: 120))
    let recipe = Recipe.pool(Pooling(.average, over: .sliding(4)))
    for (name, whole) in [
      ("PNG", try Pictures.encoded(planes, as: .png(PNGEncoding(compression: 0)))),
      ("JPEG", try Pictures.encoded(planes, as: .jpeg(JPEGEncoding(quality: 90)))),
    ] {
      let half = Array(whole.prefix(whole.count / 2))
      let early = OutputPlace(row: 5, column: 3)
      let inspection = try recipe.inspect(.bytes(half), at: early)
      #expect(inspection.rowsRead == 24 && inspection.storedRows == 200, "\(name)")
      #expect(inspection == (try recipe.inspect(.bytes(whole), at: early)), "\(name)")
      let late = #expect(throws: ImagePoolError.self, "\(name)") {
        try recipe.inspect(.bytes(half), at: OutputPlace(row: 45, column: 3))
      }
      #expect(late?.kind == .truncated, "\(name)")
      var tolerant = recipe
      tolerant.failOn = .none
      let mended = try tolerant.inspect(.bytes(half), at: OutputPlace(row: 45, column: 3))
      #expect(mended.warnings.contains { $0.contains("lost or invented") }, "\(name)")
    }
  }

  // MARK: - Refusals

  struct Refusal: CustomTestStringConvertible {
    let why: String
    var layer = Pooling(.max, over: .sliding(2))
    var place = OutputPlace(row: 0, column: 0)
    let kind: ImagePoolError.Kind
    let words: String
    var testDescription: String { why }
  }

  static let refusals = [
    Refusal(
      why: "a row too many", place: OutputPlace(row: 2, column: 0), kind: .geometry,
      words: "the output has 2 rows and 3 columns, and none at 2,0"),
    Refusal(
      why: "a column too many", place: OutputPlace(row: 0, column: 3), kind: .geometry, words: "none at 0,3"),
    Refusal(
      why: "a negative row", place: OutputPlace(row: -1, column: 0), kind: .geometry, words: "none at -1,0"),
    Refusal(
      why: "no such channel", place: OutputPlace(row: 0, column: 0, channel: 2), kind: .geometry,
      words: "the output has 2 channels, and no channel 2"),
    Refusal(
      why: "a layer that is refused", layer: Pooling(.max, over: .sliding(9)), kind: .geometry,
      words: "no vertical window fits"),
    Refusal(
      why: "attention without logits", layer: Pooling(.attention(), over: .sliding(2)), kind: .unsupported,
      words: "attention needs logits"),
  ]

  @Test(arguments: refusals)
  func refuses(_ one: Refusal) throws {
    let npy = try Pictures.npy(Planes<Float>(channels: 2, size: Size(height: 4, width: 6), repeating: 1))
    let error = #expect(throws: ImagePoolError.self) {
      try Recipe.pool(one.layer).inspect(.bytes(npy), at: one.place)
    }
    #expect(
      error?.kind == one.kind && error?.message.contains(one.words) == true, "\(String(describing: error))")
  }

  @Test func aWindowOfTooManyTapsIsRefused() throws {
    var recipe = Recipe.pool(Pooling(.max, over: .global))
    recipe.limits.memory = 4 << 20
    let npy = try Pictures.npy(Planes<UInt8>(channels: 1, size: Size(height: 200, width: 200), repeating: 1))
    let error = #expect(throws: ImagePoolError.self) {
      try recipe.inspect(.bytes(npy), at: OutputPlace(row: 0, column: 0))
    }
    #expect(error?.kind == .limit && error?.message.contains("the window has 40000 taps") == true)
  }

  @Test func hugeKernelsOfNothingAreRefusedBeforeTheyTakeMemory() throws {
    let layer = Pooling(.max, over: .sliding(Pair(1, 1 << 30), stride: Pair(1, 1 << 30), ceilMode: true))
    let npy = try Pictures.npy(Planes<UInt8>(channels: 1, size: Size(height: 1, width: 4), repeating: 1))
    let error = #expect(throws: ImagePoolError.self) {
      try Recipe.pool(layer).inspect(.bytes(npy), at: OutputPlace(row: 0, column: 0))
    }
    #expect(error?.kind == .limit)
  }
}
