import PoolingEngine
import TestSupport
import Testing

/// Requests at and beyond the limits of the integers, each in a process of its own, since a trap would end it.
@Suite("Limits: planned or refused, never trapped")
struct LimitTests {
  @Test("Lists whose weights or counts are beyond reason are refused or pooled right, never trapped")
  func heavyLists() async throws {
    await #expect(processExitsWith: .success) {
      let input = try Planes<Double>(channels: 1, size: Size(height: 2, width: 2), [1, 3, 1, 3])
      for weight in [1 << 31, 1 << 32, 1 << 40, Int.max / 2, .max] {
        for window in [
          Window(firstTap: 0, tapCount: 2, leadingWeight: weight, trailingWeight: weight),
          Window(firstTap: 0, tapCount: 2, paddingTaps: weight),
          Window(firstTap: 0, tapCount: 2, overhangTaps: weight),
        ] {
          let plain = Window(firstTap: 0, tapCount: 2)
          for (vertical, horizontal) in [(window, plain), (plain, window), (window, window)] {
            guard let rows = try? AxisWindows(inputLength: 2, [vertical]),
              let columns = try? AxisWindows(inputLength: 2, [horizontal])
            else { continue }
            let layer = Pooling(.average(countIncludePad: false), over: .custom(rows: rows, columns: columns))
            if let got = try? layer(input, as: Double.self) {
              precondition(got.samples == [2], "\(got.samples)")
            }
            var including = layer
            including.reduction = .average
            _ = try? including(input, as: Double.self)
          }
        }
      }
    }
  }

  @Test("Boxes and outputs of any size are planned or refused, never trapped")
  func boxes() async throws {
    await #expect(processExitsWith: .success) {
      for side in [-1, 0, 1, 1 << 31, 1 << 40, Int.max] {
        for other in [1, 7, Int.max] {
          for (height, width) in [(side, other), (other, side)] {
            let size = Size(height: height, width: width)
            for windowing in [Windowing.fit(size), .area(size), .adaptive(size)] {
              let geometry = try? Pooling(.average, over: windowing).geometry(of: Size(height: 5, width: 9))
              if windowing == .fit(size), let geometry {
                precondition(geometry.output.height <= 5 && geometry.output.width <= 9)
              }
            }
          }
        }
      }
    }
  }

  @Test("Parameters at the limits are planned or refused, never trapped")
  func limits() async throws {
    await #expect(processExitsWith: .success) {
      let big = Int(Int32.max)
      let input = Planes<UInt8>(channels: 1, size: Size(height: 3, width: 4), repeating: 200)
      let paddings: [Padding] = [
        .valid, .same, .sameLower, .all(1), .all(big / 2), .all(big), .all(.max),
        .explicit(top: 0, left: .min, bottom: 0, right: 0),
      ]
      for reduction in [Reduction.max, .average, .average(countIncludePad: false)] {
        for dialect in Dialect.allCases {
          for (kernel, stride, dilation) in [
            (1, 1, big), (2, big, 1), (big, 1, 1), (big, big, 1), (big, big, big), (2, 1, big),
          ] {
            for padding in paddings {
              for border in [Border.dialect, .replicate, .reflect] {
                for ceilMode in [false, true] {
                  let windowing = Windowing.sliding(
                    Pair(kernel, kernel), stride: Pair(stride, stride), padding: padding,
                    dilation: Pair(dilation, dilation), border: border, ceilMode: ceilMode)
                  let layer = Pooling(reduction, over: windowing, dialect: dialect)
                  guard let geometry = try? layer.geometry(of: input.size) else { continue }
                  _ = (geometry.rows.first, geometry.rows.last, geometry.columns.mirrored().first)
                  guard geometry.output.height * geometry.output.width < 1000,
                    geometry.filledBorder.enlarged(input.size).height < 1000
                  else { continue }
                  guard let got = try? layer(input, as: UInt8.self) else { continue }
                  precondition(reduction != .max || got.samples.allSatisfy { $0 == 200 || $0 == 0 })
                }
              }
            }
          }
        }
      }
    }
  }
}

@Suite("Memory estimates") struct MemoryEstimateTests {
  /// Estimates that users meet as `--max-memory`: rows, never pictures, unless the geometry asks for more.
  @Test(
    "What a pooling of a 24-megapixel picture holds",
    arguments: [
      ("8×8 windows: a few rows", Windowing.sliding(8), 4_000_000),
      ("global: one row of sums", .global, 4_000_000),
      ("15×15 stride 1: two blocks of rows", .sliding(15, stride: 1), 12_000_000),
      ("area: rows", .area(Size(height: 100, width: 150)), 4_000_000),
    ])
  func bounded(_ reason: String, _ windowing: Windowing, _ limit: Int) throws {
    let format = RowFormat(size: Size(height: 4000, width: 6000), channels: 3, sampleType: .uint8)
    let layer = Pooling(.average, over: windowing)
    #expect(try layer.workingMemory(for: format, results: [.uint8]) < limit, "\(reason)")
  }
}
