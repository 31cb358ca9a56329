import FeatureMaps
import PoolingEngine
import Testing

struct TensorComparisonTests {
  static let tolerance = GoldenTolerance(relative: 0.01, absolute: 0.5)

  /// Wanted, found, whether it passes exactly, within the tolerance, and the error in units of that.
  @Test(arguments: [
    (1.0, 1.0, true, true, 0.0),
    (100.0, 101.5, false, true, 1.0),
    (100.0, 98.5, false, true, 1.0),
    (100.0, 101.6, false, false, 1.6 / 1.5),
    (100.0, 103.0, false, false, 2.0),
    (.nan, .nan, true, true, 0), (.nan, 1, false, false, .infinity), (1, .nan, false, false, .infinity),
    (.infinity, .infinity, true, true, 0), (-.infinity, -.infinity, true, true, 0),
    (.infinity, -.infinity, false, false, .infinity), (.infinity, 1e308, false, false, .infinity),
    (0, .infinity, false, false, .infinity), (0.0, -0.0, true, true, 0),
  ])
  func rule(want: Double, got: Double, isExact: Bool, isNear: Bool, error: Double) throws {
    let (wanted, found) = try (Support.tensor(1, 1, 1, [want]), Support.tensor(1, 1, 1, [got]))
    #expect(TensorComparison(found, expected: wanted).passed == isExact)
    let near = TensorComparison(found, expected: wanted, tolerance: Self.tolerance)
    #expect(near.passed == isNear)
    #expect(near.worstError == error || abs(near.worstError - error) < 1e-9)
  }

  @Test func signedZeros() throws {
    let (plus, minus) = try (Support.tensor(1, 1, 1, [Float(0)]), Support.tensor(1, 1, 1, [-Float(0)]))
    #expect(TensorComparison(plus, expected: minus, tolerance: Self.tolerance).passed)
    #expect(!TensorComparison(plus, expected: minus, tolerance: Self.tolerance, signedZeros: true).passed)
    #expect(TensorComparison(minus, expected: minus, signedZeros: true).passed)
  }

  @Test func namesTheFirstDifference() throws {
    let wanted = try Support.counting(6, 2, 3, as: Int32.self)
    var planes = try #require(wanted.planes(as: Int32.self))
    planes[4, 1, 2] = -5
    planes[5, 0, 0] = -6
    let shape = [2, 3, 2, 3]
    let comparison = TensorComparison(
      try Tensor(shape: shape, .int32(planes)), expected: try Tensor(shape: shape, wanted.planes))
    #expect(comparison.differingSamples == 2 && comparison.comparedSamples == 36)
    #expect(comparison.firstDifference?.coordinate == [1, 1, 1, 2])
    #expect(comparison.firstDifference?.expected == "29" && comparison.firstDifference?.found == "-5")
    #expect(
      "\(comparison)".hasPrefix("2 of 36 samples differ, first at [1, 1, 1, 2]: expected 29, found -5"))
  }

  /// Differences that a Double would not see.
  @Test func largeIntegers() throws {
    let wanted = try Support.tensor(1, 1, 2, [Int64.max, Int64.min])
    let near = try Support.tensor(1, 1, 2, [Int64.max - 1, Int64.min])
    #expect(!TensorComparison(near, expected: wanted).passed)
    let far = try Support.tensor(1, 1, 2, [Int64.min, Int64.max])
    #expect(TensorComparison(far, expected: wanted).differingSamples == 2)
  }

  @Test func typesAndShapesMustMatch() throws {
    let bytes = try Support.counting(1, 2, 3, as: UInt8.self)
    #expect(
      TensorComparison(try Support.counting(1, 2, 3, as: Int8.self), expected: bytes).mismatch
        == "int8 instead of uint8")
    #expect(!TensorComparison(try Support.counting(1, 3, 2, as: UInt8.self), expected: bytes).passed)
    #expect(!TensorComparison(try Tensor(shape: [2, 3], bytes.planes), expected: bytes).passed)
  }
}
