import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

@testable import ImagePooling

/// `Comparison` against nested loops, and what it says of odd samples.
@Suite struct ComparisonTests {
  private static func near(_ found: Double, _ wanted: Double, _ bound: Double = 1e-11) -> Bool {
    found == wanted || abs(found - wanted) <= bound * max(1, abs(wanted))
  }

  private static func bytes<S: Sample>(_ planes: Planes<S>) throws -> Input {
    .bytes(try Pictures.npy(planes))
  }

  private static func check(
    _ found: Comparison, _ wanted: ReferenceComparison, _ comment: Comment,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(found.differing == wanted.differing, comment, sourceLocation: sourceLocation)
    #expect(found.maximum == wanted.maximum, comment, sourceLocation: sourceLocation)
    #expect(near(found.mean, wanted.mean), comment, sourceLocation: sourceLocation)
    #expect(near(found.rootMeanSquare, wanted.rootMeanSquare), comment, sourceLocation: sourceLocation)
    #expect(near(found.psnr.value ?? .nan, wanted.psnr), comment, sourceLocation: sourceLocation)
    #expect(
      found.ssim.value.map { near($0, wanted.ssim ?? .nan, 1e-10) } ?? (wanted.ssim == nil), comment,
      sourceLocation: sourceLocation)
    let first = found.firstDifference.map { [$0.channel, $0.row, $0.column] }
    #expect(first == wanted.first, comment, sourceLocation: sourceLocation)
  }

  /// Sizes around the window's side, and one that takes several strips.
  static let shapes: [(channels: Int, height: Int, width: Int)] = [
    (1, 1, 1), (3, 6, 9), (1, 7, 7), (2, 7, 8), (4, 8, 7), (3, 15, 22), (5, 9, 13), (1, 150, 11),
  ]

  @Test(arguments: shapes.indices)
  func againstNestedLoops(_ place: Int) throws {
    let (channels, height, width) = Self.shapes[place]
    let size = Size(height: height, width: width)
    var random = SeededRandom(seed: UInt64(100 + place))
    let count = channels * height * width
    func double<S: Sample>(_ planes: Planes<S>, _ number: (S) -> Double) throws -> Planes<Double> {
      try Planes(channels: channels, size: size, planes.samples.map(number))
    }
    func planes<S: Sample>(_ next: () -> S) throws -> Planes<S> {
      try Planes(channels: channels, size: size, (0..<count).map { _ in next() })
    }
    func changed<S: Sample>(_ planes: Planes<S>, _ change: (S) -> S) throws -> Planes<S> {
      try Planes(
        channels: channels, size: size, planes.samples.map { random.chance(3) ? change($0) : $0 })
    }
    let bytes = try planes { UInt8(random.int(0...255)) }
    let otherBytes = try changed(bytes) { $0 &+ UInt8(random.int(0...40)) }
    Self.check(
      try Comparison(of: Self.bytes(bytes), and: Self.bytes(otherBytes)),
      ReferenceComparison(
        try double(bytes) { Double($0) }, try double(otherBytes) { Double($0) }, dataRange: 255),
      "uint8")
    // All windows at the ends of the range: the largest sums there can be.
    let words = try planes { random.chance(2) ? UInt16.max : UInt16(random.int(0...65535)) }
    let otherWords = try changed(words) { _ in UInt16.max }
    Self.check(
      try Comparison(of: Self.bytes(words), and: Self.bytes(otherWords)),
      ReferenceComparison(
        try double(words) { Double($0) }, try double(otherWords) { Double($0) }, dataRange: 65535), "uint16")
    var rules = Comparison.Rules()
    rules.dataRange = 2
    let reals = try planes { random.unit() * 2 - 1 }
    let otherReals = try changed(reals) { $0 + random.unit() / 8 }
    Self.check(
      try Comparison(of: Self.bytes(reals), and: Self.bytes(otherReals), by: rules),
      ReferenceComparison(reals, otherReals, dataRange: 2), "float64")
    rules.dataRange = 500
    let numbers = try planes { Int32(random.int(-250...250)) }
    let floats = try Planes(channels: channels, size: size, numbers.samples.map { Float($0) + 0.5 })
    Self.check(
      try Comparison(of: Self.bytes(numbers), and: Self.bytes(floats), by: rules),
      ReferenceComparison(
        try double(numbers) { Double($0) }, try double(floats) { Double($0) }, dataRange: 500),
      "int32 and float32")
  }

  /// Where squares are large and deviations small, sums taken from each other would keep no digit.
  @Test func samplesFarFromZero() throws {
    let size = Size(height: 12, width: 10)
    var random = SeededRandom(seed: 7)
    let near = (0..<120).map { _ in random.unit() }
    let other = near.map { $0 + random.unit() / 10 }
    func result(_ offset: Double) throws -> Double {
      var rules = Comparison.Rules()
      // Means count for nothing beside such constants, so that an offset may not change the result.
      rules.dataRange = 1
      let a = try Planes(channels: 1, size: size, near.map { $0 + offset })
      let b = try Planes(channels: 1, size: size, other.map { $0 + offset })
      let found = try #require(Comparison(of: Self.bytes(a), and: Self.bytes(b), by: rules).ssim.value)
      let wanted = try #require(ReferenceComparison(a, b, dataRange: 1).ssim)
      #expect(Self.near(found, wanted, 1e-9), "offset \(offset)")
      return found
    }
    #expect(abs(try result(1e4) - result(1e6)) < 1e-6)
  }

  struct Odd: CustomTestStringConvertible {
    let reason: String
    let first, second: [Float]
    let differing: Int
    let maximum: Double
    var testDescription: String { reason }
  }

  static let odd = [
    Odd(reason: "two NaN are equal", first: [.nan, 1], second: [.nan, 1], differing: 0, maximum: 0),
    Odd(reason: "NaN against a number", first: [.nan, 1], second: [2, 1], differing: 1, maximum: .infinity),
    Odd(reason: "a number against NaN", first: [2, 1], second: [2, .nan], differing: 1, maximum: .infinity),
    Odd(reason: "equal infinities", first: [.infinity], second: [.infinity], differing: 0, maximum: 0),
    Odd(
      reason: "unequal infinities", first: [.infinity], second: [-.infinity], differing: 1, maximum: .infinity
    ),
    Odd(
      reason: "an infinity and a number", first: [.infinity], second: [0], differing: 1, maximum: .infinity),
    Odd(reason: "zeros of both signs", first: [0.0], second: [-0.0], differing: 0, maximum: 0),
    Odd(
      reason: "the greatest floats", first: [.greatestFiniteMagnitude], second: [-.greatestFiniteMagnitude],
      differing: 1, maximum: 2 * Double(Float.greatestFiniteMagnitude)),
  ]

  @Test(arguments: odd)
  func oddNumbers(_ one: Odd) throws {
    let size = Size(height: 1, width: one.first.count)
    var rules = Comparison.Rules()
    rules.dataRange = 1
    let found = try Comparison(
      of: Self.bytes(Planes(channels: 1, size: size, one.first)),
      and: Self.bytes(Planes(channels: 1, size: size, one.second)), by: rules)
    #expect(found.differing == one.differing && found.maximum == one.maximum)
    if one.maximum == .infinity {
      #expect(found.mean == .infinity && found.rootMeanSquare == .infinity)
      #expect(found.psnr == .number(-.infinity))
      #expect(found.verdict(by: .init(maximumAbsolute: .greatestFiniteMagnitude)) != .equalEnough)
    }
    #expect((found.verdict(by: .init()) == .equalEnough) == (one.differing == 0))
    #expect(found.psnr.value == .infinity || one.differing > 0)
  }

  /// What Double cannot tell apart differs all the same.
  @Test func largeIntegers() throws {
    let size = Size(height: 1, width: 3)
    let a = try Planes<Int64>(channels: 1, size: size, [1 << 53, .min, 7])
    let b = try Planes<Int64>(channels: 1, size: size, [1 << 53 + 1, .max, 7])
    let found = try Comparison(of: Self.bytes(a), and: Self.bytes(b))
    #expect(found.differing == 2 && found.maximum == 0x1p64)
    #expect(found.firstDifference?.first == "9007199254740992")
    #expect(found.firstDifference?.second == "9007199254740993")
    // Nobody said what range they have.
    #expect(found.dataRange == nil && found.psnr.value == nil && found.ssim.value == nil)
    #expect(found.psnr.absence?.contains("--data-range") == true)
  }

  /// An int64 beside other types: what is unequal differs, and by how much is rounded once.
  static let exact: [(whole: Int64, number: Double, difference: Double, reason: String)] = [
    (1 << 53 + 1, 0x1p53, 1, "the integer is rounded to the number"),
    (.max, 0x1p63, 1, "the same at the end of Int64"),
    (1 << 53, 0x1p53, 0, "equal"), (.min, -0x1p63, 0, "equal at the other end"),
    (.max, -0x1p63, 0x1p64, "2⁶⁴ − 1, rounded"), (.min, 0x1p63, 0x1p64, "2⁶⁴"),
    (7, 7.25, 0.25, "a fraction"), (-7, -7.25, 0.25, "a fraction below 0"),
    (1, 1.0.nextDown, 0x1p-53, "close"),
    (1 << 53 + 1, 0.5, 0x1p53, "2⁵³ + 0.5, to the even one"), (0, -0.0, 0, "−0 is 0"),
    (.max, 0x1p200, 0x1p200, "far beyond Int128"), (5, 1e300, 1e300, "farther"), (3, 0x1p-1074, 3, "tiny"),
    (0, 0x1p-1074, 0x1p-1074, "tiny beside 0"), (9, .infinity, .infinity, "infinite"),
    (9, .nan, .infinity, "no number"),
  ]

  @Test(arguments: exact.indices)
  func integersBesideFloats(_ place: Int) throws {
    let (whole, number, difference, reason) = Self.exact[place]
    let size = Size(height: 1, width: 2)
    let integers = try Self.bytes(Planes<Int64>(channels: 1, size: size, [4, whole]))
    let floats = try Self.bytes(Planes<Double>(channels: 1, size: size, [4, number]))
    for (first, second) in [(integers, floats), (floats, integers)] {
      let found = try Comparison(of: first, and: second)
      #expect(found.maximum == difference, "\(reason): \(found.maximum)")
      #expect(found.differing == (difference == 0 ? 0 : 1), "\(reason)")
      #expect(found.firstDifference?.column == (difference == 0 ? nil : 1), "\(reason)")
      let report = try ComparisonReport(of: first, and: second)
      let channel = try PageReader(report.html).data["channels"]?.elements?.first
      #expect(channel?["differing"]?.integerValue == found.differing, "\(reason)")
    }
  }

  @Test func integersBesideIntegers() throws {
    let size = Size(height: 1, width: 1)
    let found = try Comparison(
      of: Self.bytes(Planes<Int64>(channels: 1, size: size, [1 << 53 + 3])),
      and: Self.bytes(Planes<Int32>(channels: 1, size: size, [1])))
    // Rounding ahead of subtracting gives 2⁵³ + 4 − 1, which is 2⁵³ + 4 again.
    #expect(found.maximum == 0x1p53 + 2)
  }

  /// Differences whose squares are no Doubles, beside ones whose are, and the root of their mean.
  static let farDifferences: [(differences: [Double], root: Double, reason: String)] = [
    ([1e200, 0], 1e200 / 2.0.squareRoot(), "squares overflow"),
    ([1e-200, 0], 1e-200 / 2.0.squareRoot(), "squares vanish"),
    ([0x1p-1070, 0x1p-1070], 0x1p-1070, "a subnormal difference"),
    ([1.5e308, 1.5e308], 1.5e308, "the largest of all"),
    ([3, 4], 12.5.squareRoot(), "neither"),
    ([1e200, 1], 1e200 / 2.0.squareRoot(), "the small one does not count"),
    ([0x1p501, 0x1p500], (0x1p500 * 2.5.squareRoot()), "on both sides of what is scaled down"),
    ([0x1p-501, 0x1p-500], (0x1p-501 * 2.5.squareRoot()), "on both sides of what is scaled up"),
    ([1e-200, 1e-100], 1e-100 / 2.0.squareRoot(), "the smaller one does not count"),
  ]

  @Test(arguments: farDifferences.indices)
  func squaresBeyondDouble(_ place: Int) throws {
    let (differences, root, reason) = Self.farDifferences[place]
    let size = Size(height: 1, width: differences.count)
    let found = try Comparison(
      of: Self.bytes(Planes<Double>(channels: 1, size: size, differences)),
      and: Self.bytes(Planes<Double>(channels: 1, size: size, repeating: 0)))
    #expect(abs(found.rootMeanSquare / root - 1) < 1e-12, "\(reason): \(found.rootMeanSquare)")
  }

  @Test func similarityNeedsFiniteSamples() throws {
    var rules = Comparison.Rules()
    rules.dataRange = 1
    var a = Planes<Double>(channels: 1, size: Size(height: 9, width: 9), repeating: 0.5)
    a[0, 4, 4] = .nan
    let found = try Comparison(of: Self.bytes(a), and: Self.bytes(a), by: rules)
    #expect(found.isEqual && found.psnr == .number(.infinity))
    #expect(found.ssim.absence?.contains("not finite") == true)
    #expect(found.verdict(by: .init(minimumSSIM: 0)) == .undecided(["no ssim: \(found.ssim.absence ?? "")"]))
    #expect(found.verdict(by: .init(maximumAbsolute: 0)) == .equalEnough)
  }

  /// Two rows and columns on each side, as far as there are any.
  @Test(arguments: [
    ([0, 0, 0], 0, 0, 3, 3), ([1, 5, 6], 3, 4, 5, 5), ([0, 8, 9], 6, 7, 3, 3), ([2, 1, 8], 0, 6, 4, 4),
  ])
  func neighbourhoods(_ place: [Int], _ top: Int, _ left: Int, _ height: Int, _ width: Int) throws {
    let a = Pictures.planes(channels: 3, size: Size(height: 9, width: 10))
    var b = a
    b[place[0], place[1], place[2]] ^= 0x55
    let found = try Comparison(
      of: .bytes(try Pictures.encoded(a)), and: .bytes(try Pictures.encoded(b)))
    let first = try #require(found.firstDifference)
    #expect([first.channel, first.row, first.column] == place && found.differing == 1)
    #expect(first.top == top && first.left == left)
    let grid = { (planes: Planes<UInt8>) in
      (top..<(top + height)).map { row in
        (left..<(left + width)).map { "\(planes[place[0], row, $0])" }
      }
    }
    #expect(first.firstNeighbourhood == grid(a) && first.secondNeighbourhood == grid(b))
  }

  /// Equal pixels have viridis's first colour, the largest difference its last, infinities too.
  @Test func maps() throws {
    let size = Size(height: 130, width: 200)
    let a = Planes<Float>(channels: 2, size: size, repeating: 3)
    var b = a
    b[1, 4, 5] = 7
    b[0, 129, 199] = 5
    let folder = try Folder()
    let found = try Comparison(of: Self.bytes(a), and: Self.bytes(b), map: .file(folder.place("m.png")))
    #expect(found.differing == 2)
    let map = try Pictures.decoded(folder.read("m.png"))
    let planes = try #require(map.tensor.planes(as: UInt8.self))
    #expect(map.color == .rgb && planes.size == size)
    func colour(_ row: Int, _ column: Int) -> [UInt8] { (0..<3).map { planes[$0, row, column] } }
    #expect(colour(0, 0) == [0x44, 0x01, 0x54] && colour(4, 5) == [0xFD, 0xE7, 0x25])
    #expect(colour(129, 199) == [0x21, 0x91, 0x8C], "the middle: the 128th colour")
    b[1, 4, 5] = .nan
    _ = try Comparison(of: Self.bytes(a), and: Self.bytes(b), map: .file(folder.place("n.png")))
    let infinite = try #require(Pictures.decoded(folder.read("n.png")).tensor.planes(as: UInt8.self))
    #expect((0..<3).map { infinite[$0, 4, 5] } == [0xFD, 0xE7, 0x25])
    #expect(try folder.files() == ["m.png", "n.png"])
  }

  /// A small difference above a large smallest one still begins at 0.
  @Test func aMapBeginsAtZero() throws {
    let a = Planes<UInt8>(channels: 1, size: Size(height: 8, width: 300), repeating: 0)
    var b = Planes<UInt8>(channels: 1, size: Size(height: 8, width: 300), repeating: 100)
    b[0, 0, 0] = 200
    let folder = try Folder()
    _ = try Comparison(of: Self.bytes(a), and: Self.bytes(b), map: .file(folder.place("m.png")))
    let map = try #require(Pictures.decoded(folder.read("m.png")).tensor.planes(as: UInt8.self))
    #expect((0..<3).map { map[$0, 1, 1] } == [0x21, 0x91, 0x8C])
  }

  /// Eight ways to store one picture compare equal upright; memory is counted for both.
  @Test func orientationAndLimits() throws {
    let upright = Pictures.planes(channels: 3, size: Size(height: 21, width: 34))
    let plain = try Pictures.encoded(upright)
    for tag in 1...8 {
      let turned = try Pictures.encoded(upright.turnedUpright(Pictures.inverseOrientation(tag)))
      let found = try Comparison(
        of: .bytes(plain), and: .bytes(Pictures.tagged(png: turned, tag)))
      #expect(found.isEqual && found.size == upright.size, "orientation \(tag)")
      #expect(found.ssim == .number(1) && found.psnr == .number(.infinity))
    }
    var rules = Comparison.Rules()
    rules.limits.memory = 20_000
    let error = #expect(throws: ImagePoolError.self) {
      try Comparison(of: .bytes(plain), and: .bytes(plain), by: rules)
    }
    #expect(error?.kind == .limit)
    let cancellation = Cancellation()
    cancellation.cancel()
    let cancelled = #expect(throws: ImagePoolError.self) {
      try Comparison(of: .bytes(plain), and: .bytes(plain), cancellation: cancellation)
    }
    #expect(cancelled?.kind == .interrupted)
  }
}
