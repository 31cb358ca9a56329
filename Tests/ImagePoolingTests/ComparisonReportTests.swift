import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

@testable import ImagePooling

/// The page of a comparison, by what its data say; its script has tests in a browser.
@Suite("Reports of comparisons")
struct ComparisonReportTests {
  private static let size = Size(height: 12, width: 10)

  /// Pictures and arrays, and those with two samples changed.
  private static func pair<S: TestSample>(_ type: S.Type, seed: UInt64) throws -> (Planes<S>, Planes<S>) {
    var random = SeededRandom(seed: seed)
    let first = Planes<S>.random(.wild, channels: 3, size: size, using: &random)
    var second = first
    let other = Planes<S>.random(.noise, channels: 3, size: size, using: &random)
    second[1, 4, 6] = other[1, 4, 6]
    second[0, 9, 2] = other[0, 9, 2]
    return (first, second)
  }

  @Test("samples, figures and where they differ, for every element type", arguments: SampleType.allCases)
  func holdsWhatWasCompared(_ type: SampleType) throws { try check(type.testType) }

  private func check<S: TestSample>(_ type: S.Type) throws {
    let (first, second) = try Self.pair(type, seed: 31)
    let inputs = (Input.bytes(try Pictures.npy(first)), Input.bytes(try Pictures.npy(second)))
    let report = try ComparisonReport(of: inputs.0, and: inputs.1, command: "imagepool compare </script>")
    let page = try PageReader(report.html)
    let comparison = try Comparison(of: inputs.0, and: inputs.1)
    #expect(report.comparison == comparison)
    #expect(page.data["comparison"]?["max_abs"]?.numberValue ?? .infinity == comparison.maximum)
    #expect(page.data["comparison"]?["differing"]?.integerValue == comparison.differing)
    #expect(page.data["command"]?.stringValue == "imagepool compare </script>")
    #expect(page.data["model"]?.stringValue == "planes" && page.data["overview"] == .null)
    let regions = try #require(page.data["regions"]?.elements)
    #expect(regions.count == 1)
    for (name, planes) in [("first", first), ("second", second)] {
      let read: Planes<S> = try #require(try page.tensor(regions[0][name])?.planes(as: S.self))
      // One NaN is as good as another.
      #expect(zip(read.samples, planes.samples).allSatisfy { $0.bits == $1.bits || ($0 != $0 && $1 != $1) })
    }
    // Nested loops over the planes, in Double.
    let channels = try #require(page.data["channels"]?.elements)
    var counted = 0
    for channel in 0..<3 {
      let count = Self.size.height * Self.size.width
      let differing = (0..<count).filter {
        let (a, b) = (first.samples[channel * count + $0], second.samples[channel * count + $0])
        return !(a == b || (a != a && b != b))
      }
      #expect(channels[channel]["differing"]?.integerValue == differing.count)
      counted += differing.count
    }
    let histogram = try #require(page.data["histogram"])
    let spread = try #require(histogram["counts"]?.elements).compactMap(\.integerValue).reduce(0, +)
    let infinite = try #require(histogram["infinite"]?.integerValue)
    #expect(spread + infinite == counted && counted == comparison.differing)
    #expect(histogram["equal"]?.integerValue == comparison.samples - counted)
  }

  /// Of few whole numbers every one has its own bin.
  @Test(arguments: [1, 5, 6, 13, 51, 63, 64])
  func wholeDifferencesHaveBins(_ most: Int) throws {
    let first = Planes<UInt8>(channels: 1, size: Size(height: 1, width: most + 2), repeating: 7)
    var second = first
    for column in 0...most { second[0, 0, column] = UInt8(7 + column) }
    let report = try ComparisonReport(
      of: .bytes(try Pictures.npy(first)), and: .bytes(try Pictures.npy(second)))
    let histogram = try #require(try PageReader(report.html).data["histogram"])
    #expect(histogram["counts"]?.elements == Array(repeating: 1, count: most))
    #expect(histogram["is_each"] == true)
    #expect(histogram["equal"]?.integerValue == 2 && histogram["high"]?.numberValue == Double(most))
  }

  @Test func picturesAreShownAsPictures() throws {
    for (channels, model, names) in [
      (1, "gray", ["gray"]), (2, "gray_alpha", ["gray", "alpha"]), (3, "rgb", ["red", "green", "blue"]),
      (4, "rgb_alpha", ["red", "green", "blue", "alpha"]),
    ] {
      let planes = Pictures.planes(channels: channels, size: Self.size)
      let picture = Input.bytes(try Pictures.encoded(planes))
      // An array beside a picture is seen as one, whichever comes first.
      for (first, second) in [(picture, picture), (Input.bytes(try Pictures.npy(planes)), picture)] {
        let page = try PageReader(try ComparisonReport(of: first, and: second).html)
        #expect(page.data["model"]?.stringValue == model)
        #expect(page.data["channel_names"]?.elements?.compactMap(\.stringValue) == names)
        #expect(page.data["comparison"]?["status"]?.stringValue == "equal_enough")
        #expect(page.data["largest_difference"] == .null)
      }
    }
  }

  /// A large picture: squares around the first difference, the largest, and the centre; all the rest is an overview that loses no
  /// difference.
  @Test func largePictures() throws {
    let size = Size(height: 1000, width: 1600)
    let first = Planes<UInt8>(channels: 1, size: size, repeating: 90)
    var second = first
    second[0, 2, 1590] = 91
    second[0, 990, 3] = 140
    second[0, 300, 40] = 92
    let report = try ComparisonReport(
      of: .bytes(try Pictures.encoded(first)), and: .bytes(try Pictures.encoded(second)))
    let page = try PageReader(report.html)
    let regions = try #require(page.data["regions"]?.elements)
    let places = regions.map {
      ["top", "left", "height", "width"].map { [region = $0] in region[$0]?.integerValue ?? -1 }
    }
    #expect(places == [[0, 1088, 512, 512], [488, 0, 512, 512], [244, 544, 512, 512]])
    for (region, place) in zip(regions, places) {
      let read = try #require(try page.tensor(region["second"])?.planes(as: UInt8.self))
      for (row, column) in [(0, 0), (2, 502), (502, 3), (511, 511)] {
        #expect(read[0, row, column] == second[0, place[0] + row, place[1] + column])
      }
    }
    let overview = try #require(page.data["overview"])
    let differences = try #require(try page.tensor(overview["difference"])?.planes(as: UInt8.self))
    #expect(differences.size == Size(height: 559, width: 894))
    // 1 and 2 of 50 are 5.1 and 10.2 of 255, rounded up.
    #expect(differences.samples.filter { $0 > 0 }.sorted() == [6, 11, 255])
    for name in ["first", "second"] {
      #expect(try page.tensor(overview[name])?.shape == [1, differences.size.height, differences.size.width])
    }
  }

  private static func kept<S: Sample>(
    _ first: Planes<S>, _ second: Planes<S>, _ cancellation: Cancellation? = nil
  ) throws -> (Comparison, ComparedRows) {
    let kept = ComparedRows()
    let comparison = try Comparison(
      of: .bytes(try Pictures.npy(first)), and: .bytes(try Pictures.npy(second)), by: Comparison.Rules(),
      map: nil, names: (nil, nil), keeping: kept, cancellation: cancellation)
    return (comparison, kept)
  }

  /// The overview tells channels apart, each by its own scale, and places are listed by channel.
  @Test func overviewsTellChannelsApart() throws {
    let size = Size(height: 40, width: 64)
    let first = Planes<UInt8>(channels: 3, size: size, repeating: 90)
    var second = first
    second[1, 2, 62] = 100
    second[2, 2, 62] = 95
    second[0, 33, 3] = 140
    let (_, kept) = try Self.kept(first, second)
    let survey = try DifferenceSurvey(kept)
    #expect(survey.channels.map(\.largestFinite) == [50, 10, 5])
    #expect(
      survey.places.map { [$0.row, $0.column, $0.channel] } == [[2, 62, 1], [2, 62, 2], [33, 3, 0]])
    let small = Size(height: 10, width: 16)
    for hasAll in [true, false] {
      let made = try DifferenceOverview.planes(kept, size, small, survey, channels: 3, hasAll: hasAll)
      guard case .uint8(let planes) = made else { throw Unexpected() }
      var wanted = Planes<UInt8>(channels: hasAll ? 4 : 3, size: small, repeating: 0)
      let own = hasAll ? 1 : 0
      // All channels: 10 and 50 of 50; then red, green and blue by themselves.
      if hasAll { (wanted[0, 0, 15], wanted[0, 8, 0]) = (51, 255) }
      (wanted[own, 8, 0], wanted[own + 1, 0, 15], wanted[own + 2, 0, 15]) = (255, 255, 255)
      #expect(planes.samples == wanted.samples)
    }
  }

  private struct Unexpected: Error {}

  /// The list of places ends somewhere.
  @Test func placesAreBounded() throws {
    let first = Planes<UInt8>(channels: 1, size: Size(height: 50, width: 100), repeating: 90)
    let (_, kept) = try Self.kept(first, Planes(channels: 1, size: first.size, repeating: 91))
    let places = try DifferenceSurvey(kept).places
    #expect(places.count == 4096 && places[4095].row == 40 && places[4095].column == 95)
  }

  @Test func canBeCancelledAfterTheComparison() throws {
    let planes = Pictures.planes(channels: 3, size: Self.size)
    let cancellation = Cancellation()
    let (comparison, kept) = try Self.kept(planes, planes, cancellation)
    _ = try ComparisonPage(comparison, kept)
    cancellation.cancel()
    let error = #expect(throws: ImagePoolError.self) { try ComparisonPage(comparison, kept) }
    #expect(error?.kind == .interrupted)
  }

  /// Where places meet, there is one part; of many planes the parts are small.
  @Test func parts() throws {
    let planes = Planes<Double>(channels: 512, size: Size(height: 60, width: 60), repeating: 3)
    var other = planes
    other[17, 30, 30] = 4
    let rows = try ComparisonReport(
      of: .bytes(try Pictures.npy(planes)), and: .bytes(try Pictures.npy(other)))
    let page = try PageReader(rows.html)
    let regions = try #require(page.data["regions"]?.elements)
    #expect(regions.count == 1)
    #expect(
      regions.map { $0["height"]?.integerValue } == [32] && regions.map { $0["width"]?.integerValue } == [32])
    #expect(page.data["overview"]?["first"]?["channels"]?.integerValue == 8)
  }

  @Test func isTheSameEveryTime() throws {
    let picture = Input.bytes(try Pictures.encoded(Pictures.planes(channels: 3, size: Self.size)))
    let first = try ComparisonReport(of: picture, and: picture)
    #expect(try ComparisonReport(of: picture, and: picture).html == first.html)
    let folder = try Folder()
    try first.write(to: .file(folder.place("r.html")))
    #expect(try first.write(to: .memory) == first.html)
    #expect(try folder.read("r.html") == first.html)
    #expect(throws: ImagePoolError.self) { try first.write(to: .file(folder.place("r.html"))) }
    #expect(try folder.files() == ["r.html"])
  }

  /// Both inputs are held, and that is asked for before it is done.
  @Test func memory() throws {
    let picture = Input.bytes(
      try Pictures.encoded(Planes<UInt8>(channels: 3, size: Size(height: 1000, width: 1000), repeating: 9)))
    var rules = Comparison.Rules()
    rules.limits.memory = 6 << 20
    _ = try Comparison(of: picture, and: picture, by: rules)
    let error = #expect(throws: ImagePoolError.self) {
      try ComparisonReport(of: picture, and: picture, by: rules)
    }
    #expect(error?.kind == .limit && error?.remedy.contains("--max-memory") == true)
  }
}
