import FeatureMaps
import ImageCodecs
import TestSupport
import Testing

@testable import ImagePooling

/// The stages between decoding and pooling, against their definitions.
@Suite struct StageTests {
  private func picture<S: Sample>(_ samples: [S], _ color: ColorModel) throws -> PictureSource {
    let planes = try Planes(
      channels: color.channels, size: Size(height: 1, width: samples.count / color.channels),
      (0..<color.channels).flatMap { channel in
        stride(from: channel, to: samples.count, by: color.channels).map { samples[$0] }
      })
    return PictureSource(PlanesSource(planes), color)
  }

  /// The interleaved samples that come out.
  private func samples<S: Sample>(_ source: PictureSource, as type: S.Type = S.self) throws -> [S] {
    var strip = Strip(format: source.rows.format, capacity: 4)
    var result: [S] = []
    while true {
      try source.rows.read(into: &strip)
      guard strip.rowCount > 0 else { return result }
      for row in strip.rows {
        strip.withRow(row, as: S.self) { span in for place in span.indices { result.append(span[place]) } }
      }
    }
  }

  @Test func grayIsRec601() throws {
    // Red, green, blue, white, black and a mixture; Pillow's convert("L") gives the same.
    let colours: [UInt8] = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 10, 200, 90]
    let gray = try picture(colours, .rgb).channels(.gray)
    #expect(gray.color == .gray)
    #expect(try samples(gray, as: UInt8.self) == [76, 150, 29, 255, 0, 131])
  }

  @Test func sixteenBitGrayKeepsTheWhite() throws {
    let gray = try picture([UInt16](repeating: 65535, count: 3), .rgb).channels(.gray)
    #expect(try samples(gray, as: UInt16.self) == [65535])
  }

  struct Layout: CustomTestStringConvertible {
    let from: ColorModel
    let to: ChannelLayout
    let input: [UInt8]
    let output: [UInt8]
    var testDescription: String { "\(from.rawValue) to \(to.rawValue)" }
  }

  static let layouts = [
    Layout(from: .gray, to: .rgb, input: [7, 9], output: [7, 7, 7, 9, 9, 9]),
    Layout(from: .gray, to: .rgba, input: [7], output: [7, 7, 7, 255]),
    Layout(from: .grayAlpha, to: .gray, input: [7, 3], output: [7]),
    Layout(from: .grayAlpha, to: .rgb, input: [7, 3], output: [7, 7, 7]),
    Layout(from: .grayAlpha, to: .rgba, input: [7, 3], output: [7, 7, 7, 3]),
    Layout(from: .rgb, to: .rgba, input: [1, 2, 3], output: [1, 2, 3, 255]),
    Layout(from: .rgba, to: .rgb, input: [1, 2, 3, 4], output: [1, 2, 3]),
    Layout(from: .rgba, to: .asShown, input: [1, 2, 3, 4], output: [1, 2, 3, 4]),
    Layout(from: .rgba, to: .keep, input: [1, 2, 3, 4], output: [1, 2, 3, 4]),
  ]

  @Test(arguments: layouts)
  func layoutsOfChannels(_ example: Layout) throws {
    #expect(try samples(try picture(example.input, example.from).channels(example.to)) == example.output)
  }

  @Test func backgroundsAreMixedByAlpha() throws {
    // Opaque, transparent, and 128 of 255: (200·128 + 255·127 + 127) / 255 = 227.
    let white = try picture([200, 255, 200, 0, 200, 128] as [UInt8], .grayAlpha).over(.white)
    #expect(white.color == .gray)
    #expect(try samples(white, as: UInt8.self) == [200, 255, 227])
    let red = try #require(Color("red"))
    let coloured = try picture([200, 0] as [UInt8], .grayAlpha).over(red)
    #expect(coloured.color == .rgb)
    #expect(try samples(coloured, as: UInt8.self) == [255, 0, 0])
    let deep = try picture([1000, 2000, 3000, 65535, 9, 9, 9, 0] as [UInt16], .rgba).over(.white)
    #expect(try samples(deep, as: UInt16.self) == [1000, 2000, 3000, 65535, 65535, 65535])
    #expect(try picture([1, 2, 3] as [UInt8], .rgb).over(.white).color == .rgb, "no alpha, no change")
  }

  @Test func linearLightAndBackIsTheIdentityForEightBits() {
    for code in 0...255 { #expect(LinearLight.toGamma8[Int(LinearLight.toLinear8[code])] == UInt8(code)) }
  }

  @Test func theTablesAreThoseOfTheStandard() {
    // Ends, the knee, and values worked out with forty digits: round(65535 · linear(c / 255)).
    let known: [Int: UInt16] = [
      0: 0, 1: 20, 10: 199, 11: 219, 64: 3360, 128: 14146, 188: 32957, 254: 64952, 255: 65535,
    ]
    for (code, light) in known { #expect(LinearLight.toLinear8[code] == light, "\(code)") }
    #expect(zip(LinearLight.toLinear16, LinearLight.toLinear16.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(zip(LinearLight.toGamma16, LinearLight.toGamma16.dropFirst()).allSatisfy { $0 <= $1 })
    for code in 0...255 { #expect(LinearLight.toLinear16[code * 257] == LinearLight.toLinear8[code]) }
    // The curve's slope is at least 1/12.92, and at least 1 in its upper half.
    let steps = (0...65535).map { abs(Int(LinearLight.toGamma16[Int(LinearLight.toLinear16[$0])]) - $0) }
    #expect(steps.allSatisfy { $0 <= 7 })
    #expect(steps[35_000...].allSatisfy { $0 == 0 })
  }

  @Test func alphaIsNotLight() throws {
    let linear = try picture([128, 128] as [UInt8], .grayAlpha).linear()
    #expect(try samples(linear, as: UInt16.self) == [14146, 128 * 257])
  }
}
