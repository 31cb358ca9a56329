import PoolingEngine
import TestSupport
import Testing

/// float16: every number of it in, and rounded once on the way out.
@Suite("float16")
struct HalfTests {
  private static func row<S: Sample>(_ samples: [S]) throws -> Planes<S> {
    try Planes(channels: 1, size: Size(height: 1, width: samples.count), samples)
  }

  private static let all = (0...UInt16.max).map { Float16(bitPattern: $0) }

  /// A max of one tap and an average of one tap are conversions.
  @Test("Every pattern of bits is the number that it is", arguments: [Reduction.max, .average])
  func everyNumber(_ reduction: Reduction) throws {
    let identity = Pooling(reduction, over: .sliding(1))
    let got = try identity(Self.row(Self.all), as: Float.self)
    var wrong = 0
    for (half, float) in zip(Self.all, got.samples) {
      // The sum of an average starts at +0.
      let want = half.isNaN ? Float.nan : reduction == .average ? Float(half) + 0 : Float(half)
      if want.bitPattern != float.bitPattern { wrong += 1 }
    }
    #expect(wrong == 0, "of 65536")
    let back = try identity(Self.row(Self.all), as: Float16.self)
    #expect(
      zip(Self.all, back.samples).allSatisfy { half, got in
        half.isNaN
          ? got.bitPattern == Float16.nan.bitPattern
          : got == half && (reduction == .average || got.sign == half.sign)
      })
  }

  /// The mean of two neighbours lies in the middle and goes to the even one; of three it goes to the nearer.
  @Test func meansAreRoundedOnceHalfToEven() throws {
    let last = Float16.greatestFiniteMagnitude.bitPattern
    for sign in [0, 0x8000] as [UInt16] {
      let neighbours = (0..<last).map {
        (Float16(bitPattern: $0 | sign), Float16(bitPattern: ($0 + 1) | sign))
      }
      let means = try Pooling(.average, over: .sliding(Pair(1, 2)))(
        Self.row(neighbours.flatMap { [$0, $1] }), as: Float16.self)
      let even = neighbours.map { $0.bitPattern % 2 == 0 ? $0 : $1 }
      // A mean that is zero is +0.
      #expect(zip(means.samples, even).allSatisfy { $0 == $1 })
      let near = try Pooling(.average, over: .sliding(Pair(1, 3)))(
        Self.row(neighbours.flatMap { [$0, $1, $1] }), as: Float16.self)
      #expect(zip(near.samples, neighbours).allSatisfy { $0 == $1.1 })
    }
  }

  /// 60000 + 60000 is beyond float16; its mean is not, and PyTorch's is 60000 as well.
  @Test func sumsAreNotOfFloat16() throws {
    let row = try Self.row([60000, 60000, -60000, 60000, 65504, 65504] as [Float16])
    let average = Pooling(.average, over: .sliding(Pair(1, 2)))
    #expect(try average(row, as: Float16.self).samples == [60000, 0, 65504])
    let sum = Pooling(.sum, over: .sliding(Pair(1, 2)))
    #expect(try sum(row, as: Float16.self).samples == [.infinity, 0, .infinity])
    #expect(try sum(row, as: Float.self).samples == [120_000, 0, 131_008])
  }

  @Test func whatAFrameworkWouldGive() {
    #expect(Pooling(.max, over: .sliding(2)).resultType(for: .float16) == .float16)
    #expect(Pooling(.min, over: .sliding(2)).resultType(for: .float16) == .float16)
    #expect(Pooling(.average, over: .sliding(2)).resultType(for: .float16) == .float32)
    #expect(SampleType.float16.byteCount == 2 && SampleType.float16.isFloatingPoint)
  }

  /// A border of a number that float16 does not hold is filled with the nearest that it does.
  @Test func bordersAreOfTheType() throws {
    let layer = Pooling(.max, over: .sliding(3, stride: 1, padding: .all(1), border: .constant(0.1)))
    let got = try layer(Self.row([-1, -1] as [Float16]), as: Float.self)
    #expect(got.samples == [Float(Float16(0.1)), Float(Float16(0.1))])
  }

  /// Gradients are added up in Double and rounded once.
  @Test func gradients() throws {
    let input = try Self.row([1, 3, 2, 5] as [Float16])
    let upstream = try Self.row([0.1, 0.3, 2] as [Float16])
    let max = Pooling(.max, over: .sliding(Pair(1, 2), stride: 1))
    #expect(
      try max.gradient(of: input, upstream: upstream).samples
        == [0, Float16(Double(upstream.samples[0]) + Double(upstream.samples[1])), 0, 2])
  }
}
