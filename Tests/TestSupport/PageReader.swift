public import FeatureMaps
import Foundation
import PoolingEngine

/// What a report page holds: its JSON and its blocks, found as a browser finds them.
public struct PageReader {
  public let data: JSONValue
  /// Bytes by the block's name.
  public let blocks: [String: [UInt8]]
  /// The page from its title to the end of it.
  public let title: String

  public init(_ html: [UInt8]) throws {
    let page = String(decoding: html, as: UTF8.self)
    // A script element ends at the first end tag, whatever stands before it.
    func contents(_ opening: String) -> [(id: String, text: String)] {
      page.components(separatedBy: opening).dropFirst().map { rest in
        let parts = rest.components(separatedBy: "</script")[0].components(separatedBy: "\">")
        return (parts[0], parts.dropFirst().joined(separator: "\">"))
      }
    }
    let json = contents("<script type=\"application/json\" id=\"")
    guard json.count == 1, json[0].id == "data" else {
      throw BlockReader(message: "a page has one JSON value, not \(json.count)")
    }
    data = try JSONValue(parsing: Array(json[0].text.utf8))
    var blocks: [String: [UInt8]] = [:]
    for (id, text) in contents("<script type=\"text/plain\" id=\"") {
      guard id.hasPrefix("block-"), let bytes = Data(base64Encoded: text) else {
        throw BlockReader(message: "\(id) is no block in base64")
      }
      blocks[String(id.dropFirst(6))] = Array(bytes)
    }
    self.blocks = blocks
    title =
      page.components(separatedBy: "<title>").last?.components(separatedBy: "</title>").first ?? ""
  }

  /// The planes of a block that the JSON refers to; nil for null.
  public func tensor(_ reference: JSONValue?) throws -> Tensor? {
    guard let reference, reference != .null else { return nil }
    guard let name = reference["block"]?.stringValue, let stream = blocks[name] else {
      throw BlockReader(message: "there is no block for \(reference)")
    }
    return try BlockReader.tensor(stream, reference)
  }
}

extension Tensor {
  /// Whether element type, planes and every bit are the same.
  ///
  /// - Parameter anyNaN: one NaN is as good as another.
  public func isSame(as other: Tensor, anyNaN: Bool = false) -> Bool {
    var (first, second) = (Bits(anyNaN: anyNaN), Bits(anyNaN: anyNaN))
    return sampleType == other.sampleType && channels == other.channels && size == other.size
      && withPlanes(&first) == other.withPlanes(&second)
  }

  private struct Bits: PlanesVisitor {
    let anyNaN: Bool

    mutating func visit<S: Sample>(_ planes: Planes<S>) -> [[UInt8]] {
      planes.samples.map { sample in
        // Only a NaN is not equal to itself.
        anyNaN && sample != sample ? [] : withUnsafeBytes(of: sample) { Array($0) }
      }
    }
  }
}
