import FeatureMaps
import Foundation
import ImagePooling
import PoolingEngine
import TestSupport
import Testing

/// `Comparison` against what scikit-image gave: Tests/Conformance/similarity_golden.json, made by the script beside it.
@Suite struct ComparisonGoldenTests {
  struct Golden: Decodable, Sendable {
    let scikitImage: String
    let pairs: [Pair]
  }

  struct Pair: Decodable, Sendable, CustomTestStringConvertible {
    let name, picture, change: String
    let part: [Int]?
    let amount: Int
    let seed: UInt64
    let dataRange: Double?
    let psnr, ssim, maxAbs, meanAbs, rmse: Double
    let differing: Int
    var testDescription: String { name }
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let golden: Golden? = {
    let place = root.appendingPathComponent("Tests/Conformance/similarity_golden.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return (try? Data(contentsOf: place)).flatMap { try? decoder.decode(Golden.self, from: $0) }
  }()

  @Test func thereAreTen() throws {
    let golden = try #require(Self.golden)
    #expect(golden.scikitImage == "0.26.0" && golden.pairs.count >= 10)
  }

  @Test("To 1e-6", arguments: golden?.pairs ?? [])
  func agrees(_ pair: Pair) throws {
    let place = Self.root.appendingPathComponent("SampleImages/\(pair.picture)")
    let tensor = try Pictures.decoded(Array(Data(contentsOf: place))).tensor
    let found: Comparison
    if let planes = tensor.planes(as: UInt8.self) {
      found = try Self.compared(pair, planes)
    } else {
      found = try Self.compared(pair, try #require(tensor.planes(as: UInt16.self)))
    }
    #expect(found.differing == pair.differing)
    #expect(abs(found.maximum - pair.maxAbs) <= 1e-12 * pair.maxAbs)
    #expect(abs(found.mean - pair.meanAbs) <= 1e-12 * pair.meanAbs)
    #expect(abs(found.rootMeanSquare - pair.rmse) <= 1e-12 * pair.rmse)
    let (psnr, ssim) = (try #require(found.psnr.value), try #require(found.ssim.value))
    #expect(abs(psnr - pair.psnr) <= 1e-6)
    #expect(abs(ssim - pair.ssim) <= 1e-6)
  }

  private static func compared<S: Sample & FixedWidthInteger & UnsignedInteger>(
    _ pair: Pair, _ whole: Planes<S>
  ) throws -> Comparison {
    let part = pair.part ?? [0, 0, whole.size.height, whole.size.width]
    let size = Size(height: part[2], width: part[3])
    var a = Planes<S>(channels: whole.channels, size: size, repeating: 0)
    for channel in 0..<whole.channels {
      for row in 0..<size.height {
        for column in 0..<size.width {
          a[channel, row, column] = whole[channel, part[0] + row, part[1] + column]
        }
      }
    }
    var random = SeededRandom(seed: pair.seed)
    func noise() -> Int { random.int(-pair.amount...pair.amount) }
    func clamped(_ value: Int) -> S { S(min(max(value, 0), Int(S.max))) }
    if pair.change == "unit" || pair.change == "far" {
      let isUnit = pair.change == "unit"
      let real = a.samples.map { isUnit ? Double($0) / 255 : Double($0) / 128 + 1000 }
      let other = real.map { $0 + (isUnit ? Double(noise()) / 1000 : Double(noise()) / 512) }
      var rules = Comparison.Rules()
      rules.dataRange = pair.dataRange
      return try Comparison(
        of: .bytes(Pictures.npy(Planes(channels: a.channels, size: size, real))),
        and: .bytes(Pictures.npy(Planes(channels: a.channels, size: size, other))), by: rules)
    }
    var b = a
    switch pair.change {
    case "noise":
      b = try Planes(channels: a.channels, size: size, a.samples.map { clamped(Int($0) + noise()) })
    case "offset":
      b = try Planes(channels: a.channels, size: size, a.samples.map { clamped(Int($0) + pair.amount) })
    case "mask": b = try Planes(channels: a.channels, size: size, a.samples.map { $0 & S(pair.amount) })
    case "invert": b = try Planes(channels: a.channels, size: size, a.samples.map { S.max - $0 })
    default:
      for channel in 0..<a.channels {
        for row in 0..<size.height {
          for column in 0..<size.width {
            b[channel, row, column] =
              pair.change == "shift"
              ? a[channel, row, (column + pair.amount) % size.width]
              : a[channel, row / pair.amount * pair.amount, column / pair.amount * pair.amount]
          }
        }
      }
    }
    return try Comparison(of: .bytes(Pictures.encoded(a)), and: .bytes(Pictures.encoded(b)))
  }
}
