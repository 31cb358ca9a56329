import FeatureMaps
import Foundation
import ImagePooling
import TestSupport
import Testing

/// The golden set in a folder of its own, to be spoilt.
struct GoldenCopy {
  var manifest: JSONValue
  var tensors: [UInt8]

  init() throws {
    manifest = try JSONValue(parsing: GoldenSet.bytes(of: "cases.json"))
    tensors = try GoldenSet.bytes(of: "tensors.safetensors")
  }

  /// Keeps the cases that `holds` says, and changes them.
  mutating func cases(
    where holds: (GoldenCase) -> Bool = { _ in true }, change: (inout Fields) -> Void = { _ in }
  ) throws {
    let known = Dictionary(uniqueKeysWithValues: GoldenSet.manifest.cases.map { ($0.id, $0) })
    var cases: [JSONValue] = []
    for json in try #require(manifest["cases"]?.elements) {
      let id = try #require(json["id"]?.stringValue)
      guard holds(try #require(known[id])) else { continue }
      var fields = Fields(members: try #require(json.members))
      change(&fields)
      cases.append(.object(fields.members))
    }
    var all = Fields(members: try #require(manifest.members))
    all["cases"] = .array(cases)
    all["counts"] = [:]
    manifest = .object(all.members)
  }

  /// The members of an object, by name.
  struct Fields {
    var members: [JSONValue.Member]

    subscript(name: String) -> JSONValue? {
      get { members.first { $0.name == name }?.value }
      set {
        let place = members.firstIndex { $0.name == name }
        switch (place, newValue) {
        case (let place?, let value?): members[place].value = value
        case (let place?, nil): members.remove(at: place)
        case (nil, let value?): members.append(JSONValue.Member(name, value))
        case (nil, nil): break
        }
      }
    }

    /// The same of the object under a name.
    mutating func change(_ name: String, _ body: (inout Fields) -> Void) {
      var inner = Fields(members: self[name]?.members ?? [])
      body(&inner)
      self[name] = .object(inner.members)
    }
  }

  /// Flips a high bit of one sample of an array.
  mutating func spoil(_ tensor: String, sample: Int) throws {
    let entry = try #require(try Safetensors(tensors).entry(named: tensor))
    let header = (0..<8).reduce(0) { $0 | Int(tensors[$1]) << (8 * $1) }
    let width = entry.elementType.bitCount / 8
    // The highest byte but for its sign: an exponent, or a large part of an integer.
    tensors[8 + header + entry.range.lowerBound + sample * width + width - 1] ^= 0x41
  }

  func write(to folder: Folder) throws -> Path {
    _ = try folder.write(tensors, "tensors.safetensors")
    return try folder.write(manifest.encoded(), "cases.json")
  }

  func verified() throws -> Verification {
    let folder = try Folder()
    return try Verification(golden: write(to: folder))
  }
}
