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
