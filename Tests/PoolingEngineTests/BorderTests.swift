import PoolingEngine
import TestSupport
import Testing

@Suite("Borders and padding")
struct BorderTests {
  struct BorderCase: Sendable, CustomTestStringConvertible {
    let border: Border
    /// A row [1, 2, 3] with two samples put before and one after, kernel 1×1.
    let row: [Int32]
    let reason: String
    var testDescription: String { reason }
  }

  static let rows: [BorderCase] = [
    BorderCase(border: .constant(7), row: [7, 7, 1, 2, 3, 7], reason: "a constant"),
    BorderCase(border: .constant(0), row: [0, 0, 1, 2, 3, 0], reason: "literal zero padding"),
    BorderCase(border: .constant(2.5), row: [2, 2, 1, 2, 3, 2], reason: "a half rounds to even"),
    BorderCase(border: .constant(3.5), row: [4, 4, 1, 2, 3, 4], reason: "a half rounds to even, up"),
    BorderCase(border: .constant(-1e20), row: [.min, .min, 1, 2, 3, .min], reason: "clamped into the type"),
    BorderCase(border: .replicate, row: [1, 1, 1, 2, 3, 3], reason: "the nearest sample"),
    BorderCase(border: .reflect, row: [3, 2, 1, 2, 3, 2], reason: "mirrored without the edge sample"),
  ]

  @Test("What is filled in", arguments: rows)
  func filled(_ c: BorderCase) throws {
    let places: [Int64] = [0, 1, 2, 3, 4, 5]
    for (size, padding) in [
      (Size(height: 1, width: 3), Padding.explicit(top: 0, left: 2, bottom: 0, right: 1)),
      (Size(height: 3, width: 1), Padding.explicit(top: 2, left: 0, bottom: 1, right: 0)),
    ] {
      let input = try Planes<Int32>(channels: 1, size: size, [1, 2, 3])
      let layer = Pooling(.max, over: .sliding(1, padding: padding, border: c.border))
      let (values, indices) = try layer.withIndices(input)
      #expect(values.samples == c.row)
      #expect(indices.samples == places, "places in the enlarged plane")
      #expect(try layer(input, as: Int32.self).samples == c.row)
    }
  }

  @Test("A filled border takes sizes far beyond the kernel, on each side another")
  func largeBorders() {
    var random = SeededRandom(seed: 31)
    for border in [Border.constant(3), .replicate, .constant(-0.0), .reflect] {
      let (rows, columns) = border == .reflect ? (12, 10) : (4, 5)
      for dialect in Dialect.allCases {
        let input = Planes<Float>.random(
          .sparse, channels: 2, size: Size(height: rows, width: columns), using: &random)
        for operation in [ReferencePooling.Operator.max, .average()] {
          let layer = ReferencePooling(
            operation,
            .sliding(
              ReferenceSliding(
                Pair(3, 2), stride: 2, padding: .explicit(top: 11, left: 0, bottom: 6, right: 9),
                border: border)),
            dialect: dialect)
          for threads in [1, 3] {
            let difference = EngineCheck.difference(
              layer, input, schedule: Schedule(stripHeight: 2, threads: threads))
            #expect(difference == nil)
          }
        }
      }
    }
  }

  @Test("Padding never wins a max: an all-negative picture stays negative", arguments: Dialect.allCases)
  func negative(_ dialect: Dialect) throws {
    let input = Planes<Float>(channels: 1, size: Size(height: 4, width: 4), repeating: -5)
    let layer = Pooling(.max, over: .sliding(3, stride: 2, padding: .all(1)), dialect: dialect)
    #expect(try layer(input, as: Float.self).samples.allSatisfy { $0 == -5 })
    let bytes = Planes<Int8>(channels: 1, size: Size(height: 4, width: 4), repeating: .min)
    #expect(try layer(bytes, as: Int8.self).samples.allSatisfy { $0 == .min })
  }

  @Test("Overhang never counts, padding does: the page's example of ones")
  func overhang() throws {
    let input = Planes<Double>(channels: 1, size: Size(height: 6, width: 6), repeating: 1)
    let layer = Pooling(.average, over: .sliding(3, stride: 2, padding: .all(1), ceilMode: true))
    let result = try layer(input, as: Double.self)
    #expect(result.size == Size(height: 4, width: 4))
    let firstRow: [Double] = [4.0 / 9, 2.0 / 3, 2.0 / 3, 1.0 / 3]
    #expect(Array(result.samples.prefix(4)) == firstRow)
    #expect(result[0, 3, 3] == 0.25)
    var excluding = layer
    excluding.reduction = .average(countIncludePad: false)
    #expect(try excluding(input, as: Double.self).samples.allSatisfy { $0 == 1 })
  }

  struct MaxCase: Sendable, CustomTestStringConvertible {
    let dialect: Dialect
    let samples: [Float]
    let value, valueWithIndex: Float
    let index: Int64
    let reason: String
    var testDescription: String { "\(dialect): \(reason)" }
  }

  private static let nan = Float.nan
  private static let lowest = -Float.greatestFiniteMagnitude

  static let specials: [MaxCase] = [
    MaxCase(
      dialect: .torch, samples: [1, nan, 3], value: nan, valueWithIndex: nan, index: 1, reason: "NaN wins"),
    MaxCase(
      dialect: .torch, samples: [nan, 9, -nan, 3], value: nan, valueWithIndex: nan, index: 2,
      reason: "the last NaN's place"),
    MaxCase(
      dialect: .tensorflow, samples: [nan, 2, nan, 1], value: 2, valueWithIndex: nan, index: 0,
      reason: "values skip NaN, argmax keeps a first one"),
    MaxCase(
      dialect: .tensorflow, samples: [1, nan, 3], value: 3, valueWithIndex: 3, index: 2,
      reason: "NaN is skipped"),
    MaxCase(
      dialect: .tensorflow, samples: [nan, nan], value: lowest, valueWithIndex: nan, index: 0,
      reason: "values of NaN alone: the lowest finite"),
    MaxCase(
      dialect: .onnx, samples: [nan, 5], value: nan, valueWithIndex: nan, index: 0,
      reason: "a first NaN stays"),
    MaxCase(
      dialect: .onnx, samples: [5, nan, 4], value: 5, valueWithIndex: 5, index: 0,
      reason: "a later NaN is skipped"),
    MaxCase(
      dialect: .torch, samples: [-.infinity, -.infinity], value: -.infinity, valueWithIndex: -.infinity,
      index: 0, reason: "−∞ alone: the first tap"),
    MaxCase(
      dialect: .tensorflow, samples: [-.infinity, -.infinity], value: lowest, valueWithIndex: -.infinity,
      index: 0, reason: "−∞ alone: values give the lowest finite"),
    MaxCase(
      dialect: .onnx, samples: [-.infinity, -.infinity], value: -.infinity, valueWithIndex: -.infinity,
      index: 0, reason: "−∞ is kept"),
    MaxCase(
      dialect: .tensorflow, samples: [-.infinity, lowest], value: lowest, valueWithIndex: lowest, index: 1,
      reason: "the lowest finite beats −∞"),
    MaxCase(
      dialect: .torch, samples: [-1, -0.0, 0], value: -0.0, valueWithIndex: -0.0, index: 1,
      reason: "zeros tie: −0 came first"),
    MaxCase(
      dialect: .torch, samples: [0, -0.0], value: 0, valueWithIndex: 0, index: 0,
      reason: "zeros tie: +0 came first"),
    MaxCase(
      dialect: .onnx, samples: [2, 7, 7, 1], value: 7, valueWithIndex: 7, index: 1,
      reason: "the first of equals"),
    MaxCase(
      dialect: .onnx, samples: [nan, nan], value: nan, valueWithIndex: nan, index: 0, reason: "NaN alone"),
  ]

  @Test("NaN, −∞, zeros and ties", arguments: specials)
  func special(_ c: MaxCase) throws {
    // As a row, as a column, and in the second of two columns of a stride that leaves nothing else.
    for size in [Size(height: 1, width: c.samples.count), Size(height: c.samples.count, width: 1)] {
      let input = try Planes(channels: 1, size: size, c.samples)
      for windowing in [
        Windowing.global, .sliding(Pair(size.height, size.width)), .adaptive(Size(height: 1, width: 1)),
        .sliding(Pair(size.height, size.width), stride: 1),
      ] where !(c.dialect == .onnx && windowing == .adaptive(Size(height: 1, width: 1))) {
        let layer = Pooling(.max, over: windowing, dialect: c.dialect)
        let value = try layer(input, as: Float.self)
        #expect(value.samples.map(\.bitPattern) == [c.value.bitPattern])
        let both = try layer.withIndices(input)
        #expect(both.values.samples.map(\.bitPattern) == [c.valueWithIndex.bitPattern])
        #expect(both.indices.samples == [c.index])
      }
    }
  }

  @Test("A first tap in padding is not the window's first tap")
  func firstRealTap() throws {
    let input = try Planes<Float>(channels: 1, size: Size(height: 2, width: 2), [.nan, 1, 2, 3])
    let layer = Pooling(.max, over: .sliding(2, stride: 1, padding: .all(1)), dialect: .onnx)
    let (values, indices) = try layer.withIndices(input)
    #expect(values.samples.map(\.isNaN) == [true, true, false, true, true, false, false, false, false])
    #expect(indices.samples == [0, 0, 1, 0, 0, 3, 2, 3, 3])
    #expect(try layer(input, as: Float.self).samples.map(\.isNaN) == values.samples.map(\.isNaN))
  }

  @Test("A window without taps in a list does not cost the next one its first row")
  func emptyBeforeFull() throws {
    let input = try Planes<Int32>(channels: 1, size: Size(height: 3, width: 1), [9, 2, 1])
    let empty = Window(firstTap: 0, tapCount: 0)
    let column = try AxisWindows(inputLength: 1, [Window(firstTap: 0, tapCount: 1)])
    for (windows, want) in [
      ([empty, Window(firstTap: 0, tapCount: 3)], [Int32.min, 9]),
      (
        [empty, empty, Window(firstTap: 0, tapCount: 1), Window(firstTap: 1, tapCount: 2)],
        [.min, .min, 9, 2]
      ),
      ([Window(firstTap: 0, tapCount: 1), empty, Window(firstTap: 1, tapCount: 2)], [9, .min, 2]),
      ([Window(firstTap: 2, tapCount: 1), empty], [1, .min]),
    ] {
      let layer = Pooling(
        .max, over: .custom(rows: try AxisWindows(inputLength: 3, windows), columns: column))
      for threads in 1...3 {
        #expect(try layer(input, as: Int32.self, schedule: Schedule(threads: threads)).samples == want)
      }
    }
  }

  @Test(
    "A dilated window that misses the input gives −∞ or the minimum, and no index",
    arguments: SampleType.allCases)
  func emptyWindow(_ type: SampleType) throws {
    func check<S: TestSample>(_: S.Type) throws {
      let input = Planes(channels: 1, size: Size(height: 1, width: 1), repeating: S.clamping(5))
      let layer = Pooling(.max, over: .sliding(2, stride: 1, padding: .all(1), dilation: 2))
      let (values, indices) = try layer.withIndices(input)
      #expect(values.samples.map(\.bits) == [S.floor.bits])
      #expect(indices.samples == [-1])
      #expect(try layer(input, as: S.self).samples.map(\.bits) == [S.floor.bits])
      // The same taps averaged: nothing over nothing is 0, as ONNX Runtime has it.
      let average = Pooling(
        .average(countIncludePad: false), over: .sliding(2, stride: 1, padding: .all(1), dilation: 2),
        dialect: .onnx)
      #expect(try average(input, as: S.self).samples.map(\.bits) == [0])
      #expect(try average(input, as: Double.self).samples.map(\.bits) == [0])
    }
    try check(type.testType)
  }
}
