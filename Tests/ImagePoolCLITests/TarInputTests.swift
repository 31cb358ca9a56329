import Foundation
import TestSupport
import Testing

@Suite("imagepool tar: what is read is never changed")
struct TarInputTests {
  let program = try! Program()

  static let poolings: [(why: String, file: String, content: String, arguments: String)] = [
    ("layers", "lay.json", #"[{"op": "max", "kernel": 2}]"#, "--layers lay.json"),
    ("layers under another name", "lay.json", #"[{"op": "max", "kernel": 2}]"#, "--layers ./sub/../lay.json"),
    ("layers by a link", "lay.json", #"[{"op": "max", "kernel": 2}]"#, "--layers link"),
    (
      "samples", "smp.npy", "",
      "--op fractional-max --kernel 2 --output-size 4 --samples smp.npy"
    ),
    (
      "samples of a layer", "smp.npy", "",
      "--layer 'fractional-max kernel=2 output-size=4 samples=smp.npy'"
    ),
  ]

  /// Version 1.0 of the format, `[1, 3, 2]` float64 of a half.
  private static let samples: [UInt8] = {
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 3, 2), }"
    let padded = header + String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8)
      + (0..<6).flatMap { _ in [0, 0, 0, 0, 0, 0, 0xE0, 0x3F] as [UInt8] }
  }()

  @Test(arguments: poolings)
  func filesOfOptions(why: String, file: String, content: String, arguments: String) throws {
    let given = content.isEmpty ? Self.samples : Array(content.utf8)
    try program.write(given, file)
    try program.write([1], "sub/x")
    try program.write(TestShard.archive([("1.png", try ThumbnailBatch.png(1, size: 12))]), "in.tar")
    #expect(try program.shell("ln -s \(file) link").status == 0)
    let works = try program.shell("$imagepool tar in.tar out.tar \(arguments)")
    #expect(works.status == 0, "\(why): \(works.error)")
    for output in [
      "\(file) --overwrite", "\(file)", "link --overwrite", "- >> \(file)", "/dev/stdout >> \(file)",
    ] {
      let result = try program.shell("$imagepool tar in.tar \(arguments) \(output)")
      #expect(result.status == 64, "\(why), \(output)")
      #expect(
        result.error.contains("is an input (") && result.error.contains("), and inputs are never changed; "))
      #expect(try program.read(file) == given, "\(why), \(output)")
    }
  }

  @Test(arguments: [
    ("- own.tar --overwrite < own.tar", "own.tar is the input itself; give another name"),
    ("- ./sub/../own.tar --overwrite < own.tar", "./sub/../own.tar is the input itself; give another name"),
    ("- link --overwrite < own.tar", "link is the input itself; give another name"),
    ("- own.tar < own.tar", "own.tar is the input itself; give another name"),
    ("/dev/stdin own.tar --overwrite < own.tar", "own.tar is the input itself; give another name"),
    ("own.tar - >> own.tar", "standard output is the input itself; redirect it elsewhere"),
    ("link - >> own.tar", "standard output is the input itself; redirect it elsewhere"),
    ("- - < own.tar >> own.tar", "standard output is the input itself; redirect it elsewhere"),
    ("own.tar /dev/stdout >> own.tar", "/dev/stdout is the input itself; give another name"),
  ])
  func theArchiveItself(arguments: String, message: String) throws {
    let given = TestShard.archive([("1.cls", [1])])
    try program.write(given, "own.tar")
    try program.write([1], "sub/x")
    #expect(try program.shell("ln -s own.tar link").status == 0)
    let result = try program.shell("$imagepool tar --fit 5 \(arguments)")
    #expect(result.status == 64, "\(arguments)")
    #expect(result.error == "imagepool: \(message)\n")
    #expect(try program.read("own.tar") == given, "\(arguments)")
  }

  /// Two names of one pipe or device are no file that could be lost.
  @Test func otherStreamsAreLeftAlone() throws {
    let archive = TestShard.archive([("1.cls", [1])])
    try program.write(archive, "in.tar")
    let other = try program.shell("$imagepool tar - - --fit 5 < in.tar > out.tar && cmp in.tar out.tar")
    #expect(other.status == 0, "\(other.error)")
    let appended = try program.shell("$imagepool tar in.tar - --fit 5 >> out.tar")
    #expect(appended.status == 0, "\(appended.error)")
    #expect(try program.read("out.tar") == archive + archive)
  }
}
