import PoolingEngine
import TestSupport
import Testing

/// Laws that hold without knowing a single right value.
@Suite("Metamorphic laws")
struct MetamorphicTests {
  static let windows: [ReferencePooling.Windows] = [
    .sliding(ReferenceSliding(2)),
    .sliding(ReferenceSliding(3, stride: 2, padding: .same)),
    .sliding(ReferenceSliding(5, stride: 1, padding: .sameLower)),
    .sliding(ReferenceSliding(4, stride: 3, padding: .all(2), ceilMode: true)),
    .sliding(ReferenceSliding(3, stride: 4, padding: .all(3), border: .replicate)),
    .adaptive(height: 4, width: 5),
    .area(height: 4, width: 5),
    .global,
  ]

  @Test("A constant stays constant where padding does not count", arguments: windows, SampleType.allCases)
  func constant(_ windows: ReferencePooling.Windows, _ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type) throws {
      for value in [S.clamping(0), S.clamping(1), S.clamping(97), S.clamping(1e30), S.lowestFinite] {
        // Sums of the largest doubles are infinite, and int64's extremes wrap.
        if value.asDouble.magnitude > 1e300 || (S.type == .int64 && value.asDouble.magnitude > 1e18) {
          continue
        }
        let input = Planes(channels: 2, size: Size(height: 9, width: 13), repeating: value)
        for operation in [ReferencePooling.Operator.max, .average(countIncludePad: false)] {
          let layer = ReferencePooling(operation, windows)
          let result = try layer.engine(input, as: S.self)
          // A float's sum of n equal numbers need not be n times the number.
          if S.type.isFloatingPoint, !layer.isMax {
            let bound = 200 * 0x1p-53 * value.asDouble.magnitude
            #expect(
              result.samples.allSatisfy { ($0.asDouble - value.asDouble).magnitude <= bound },
              "\(layer) \(S.type) \(value)")
          } else {
            #expect(result.samples.allSatisfy { $0 == value }, "\(layer) \(S.type) \(value)")
          }
        }
      }
    }
    try check(type.testType)
  }

  @Test(
    "A kernel of one sample is the identity; an average makes −0 to +0, as PyTorch's does",
    arguments: SampleType.allCases)
  func identity(_ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type) throws {
      var random = SeededRandom(seed: 21)
      let input = Planes<S>.random(.wild, channels: 3, size: Size(height: 5, width: 9), using: &random)
      let nan = S.rounding(.nan, .halfEven).value.bits
      for dialect in [Dialect.torch, .onnx] {
        let got = try Pooling(.max, over: .sliding(1), dialect: dialect)(input, as: S.self)
        let same = zip(got.samples, input.samples).allSatisfy {
          $1.isNotANumber ? $0.bits == nan : $0.bits == $1.bits
        }
        #expect(same)
        let average = try Pooling(.average, over: .sliding(1), dialect: dialect)(input, as: S.self)
        let equal = zip(average.samples, input.samples).allSatisfy {
          $1.isNotANumber ? $0.bits == nan : $0 == $1 && ($0.asDouble != 0 || $0.bits == 0)
        }
        #expect(equal)
      }
      let (values, indices) = try Pooling(.max, over: .sliding(1)).withIndices(input)
      #expect(values.samples.count == input.samples.count)
      #expect(indices.samples.enumerated().allSatisfy { $1 == Int64($0 % 45) })
    }
    try check(type.testType)
  }

  @Test("Max ≥ mean", arguments: windows, SampleType.allCases)
  func maxAboveMean(_ windows: ReferencePooling.Windows, _ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type) throws {
      var random = SeededRandom(seed: 22)
      let input = Planes<S>.random(.noise, channels: 2, size: Size(height: 9, width: 13), using: &random)
      let greatest = try ReferencePooling(.max, windows).engine(input, as: S.self)
      let layer = ReferencePooling(.average(countIncludePad: false), windows)
      let mean = try layer.engine(input, as: Double.self)
      #expect(
        zip(greatest.samples, mean.samples).allSatisfy {
          // The sum and the quotient are each rounded once.
          $0.asDouble + $1.magnitude * 0x1p-51 >= $1
        }, "\(windows) \(S.type)")
    }
    try check(type.testType)
  }

  @Test(
    "Mirroring input and windows mirrors the output", arguments: windows,
    [SampleType.uint8, .int32, .float32])
  func mirrored(_ windows: ReferencePooling.Windows, _ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type) throws {
      var random = SeededRandom(seed: 23)
      // Ties would be decided from the other end, so values differ from one another nearly everywhere.
      let input = Planes<S>.random(.noise, channels: 2, size: Size(height: 9, width: 13), using: &random)
      for operation in [ReferencePooling.Operator.max, .average(countIncludePad: false)] {
        let layer = ReferencePooling(operation, windows)
        let geometry = try layer.engine.geometry(of: input.size)
        guard geometry.filledBorder.isEmpty else { continue }
        for (rows, columns, tag) in [(true, false, 4), (false, true, 2), (true, true, 3)] {
          var mirrored = layer.engine
          mirrored.windowing = .custom(
            rows: rows ? geometry.rows.mirrored() : geometry.rows,
            columns: columns ? geometry.columns.mirrored() : geometry.columns)
          let got = try mirrored(input.turnedUpright(tag), as: S.self)
          let want = try layer.engine(input, as: S.self).turnedUpright(tag)
          if S.type.isFloatingPoint, !layer.isMax {
            let close = zip(got.samples, want.samples).allSatisfy {
              ($0.asDouble - $1.asDouble).magnitude <= 1e-7
            }
            #expect(close && got.size == want.size, "\(layer) of \(S.type), turned by \(tag)")
          } else {
            #expect(ImageDiff.first(got: got, want: want) == nil, "\(layer) of \(S.type), turned by \(tag)")
          }
        }
      }
    }
    try check(type.testType)
  }

  @Test("Planes do not see one another", arguments: windows)
  func planesAreIndependent(_ windows: ReferencePooling.Windows) throws {
    var random = SeededRandom(seed: 25)
    let input = Planes<UInt8>.random(.noise, channels: 5, size: Size(height: 9, width: 13), using: &random)
    for operation in [ReferencePooling.Operator.max, .average()] {
      let layer = ReferencePooling(operation, windows).engine
      let together = try layer(input, as: UInt8.self)
      for channel in 0..<5 {
        let samples = Array(input.samples[channel * 117..<(channel + 1) * 117])
        let alone = try layer(Planes(channels: 1, size: input.size, samples), as: UInt8.self)
        let count = alone.samples.count
        #expect(Array(together.samples[channel * count..<(channel + 1) * count]) == alone.samples)
      }
    }
  }

  @Test("Lists of one's own give what their maker gives", arguments: windows, [SampleType.uint8, .float64])
  func customLists(_ windows: ReferencePooling.Windows, _ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type) throws {
      var random = SeededRandom(seed: 26)
      let input = Planes<S>.random(.wild, channels: 2, size: Size(height: 9, width: 13), using: &random)
      for operation in [ReferencePooling.Operator.max, .average()] {
        let layer = ReferencePooling(operation, windows)
        let geometry = try layer.engine.geometry(of: input.size)
        guard geometry.filledBorder.isEmpty else { continue }
        var custom = layer.engine
        custom.windowing = .custom(
          rows: try AxisWindows(inputLength: 9, Array(geometry.rows)),
          columns: try AxisWindows(inputLength: 13, Array(geometry.columns)))
        if layer.isMax {
          let got = try custom.withIndices(input)
          let want = try #require(layer.maximaWithIndices(input))
          #expect(ImageDiff.first(got: got.values, want: want.values) == nil)
          #expect(ImageDiff.first(got: got.indices, want: want.indices) == nil)
        } else {
          let difference = EngineCheck.difference(
            layer, input, got: try custom(input, as: Double.self), means: try #require(layer.means(input)))
          #expect(difference == nil)
        }
      }
    }
    try check(type.testType)
  }
}
