import PoolingEngine
import TestSupport
import Testing

@Suite("Refusals: rule, message and the dialects that accept")
struct RefusalTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    let layer: Pooling
    var size = Size(height: 6, width: 8)
    let rule: PoolingError.Rule
    let message: String
    var acceptedBy: [Dialect] = []
    let reason: String
    var testDescription: String { reason }
  }

  static let refusals: [Refusal] = [
    Refusal(
      layer: Pooling(.max, over: .sliding(Pair(0, 2))), rule: .positiveParameter,
      message: "kernel 0,2 must be at least 1", reason: "zero kernel"),
    Refusal(
      layer: Pooling(.max, over: .sliding(2, stride: Pair(2, 0))), rule: .positiveParameter,
      message: "stride 2,0 must be at least 1", reason: "zero stride"),
    Refusal(
      layer: Pooling(.max, over: .sliding(2, dilation: Pair(0, 1))), rule: .positiveParameter,
      message: "dilation 0,1 must be at least 1", reason: "zero dilation"),
    Refusal(
      layer: Pooling(.max, over: .sliding(3, padding: .symmetric(Pair(2, 0)))), rule: .paddingLimit,
      message: "vertical padding 2 is over torch's limit of 1 for a kernel of 3",
      acceptedBy: [.tensorflow, .onnx], reason: "torch: half the kernel"),
    Refusal(
      layer: Pooling(.max, over: .sliding(3, stride: 1, padding: .all(2), dilation: 2)), rule: .paddingLimit,
      message: "vertical padding 2 is over torch's limit of 1 for a kernel of 3",
      acceptedBy: [.onnx],
      reason: "torch 2.13: half the undilated kernel; tensorflow does not dilate padded windows"),
    Refusal(
      layer: Pooling(
        .max, over: .sliding(2, stride: 1, padding: .explicit(top: 0, left: 2, bottom: 0, right: 0)),
        dialect: .onnx),
      rule: .paddingLimit, message: "horizontal padding 2 is over onnx's limit of 1 for a kernel of 2",
      reason: "onnx: below the kernel"),
    Refusal(
      layer: Pooling(.max, over: .sliding(2, padding: .explicit(top: 0, left: 0, bottom: -1, right: 0))),
      rule: .paddingLimit,
      message: "vertical padding -1 is negative", reason: "negative padding"),
    Refusal(
      layer: Pooling(.max, over: .sliding(Pair(7, 1), stride: 1)), rule: .emptyOutput,
      message: "no vertical window fits: 7 taps over 6 samples with padding 0 + 0",
      reason: "a kernel wider than the input"),
    Refusal(
      layer: Pooling(.max, over: .sliding(Pair(1, 3), stride: 1, dilation: Pair(1, 4))), rule: .emptyOutput,
      message: "no horizontal window fits: 9 taps over 8 samples with padding 0 + 0",
      reason: "a dilated kernel wider than the input"),
    Refusal(
      layer: Pooling(.max, over: .adaptive(Size(height: 0, width: 2))), rule: .emptyOutput,
      message: "an output of 0 rows and 2 columns has no windows", reason: "adaptive to nothing"),
    Refusal(
      layer: Pooling(.max, over: .sliding(1)), size: Size(height: 0, width: 5), rule: .emptyInput,
      message: "the input has no samples (0 rows, 5 columns)", reason: "no rows"),
    Refusal(
      layer: Pooling(.average(divisorOverride: 0), over: .sliding(2)), rule: .zeroDivisor,
      message: "the divisor override is 0", reason: "division by zero"),
    Refusal(
      layer: Pooling(.average, over: .sliding(2, dilation: 2)), rule: .notInDialect,
      message: "torch's average has no dilation", acceptedBy: [.onnx],
      reason: "torch's average; tensorflow dilates with stride 1 only"),
    Refusal(
      layer: Pooling(.average, over: .sliding(2, stride: 1, dilation: 2)), rule: .notInDialect,
      message: "torch's average has no dilation", acceptedBy: [.tensorflow, .onnx],
      reason: "torch's average, plain windows"),
    Refusal(
      layer: Pooling(.max, over: .sliding(2, stride: 2, dilation: 2), dialect: .tensorflow),
      rule: .notInDialect,
      message: "tensorflow dilates with stride 1 and no padding only", acceptedBy: [.torch, .onnx],
      reason: "tensorflow, dilated and strided"),
    Refusal(
      layer: Pooling(
        .average, over: .sliding(2, stride: 1, padding: .same, dilation: 2), dialect: .tensorflow),
      rule: .notInDialect,
      message: "tensorflow dilates with stride 1 and no padding only", acceptedBy: [.onnx],
      reason: "tensorflow, dilated and padded"),
    Refusal(
      layer: Pooling(.max, over: .sliding(2, ceilMode: true), dialect: .tensorflow), rule: .notInDialect,
      message: "tensorflow has no ceil mode", acceptedBy: [.torch, .onnx], reason: "tensorflow, ceil mode"),
    Refusal(
      layer: Pooling(.max, over: .adaptive(Size(height: 2, width: 2)), dialect: .onnx), rule: .notInDialect,
      message: "onnx has no adaptive pooling", acceptedBy: [.torch, .tensorflow], reason: "onnx, adaptive"),
    Refusal(
      layer: Pooling(.average(countIncludePad: true), over: .sliding(2), dialect: .tensorflow),
      rule: .notInDialect,
      message: "tensorflow's average never counts padding", acceptedBy: [.torch, .onnx],
      reason: "tensorflow, count_include_pad"),
    Refusal(
      layer: Pooling(.average(divisorOverride: 3), over: .sliding(2), dialect: .onnx), rule: .notInDialect,
      message: "onnx's average has no divisor override", acceptedBy: [.torch],
      reason: "onnx, divisor_override"),
    Refusal(
      layer: Pooling(
        .max, over: .sliding(3, padding: .explicit(top: 6, left: 0, bottom: 0, right: 0), border: .reflect)),
      rule: .borderSize,
      message: "reflecting 6 samples needs an axis longer than that; the vertical one has 6",
      reason: "nothing left to reflect"),
    Refusal(
      layer: Pooling(.max, over: .sliding(Pair(1, 1 << 31))), rule: .overflow,
      message: "kernel 2147483648 is too large: it goes up to 2147483647", reason: "parameters stay below 2³¹"
    ),
    Refusal(
      layer: Pooling(.max, over: .sliding(1)), size: Size(height: 1, width: 1 << 31), rule: .overflow,
      message: "an input of 2147483648x1 is too large: sides go up to 2147483647",
      reason: "sides stay below 2³¹"),
    Refusal(
      layer: Pooling(.average(divisorOverride: 1 << 40), over: .sliding(1)), rule: .overflow,
      message: "the divisor override 1099511627776 is beyond ±2147483647", reason: "a divisor stays below 2³¹"
    ),
  ]

  @Test("Refused when planned", arguments: refusals)
  func refusal(_ c: Refusal) {
    #expect(throws: PoolingError(c.rule, c.message, acceptedBy: c.acceptedBy)) {
      try c.layer.geometry(of: c.size)
    }
  }

  @Test(
    "Refused alike by the planes call", arguments: refusals.filter { $0.size.height * $0.size.width < 1000 })
  func refusalOfPlanes(_ c: Refusal) throws {
    let planes = Planes<UInt8>(channels: 1, size: c.size, repeating: 1)
    let error = PoolingError(c.rule, c.message, acceptedBy: c.acceptedBy)
    #expect(throws: error) { try c.layer(planes, as: UInt8.self) }
    #expect(throws: error) {
      try StreamedPooling.run(PlanesSource(planes), by: c.layer, as: UInt8.self)
    }
  }

  @Test("The description names the dialects")
  func description() {
    let error = PoolingError(.notInDialect, "no", acceptedBy: [.torch, .onnx])
    #expect(error.description == "no (accepted by torch, onnx)")
    #expect(PoolingError(.emptyInput, "none").description == "none")
  }

  @Test("Samples must fill the planes")
  func sampleCount() {
    let error = PoolingError(.sampleCount, "5 samples do not fill 1 planes of 2 rows by 3 columns")
    #expect(throws: error) {
      try Planes<UInt8>(channels: 1, size: Size(height: 2, width: 3), [1, 2, 3, 4, 5])
    }
    #expect(throws: PoolingError.self) {
      try Planes<UInt8>(channels: -1, size: Size(height: -1, width: 1), [1])
    }
    #expect(throws: PoolingError.self) {
      try Planes<UInt8>(channels: 4, size: Size(height: Int.max, width: 4), [])
    }
  }

  struct ListCase: Sendable, CustomTestStringConvertible {
    let windows: [Window]
    let message: String
    let reason: String
    var testDescription: String { reason }
  }

  static let lists: [ListCase] = [
    ListCase(
      windows: [Window(firstTap: 3, tapCount: 3)], message: "window 0 has taps outside 0..<5",
      reason: "past the end"),
    ListCase(
      windows: [Window(firstTap: -1, tapCount: 3)], message: "window 0 has taps outside 0..<5",
      reason: "before the start"),
    ListCase(
      windows: [Window(firstTap: 2, tapCount: 2), Window(firstTap: 1, tapCount: 4)],
      message: "window 1 starts or ends before the window ahead of it", reason: "a step back"),
    ListCase(
      windows: [Window(firstTap: 0, tapCount: 4), Window(firstTap: 1, tapCount: 2)],
      message: "window 1 starts or ends before the window ahead of it", reason: "an earlier end"),
    ListCase(
      windows: [Window(firstTap: 0, tapCount: -1)],
      message: "window 0 has a negative count or weight, or no dilation", reason: "negative taps"),
    ListCase(
      windows: [Window(firstTap: 0, tapCount: 2, dilation: Int.max)],
      message: "window 0 has taps outside 0..<5", reason: "a span that overflows"),
  ]

  @Test("Window lists", arguments: lists)
  func windowList(_ c: ListCase) {
    #expect(throws: PoolingError(.windowList, c.message)) { try AxisWindows(inputLength: 5, c.windows) }
  }

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

  @Test("A list for another size, and an empty one")
  func listSize() throws {
    let list = try AxisWindows(inputLength: 5, [Window(firstTap: 0, tapCount: 5)])
    let layer = Pooling(.max, over: .custom(rows: list, columns: list))
    #expect(throws: PoolingError(.windowList, "the window lists are for 5x5, not 6x5")) {
      try layer.geometry(of: Size(height: 5, width: 6))
    }
    let empty = try AxisWindows(inputLength: 5, [])
    #expect(throws: PoolingError(.emptyOutput, "a window list is empty")) {
      try Pooling(.max, over: .custom(rows: empty, columns: list)).geometry(of: Size(height: 5, width: 5))
    }
  }

  @Test("Indices belong to a max")
  func indicesOfAverage() {
    let planes = Planes<UInt8>(channels: 1, size: Size(height: 2, width: 2), repeating: 1)
    do {
      _ = try Pooling(.average, over: .global).withIndices(planes)
      Issue.record("an average has no indices")
    } catch {
      #expect(error.rule == .notInDialect)
    }
  }

  @Test("A max keeps its type")
  func maxType() {
    let planes = Planes<UInt16>(channels: 1, size: Size(height: 2, width: 2), repeating: 1)
    do {
      _ = try Pooling(.max, over: .global)(planes, as: UInt8.self)
      Issue.record("a max of uint16 as uint8 is refused")
    } catch {
      #expect(error.rule == .resultType)
    }
  }
}
