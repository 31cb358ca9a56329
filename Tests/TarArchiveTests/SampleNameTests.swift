import TarArchive
import Testing

@Suite struct SampleNameTests {
  /// Expectations are what Python's `re.match(r"^((?:.*/|)[^.]+)[.]([^/]*)$", name)` gives; nil: no match.
  static let names: [(name: String, key: String?, fileExtension: String?, why: String)] = [
    ("0001.jpg", "0001", "jpg", "the usual"),
    ("0001.seg.png", "0001", "seg.png", "the first dot counts"),
    ("a/b/0001.left.jpg", "a/b/0001", "left.jpg", "directories belong to the key"),
    ("a.b/0001.jpg", "a.b/0001", "jpg", "dots of directories do not count"),
    ("0001", nil, nil, "no dot, no sample"),
    ("a.b/0001", nil, nil, "a dot of a directory alone"),
    ("0001.", "0001", "", "an empty extension"),
    (".hidden", nil, nil, "no key before the dot"),
    ("a/.hidden", "a/", "hidden", "the expression takes the directory for the key"),
    ("a/b/.hidden", "a/b/", "hidden", "and the one above stays with it"),
    ("a.b/.hidden", nil, nil, "but not one with a dot"),
    ("a.x/b/.hid", "a.x/b/", "hid", "unless another one follows"),
    ("/.hid", "/", "hid", "a slash is no dot"),
    ("/abs/1.jpg", "/abs/1", "jpg", "absolute"),
    ("../up/1.jpg", "../up/1", "jpg", "climbing"),
    ("a..jpg", "a", ".jpg", "two dots"),
    ("..jpg", nil, nil, "nothing before them"),
    ("a/b.c/", nil, nil, "a directory"),
    ("über/ß.JPG", "über/ß", "JPG", "other letters"),
    ("a\nb/c.jpg", "a\nb/c", "jpg", "a line break within the part without dots"),
    ("a.x\n/b.jpg", nil, nil, "a line break ahead of it"),
    ("", nil, nil, "nothing"),
  ]

  @Test(arguments: names)
  func isTakenApartAsByWebDataset(name: String, key: String?, fileExtension: String?, why: String) {
    let found = SampleName(Array(name.utf8))
    #expect(found.map { String(decoding: $0.key, as: UTF8.self) } == key, "\(why)")
    #expect(found.map { String(decoding: $0.fileExtension, as: UTF8.self) } == fileExtension, "\(why)")
  }

  @Test(arguments: [
    ("__index__", true), ("__meta__/a.jpg", true), ("__meta__.jpg", false), ("__a.jpg", false),
    ("a/__b__/c.jpg", false), ("____", true), ("__", true), ("__/a.jpg", false), ("___/a", false),
    ("a__", false),
  ])
  func isMetadata(name: String, expected: Bool) {
    #expect(SampleName.isMetadata(Array(name.utf8)) == expected)
  }
}
