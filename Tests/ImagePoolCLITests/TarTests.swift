import Foundation
import TarArchive
import TestSupport
import Testing

@Suite("imagepool tar")
struct TarTests {
  let program = try! Program()

  /// Two samples and what else an archive may hold.
  private func usual() throws -> [TestShard.Member] {
    [
      ("__meta__/first.png", try ThumbnailBatch.png(9)),
      ("a/0001.jpg", try ThumbnailBatch.jpeg(1, size: 40)), ("a/0001.cls", Array("7".utf8)),
      ("a/0001.seg.png", try ThumbnailBatch.png(1, size: 40)),
      ("a/0002.cls", []), ("a/0002.jpg", try ThumbnailBatch.jpeg(2, size: 50)),
      ("a/0002.json", Array("{\"a\": 1}\n".utf8)), ("notes", Array("no sample".utf8)),
      ("picture", try ThumbnailBatch.png(3, size: 30)),
    ]
  }

  @Test func picturesBecomeThumbnailsInTheirPlaces() throws {
    let members = try usual()
    try program.write(TestShard.archive(members), "in.tar")
    let result = try program.run("tar", "in.tar", "out.tar", "--fit", "8")
    #expect(result.status == 0)
    #expect(result.error == "imagepool: in.tar: 4 pooled, 5 copied\n")
    let found = try TestShard.members(try program.read("out.tar"))
    #expect(found.map(\.name) == members.map(\.name))
    for (given, made) in zip(members, found) {
      let isPooled = given.content.count > 20 && !given.name.hasPrefix("__")
      guard isPooled else {
        #expect(made.content == given.content, "\(given.name)")
        continue
      }
      let plain = "x/" + (given.name as NSString).lastPathComponent
      try program.write(given.content, plain)
      #expect(try program.run("thumbnail", plain, "-o", "one", "--fit", "8").status == 0)
      let name = try #require(try program.files().first { $0.hasPrefix("one/") })
      #expect(try program.read(name) == made.content, "\(given.name)")
      try FileManager.default.removeItem(atPath: program.folder + "/one")
    }
  }

  @Test func headersAreTheSameInEveryRun() throws {
    try program.write(TestShard.archive(try usual()), "in.tar")
    #expect(try program.run("tar", "in.tar", "out.tar", "--fit", "8").status == 0)
    let bytes = try program.read("out.tar")
    for jobs in ["1", "2", "5"] {
      let result = try program.run("tar", "in.tar", "again.tar", "--fit", "8", "--jobs", jobs, "--overwrite")
      #expect(result.status == 0)
      #expect(try program.read("again.tar") == bytes, "\(jobs) jobs")
    }
    let piped = try program.shell("cat in.tar | $imagepool tar - - --fit 8 | cat")
    #expect(piped.output == bytes)
    #expect(piped.error == "imagepool: -: 4 pooled, 5 copied\n")
    // Owner, group and time of the first header.
    #expect(bytes[100..<124].elementsEqual("0000644\u{0}0000000\u{0}0000000\u{0}".utf8))
    #expect(bytes[136..<148].elementsEqual("00000000000\u{0}".utf8))
    #expect(bytes[265..<329].allSatisfy { $0 == 0 })
  }

  @Test func extensionsFollowTheFormat() throws {
    let picture = try ThumbnailBatch.jpeg(1, size: 24)
    try program.write(
      TestShard.archive([
        ("1.jpg", picture), ("1.left.JPEG", picture), ("1.image", picture), ("1.cls", [1]), ("bare", picture),
      ]), "in.tar")
    let arguments = ["--op", "average", "--kernel", "3"]
    #expect(try program.run(["tar", "in.tar", "out.tar", "--format", "npy"] + arguments).status == 0)
    let found = try TestShard.members(try program.read("out.tar"))
    #expect(found.map(\.name) == ["1.npy", "1.left.npy", "1.image.npy", "1.cls", "bare.npy"])
    try program.write(picture, "p.jpg")
    #expect(try program.run(["pool", "p.jpg", "-o", "p.npy"] + arguments).status == 0)
    let expected = try program.read("p.npy")
    #expect(found.filter { $0.name.hasSuffix("npy") }.allSatisfy { $0.content == expected })
    // A name is kept where it says the format already, or where no format was asked for.
    #expect(try program.run(["tar", "in.tar", "j.tar", "--format", "jpeg"] + arguments).status == 0)
    #expect(
      try TestShard.names(try program.read("j.tar")) == [
        "1.jpg", "1.left.JPEG", "1.image.jpg", "1.cls", "bare.jpg",
      ])
    #expect(try program.run(["tar", "in.tar", "k.tar"] + arguments).status == 0)
    #expect(
      try TestShard.names(try program.read("k.tar")) == ["1.jpg", "1.left.JPEG", "1.image", "1.cls", "bare"])
  }

  static let clashes: [(why: String, names: [String], message: String)] = [
    (
      "the renamed one comes last", ["1.npy", "1.jpg"],
      "in.tar: 1.jpg: its sample would have two members called 1.npy"
    ),
    (
      "the renamed one comes first", ["1.jpg", "1.npy"],
      "in.tar: 1.npy: its sample would have two members called 1.npy"
    ),
    ("two pictures", ["1.jpg", "1.png"], "in.tar: 1.png: its sample would have two members called 1.npy"),
    (
      "WebDataset does not tell case", ["1.NPY", "1.jpg"],
      "in.tar: 1.jpg: its sample would have two members called 1.npy"
    ),
    ("one name twice", ["1.jpg", "1.jpg"], "in.tar: 1.jpg: its sample would have two members called 1.npy"),
  ]

  @Test(arguments: clashes)
  func twoMembersOfOneName(why: String, names: [String], message: String) throws {
    let members = try names.map { name in
      (name, name.lowercased().hasSuffix("npy") ? [1, 2] : try ThumbnailBatch.jpeg(1, size: 24))
    }
    try program.write(TestShard.archive(members), "in.tar")
    let result = try program.run("tar", "in.tar", "out.tar", "--fit", "8", "--format", "npy")
    #expect(result.status == 1)
    #expect(result.error == "imagepool: \(message); give another --format, or rename the members\n", "\(why)")
    #expect(try program.files() == ["in.tar"])
  }

  @Test func oneNameInTwoSamplesOrTwiceFromTheBeginningIsNoClash() throws {
    let picture = try ThumbnailBatch.jpeg(1, size: 24)
    try program.write(
      TestShard.archive([("1.jpg", picture), ("2.npy", [1]), ("1.npy", [2]), ("3.cls", [1]), ("3.cls", [2])]),
      "in.tar")
    #expect(try program.run("tar", "in.tar", "out.tar", "--fit", "8", "--format", "npy").status == 0)
    #expect(
      try TestShard.names(try program.read("out.tar")) == ["1.npy", "2.npy", "1.npy", "3.cls", "3.cls"])
  }

  static let refusals: [(why: String, arguments: [String], message: String)] = [
    (
      "nothing to do", [],
      "say what becomes of the pictures: a size (--fit, --fill, --size, --scale, --width or "
        + "--height), or a pooling (--op, --layer)"
    ),
    ("two things", ["--fit", "8", "--op", "max"], "--fit and a pooling are two things; give one"),
    (
      "two things, in a layer", ["--scale", "1/2", "--layer", "max kernel=2"],
      "--scale and a pooling are two things; give one"
    ),
    (
      "a pooling's option", ["--fit", "8", "--kernel", "2"],
      "--kernel belongs to --op; a thumbnail by --fit has none"
    ),
    (
      "a dialect", ["--fit", "8", "--dialect", "onnx"],
      "--dialect belongs to --op; a thumbnail by --fit has none"
    ),
    (
      "a thumbnail's option", ["--op", "max", "--kernel", "2", "--method", "max"],
      "--method is for thumbnails; a pooling has its --op"
    ),
    (
      "an array's option", ["--fit", "8", "--layout", "chw"], "--layout is for arrays; archives hold pictures"
    ),
    ("another one", ["--fit", "8", "--range", "0,1"], "--range is for arrays; archives hold pictures"),
    ("logits", ["--layer", "attention kernel=2"], "attention needs --logits FILE.npy"),
    (
      "linear light and the decoder", ["--fit", "8", "--linear", "--jpeg-shrink"],
      "a JPEG's decoder reduces codes, not light; leave --jpeg-shrink or --linear out"
    ),
    (
      "a maximum and the decoder", ["--fit", "8", "--method", "max", "--jpeg-shrink"],
      "a maximum needs the samples as they are; leave --jpeg-shrink or --method max out"
    ),
    ("no window", ["--op", "max"], "--op max needs --kernel N or --kernel H,W"),
  ]

  @Test(arguments: refusals)
  func optionsThatContradict(why: String, arguments: [String], message: String) throws {
    try program.write(TestShard.archive([]), "in.tar")
    let result = try program.run(["tar", "in.tar", "out.tar"] + arguments)
    #expect(result.status == 64, "\(why)")
    #expect(result.error == "imagepool: \(message)\n", "\(why)")
    #expect(try program.files() == ["in.tar"])
  }

  @Test func namesThatAreTaken() throws {
    try program.write(TestShard.archive([("1.cls", [1])]), "in.tar")
    try program.write([7], "out.tar")
    try program.write([7], "dir/x")
    for (output, message) in [
      ("out.tar", "out.tar exists; give another name, or --overwrite to replace it"),
      ("in.tar", "in.tar is the input itself; give another name"),
      ("./dir/../in.tar", "./dir/../in.tar is the input itself; give another name"),
      ("dir", "dir is a directory; name the archive to write"),
    ] {
      let result = try program.run("tar", "in.tar", output, "--fit", "4")
      #expect(result.status == 64 && result.error == "imagepool: \(message)\n")
    }
    #expect(try program.read("out.tar") == [7])
    #expect(try program.run("tar", "in.tar", "in.tar", "--fit", "4", "--overwrite").status == 64)
    #expect(try program.run("tar", "in.tar", "out.tar", "--fit", "4", "--overwrite").status == 0)
    #expect(try program.read("out.tar") == program.read("in.tar"))
    let absent = try program.run("tar", "absent.tar", "new.tar", "--fit", "4")
    #expect(absent.status == 1)
    #expect(
      absent.error == "imagepool: absent.tar: cannot be read: No such file or directory; check the name\n")
    let nowhere = try program.run("tar", "in.tar", "no/where.tar", "--fit", "4")
    #expect(nowhere.status == 1 && nowhere.error.contains("create the directory no first"))
    #expect(try program.files() == ["dir/x", "in.tar", "out.tar"])
  }

  @Test(arguments: ["npy", "safetensors"])
  func valuesForModels(format: String) throws {
    let picture = try ThumbnailBatch.jpeg(1, size: 30)
    try program.write(TestShard.archive([("1.jpg", picture)]), "in.tar")
    try program.write(picture, "p.jpg")
    let arguments = [
      "--op", "area", "--output-size", "6", "--format", format, "--rescale", "1/255", "--mean",
      "0.485,0.456,0.406",
      "--std", "0.229,0.224,0.225", "--dtype", "float16", "--output-layout", "hwc",
    ]
    #expect(try program.run(["tar", "in.tar", "out.tar"] + arguments).status == 0)
    #expect(try program.run(["pool", "p.jpg", "-o", "p.\(format)"] + arguments).status == 0)
    let found = try TestShard.members(try program.read("out.tar"))
    #expect(found.map(\.name) == ["1.\(format)"])
    #expect(try found.first?.content == program.read("p.\(format)"))
  }

  @Test func layersGoTogether() throws {
    let picture = try ThumbnailBatch.png(1, size: 24)
    try program.write(TestShard.archive([("1.png", picture)]), "in.tar")
    try program.write(picture, "p.png")
    let layers = ["--layer", "max kernel=2", "--layer", "average kernel=3"]
    #expect(try program.run(["tar", "in.tar", "out.tar", "--format", "npy"] + layers).status == 0)
    #expect(try program.run(["pool", "p.png", "-o", "p.npy"] + layers).status == 0)
    #expect(try TestShard.members(try program.read("out.tar")).map(\.content) == [try program.read("p.npy")])
  }
}
