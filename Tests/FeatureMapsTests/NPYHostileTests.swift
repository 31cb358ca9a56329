import FeatureMaps
import Testing

/// Headers that lie, in one table: the text of the header and what it must lead to.
struct NPYHostileTests {
  static func file(_ header: String, version: UInt8 = 1, data: Int = 0) -> [UInt8] {
    let text = Array(header.utf8)
    let length = [UInt8(text.count & 0xFF), UInt8(text.count >> 8 & 0xFF)] + (version > 1 ? [0, 0] : [])
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + Array(repeating: 7, count: data)
  }

  static let headers: [(String, FeatureMapError.Kind?)] = [
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }", nil),
    ("{'shape': (2, 2), 'descr': '|u1', 'fortran_order': False}   \n", nil),
    ("{\"descr\": \"|u1\", \"fortran_order\": True, \"shape\": (2, 2, )}", nil),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (2L, 2L), }", nil),
    // Sizes.
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (-2, 2), }", .corrupt),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (2.0, 2), }", .corrupt),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (True, 2), }", .corrupt),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", .corrupt),
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775807, 1), }", .corrupt),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (9223372036854775808, 1), }", .corrupt),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999999, 0), }", .corrupt),
    (
      "{'descr': '|u1', 'fortran_order': False, 'shape': (0, 9223372036854775807, 9223372036854775807), }",
      .corrupt
    ),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (1099511627776, 1024), }", .truncated),
    ("{'descr': '|u1', 'fortran_order': True, 'shape': (1099511627776, 1024), }", .truncated),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }", .truncated),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (2), }", .corrupt),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': [2, 2], }", .corrupt),
    (
      "{'descr': [('a', '<i4'), ('b', '<f4', (2,))], 'fortran_order': False, 'shape': (2, 2), }", .unsupported
    ),
    ("{'descr': [('a', '<i4'), 'fortran_order': False, 'shape': (2, 2), }", .corrupt),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (2 2), }", .corrupt),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2, }", .corrupt),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (,), }", .corrupt),
    // Keys.
    ("{'descr': '|u1', 'fortran_order': False, }", .corrupt),
    ("{'descr': '|u1', 'shape': (2, 2), }", .corrupt),
    ("{'fortran_order': False, 'shape': (2, 2), }", .corrupt),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), 'more': False}", .corrupt),
    ("{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }", .corrupt),
    ("{'descr': '|u1', 'fortran_order': 0, 'shape': (2, 2), }", .corrupt),
    ("{'descr': '|u1', 'fortran_order': (1,), 'shape': (2, 2), }", .corrupt),
    ("{'descr': '|u1', 'fortran_order': 'False', 'shape': (2, 2), }", .corrupt),
    ("{'descr': True, 'fortran_order': False, 'shape': (2, 2), }", .unsupported),
    // Types.
    ("{'descr': 'u1', 'fortran_order': False, 'shape': (2, 2), }", .unsupported),
    ("{'descr': '', 'fortran_order': False, 'shape': (2, 2), }", .unsupported),
    ("{'descr': '<f9', 'fortran_order': False, 'shape': (2, 2), }", .unsupported),
    ("{'descr': '|f4', 'fortran_order': False, 'shape': (2, 2), }", .unsupported),
    ("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }", .unsupported),
    // Grammar.
    ("", .corrupt),
    ("{", .corrupt),
    ("{}", .corrupt),
    ("   \n", .corrupt),
    ("{'descr", .corrupt),
    ("{'descr': '|u1", .corrupt),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), } + 1", .corrupt),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }}", .corrupt),
    ("{'descr': '|\\x75', 'fortran_order': False, 'shape': (2, 2), }", .corrupt),
    ("{'descr' '|u1', 'fortran_order': False, 'shape': (2, 2), }", .corrupt),
    ("{'descr': '|u1' 'fortran_order': False, 'shape': (2, 2), }", .corrupt),
    ("__import__('os')", .corrupt),
    ("{'descr': f(), 'fortran_order': False, 'shape': (2, 2), }", .corrupt),
    (
      "{'descr': '|u1', 'fortran_order': False, 'shape': (" + String(repeating: "1,", count: 900) + "), }",
      .corrupt
    ),
  ]

  @Test(arguments: headers) func header(text: String, kind: FeatureMapError.Kind?) {
    for version in [1, 2, 3] as [UInt8] {
      let bytes = Self.file(text, version: version, data: 4)
      #expect(Support.kind { () throws(FeatureMapError) in _ = try NPY.read(.bytes(bytes)) } == kind)
    }
  }

  /// The same through a descriptor, where the bytes are not at hand: nothing may be allocated for what is not there.
  @Test func hugeShapesThroughPipesAndFiles() throws {
    let bytes = Self.file(
      "{'descr': '<f8', 'fortran_order': False, 'shape': (1099511627776, 1024), }", data: 64)
    let fromPipe = try Support.withPipe(bytes) { descriptor in
      Support.kind { () throws(FeatureMapError) in _ = try NPY.read(.descriptor(descriptor)) }
    }
    #expect(fromPipe == .truncated)
    let fromFile = try Support.withTemporaryFile(bytes) { descriptor in
      Support.kind { () throws(FeatureMapError) in _ = try NPY.read(.descriptor(descriptor)) }
    }
    #expect(fromFile == .truncated)
  }

  static let prefixes: [([UInt8], FeatureMapError.Kind)] = [
    ([], .notATensor),
    (Array("PK\u{3}\u{4}".utf8), .notATensor),
    ([0x93] + Array("NUMPX".utf8) + [1, 0, 0, 0], .notATensor),
    ([0x93] + Array("NUMPY".utf8), .truncated),
    ([0x93] + Array("NUMPY".utf8) + [0, 0, 0, 0], .unsupported),
    ([0x93] + Array("NUMPY".utf8) + [4, 0, 0, 0], .unsupported),
    ([0x93] + Array("NUMPY".utf8) + [1, 7, 0, 0], .unsupported),
    ([0x93] + Array("NUMPY".utf8) + [1, 0, 0xFF, 0xFF], .truncated),
    ([0x93] + Array("NUMPY".utf8) + [2, 0, 1, 0], .truncated),
    // A header of 4 GB.
    ([0x93] + Array("NUMPY".utf8) + [2, 0, 0xFF, 0xFF, 0xFF, 0xFF], .limit),
    ([0x93] + Array("NUMPY".utf8) + [3, 0, 0xFF, 0xFF, 0xFF, 0x7F], .limit),
  ]

  @Test(arguments: prefixes) func prefix(bytes: [UInt8], kind: FeatureMapError.Kind) {
    #expect(Support.kind { () throws(FeatureMapError) in _ = try NPY.header(of: .bytes(bytes)) } == kind)
  }

  /// Every single byte of a good file changed to every of some values: an array or a typed error.
  @Test func changedBytesNeverCrash() throws {
    let bytes = try Support.fixture("i2_big_C")
    var refused = 0
    for place in bytes.indices {
      for value in [0, 0x20, 0x27, 0x2D, 0x39, 0x7D, 0xFF] as [UInt8] {
        var changed = bytes
        changed[place] = value
        if Support.kind({ () throws(FeatureMapError) in _ = try NPY.read(.bytes(changed)) }) != nil {
          refused += 1
        }
      }
    }
    #expect(refused > 100)
  }

  @Test func unreadableDescriptors() {
    let kind = Support.kind { () throws(FeatureMapError) in _ = try NPY.read(.descriptor(-1)) }
    #expect(kind == .unreadable)
  }
}
