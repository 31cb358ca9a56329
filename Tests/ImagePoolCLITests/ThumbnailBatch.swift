import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport

/// Pictures, calls and manifests that the tests of `thumbnail` have in common.
struct ThumbnailBatch {
  let program: Program

  init() throws { program = try Program() }

  /// A small picture of its own for every number.
  static func png(_ number: Int = 0, size: Int = 12) throws -> [UInt8] {
    var planes = Pictures.planes(channels: 3, size: Size(height: size, width: size))
    for channel in 0..<3 { planes[channel, 0, 0] = UInt8(truncatingIfNeeded: number >> (8 * channel)) }
    return try Pictures.encoded(planes)
  }

  static func jpeg(_ number: Int = 0, size: Int = 12) throws -> [UInt8] {
    var planes = Pictures.planes(channels: 3, size: Size(height: size, width: size))
    for y in 0..<8 { for x in 0..<8 { planes[0, y, x] = UInt8(truncatingIfNeeded: number * 37) } }
    return try Pictures.encoded(planes, as: .jpeg())
  }

  func write(_ names: String...) throws {
    for (number, name) in names.enumerated() {
      try program.write(try name.hasSuffix("png") ? Self.png(number) : Self.jpeg(number), name)
    }
  }

  /// `imagepool thumbnail -o out --fit 4` and more.
  func run(_ arguments: String..., input: [UInt8] = []) throws -> Program.Result {
    try program.run(["thumbnail", "-o", "out", "--fit", "4"] + arguments, input: input)
  }

  func start(_ arguments: String...) throws -> Running {
    try program.start(["thumbnail", "-o", "out", "--fit", "4"] + arguments)
  }

  /// Files below `out`, hidden ones included.
  func outputs() throws -> [String] {
    try program.files().filter { $0.hasPrefix("out/") }.map { String($0.dropFirst(4)) }
  }

  /// The bytes of all outputs by name.
  func contents() throws -> [String: [UInt8]] {
    var result: [String: [UInt8]] = [:]
    for name in try outputs() { result[name] = try program.read("out/" + name) }
    return result
  }

  /// The lines of a manifest.
  func lines(_ name: String = "m.jsonl") throws -> [[String: Any]] {
    let text = String(decoding: try program.read(name), as: UTF8.self)
    guard text.isEmpty || text.hasSuffix("\n") else { throw TornManifest() }
    let result = try text.split(separator: "\n").map { line in
      guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
        throw TornManifest()
      }
      return object
    }
    return result
  }

  struct TornManifest: Error {}

  func inputs(of lines: [[String: Any]]) -> [String] { lines.compactMap { $0["input"] as? String } }

  /// Whether a file is a whole PNG or JPEG.
  static func isComplete(_ bytes: [UInt8]) -> Bool {
    (try? Pictures.decoded(bytes)) != nil
      && (bytes.suffix(2) == [0xFF, 0xD9] || bytes.suffix(8).starts(with: "IEND".utf8))
  }
}
