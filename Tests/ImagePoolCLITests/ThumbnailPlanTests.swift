import Foundation
import TestSupport
import Testing

/// What is refused before anything is written, and what is taken for done.
@Suite struct ThumbnailPlanTests {
  private let batch: ThumbnailBatch
  private var program: Program { batch.program }

  init() throws { batch = try ThumbnailBatch() }

  @Test(arguments: [
    (
      ["a/x.png", "b/x.png"],
      "a/x.png and b/x.png would both be written to out/x.png; keep them apart with --name '{dir}/{stem}.{ext}'",
      "one name"
    ),
    (
      ["a", "b/x.png"], "a/x.png and b/x.png would both be written to out/x.png", "a walked and a named file"
    ),
    (["a/x.png", "a/x.png"], "a/x.png is named twice", "the same file again"),
    (["missing.png", "missing.png"], "missing.png is named twice", "a file that is not there, again"),
    (["a/x.png", "a/x.png", "--name", "{index}"], "a/x.png is named twice", "the index would hide it"),
    (
      ["a/x.png", "a/x.jpg", "--format", "png"],
      "a/x.png and a/x.jpg would both be written to out/x.png; keep them apart with --name '{stem}.{ext}'",
      "one format"
    ),
    (
      ["a/x.png", "--name", "{stim}"],
      "has braces that mean nothing; known are {stem}, {ext}, {parent}, {index}, {dir}, {width}, {height}",
      "no field"
    ),
    (["a/x.png", "--name", "../{stem}"], "is no name below the output directory", "dots"),
    (["a/x.png", "--name", "/{stem}"], "is no name below the output directory", "a root"),
    (["-"], "- is no input of a batch", "standard input"),
    ([], "there are no inputs", "nothing"),
    (["a/x.png", "--from", "nolist"], "--from nolist: cannot be read: No such file", "no list"),
    (
      ["a/x.png", "--manifest", "m", "--resume", "m"], "--manifest and --resume both name the manifest",
      "two records"
    ),
    (["a/x.png", "--ordered"], "--ordered needs --manifest", "no record"),
    (["a/x.png", "--overwrite", "--update"], "contradict each other", "two rules"),
    (["a/x.png", "--shard", "0/4"], "give I/N with I from 1 to N", "counted from 1"),
    (["a/x.png", "--shard", "5/4"], "give I/N with I from 1 to N", "more than there are"),
    (["a/x.png", "--resume", "b/x.png"], "line 1 is no line of a manifest", "a picture for a manifest"),
    (
      ["a/x.png", "--manifest", "b/x.png"], "b/x.png exists; go on with --resume b/x.png",
      "a file that is there"
    ),
    (
      ["a/x.png", "--manifest", "b/x.png", "--overwrite"], "b/x.png exists and is no manifest",
      "a picture is not emptied"
    ),
    (
      ["a/x.png", "--manifest", "a/x.png", "--overwrite"], "a/x.png exists and is no manifest",
      "nor an input"
    ),
    (["a/x.png", "--manifest", "pipe", "--overwrite"], "pipe exists and is no manifest", "nor a pipe"),
    (
      ["a/x.png", "--manifest", "out/x.png"], "out/x.png, the output of a/x.png, is the manifest",
      "in a directory that is not there yet"
    ),
    (
      ["a/x.png", "--manifest", "./out//x.png", "--overwrite"], "is the manifest; give another --manifest",
      "called otherwise"
    ),
    (["a/x.png", "-o", "-"], "-o - would be standard output", "no stream of thumbnails"),
    (
      ["a/x.png", "-o", "dangling"], "dangling is a link that leads to no directory",
      "told once, not per input"
    ),
    (
      ["pipe"], "pipe: is a pipe or a device, whose format cannot be told without reading it; say --format",
      "not to be looked into"
    ),
  ])
  func refusals(arguments: [String], message: String, reason: String) throws {
    try batch.write("a/x.png", "b/x.png", "a.jpg")
    let before = try program.shell("mkfifo pipe; ln -s nowhere dangling; mv a.jpg a/x.jpg; ls -R")
    let bytes = try ["a/x.png", "b/x.png"].map(program.read)
    let place = arguments.contains("-o") ? [] : ["-o", "out"]
    let result = try program.run(["thumbnail", "--fit", "4"] + place + arguments)
    #expect(result.status == 64, "\(reason)")
    #expect(result.error.contains(message), "\(result.error)")
    #expect(try program.shell("ls -R").outputText == before.outputText, "nothing is written: \(reason)")
    #expect(try ["a/x.png", "b/x.png"].map(program.read) == bytes)
  }

  @Test func existingOutputsAreNamedAndKept() throws {
    try batch.write("in/1.png", "in/2.png", "in/3.png", "in/4.png", "in/5.png")
    #expect(try batch.run("in").status == 0)
    try program.write([1, 2, 3], "out/1.png")
    let result = try batch.run("in")
    #expect(result.status == 64)
    #expect(result.error.contains("out/1.png, out/2.png, out/3.png and 2 more outputs exist"))
    #expect(try program.read("out/1.png") == [1, 2, 3])
    #expect(try batch.run("in", "--overwrite").status == 0)
    #expect(ThumbnailBatch.isComplete(try program.read("out/1.png")))
  }

  @Test(arguments: ["--overwrite", "--update"])
  func anInputIsNeverAnOutput(rule: String) throws {
    try batch.write("in/a.png", "out/a.png")
    let bytes = try program.read("out/a.png")
    var result = try batch.run("in/a.png", "out/a.png", "--name", "{index}-{stem}", rule)
    #expect(result.status == 0, "\(result.error)")
    // Under another name, by a link, too.
    try program.shell("mkdir links && ln -s ../out/a.png links/z.png && ln out/a.png links/h.png")
      .expectDone()
    for other in ["out/a.png", "links/z.png", "links/h.png"] {
      result = try batch.run("in/a.png", other, "--name", "{parent}-{stem}", rule)
      #expect(result.status == 0, "\(result.error)")
      try program.shell("rm -f out/*-*").expectDone()
      result = try program.run("thumbnail", "-o", "out", "--fit", "4", "in", other, "--name", "{stem}", rule)
      if other == "out/a.png" {
        #expect(result.error.contains("would both be written"))
      } else {
        #expect(
          result.error.contains("out/a.png is an input (\(other)), and inputs are never changed"),
          "\(result.error)")
      }
      #expect(result.status == 64)
      #expect(try program.read("out/a.png") == bytes)
    }
  }

  @Test func directoriesAreNotReplaced() throws {
    try batch.write("a.png", "out/a.png/inside.png")
    for rule in [[], ["--overwrite"]] {
      let result = try program.run(["thumbnail", "-o", "out", "--fit", "4", "a.png"] + rule)
      #expect(result.status == 64)
      #expect(result.error.contains("out/a.png is a directory"))
    }
    #expect(try program.run("thumbnail", "-o", "a.png", "--fit", "4", "a.png").status == 64)
  }

  /// Skipped is what is complete and not older; everything else is made anew.
  @Test func updating() throws {
    try batch.write("in/new.png", "in/old.jpg", "in/cut.png", "in/cut.jpg", "in/missing.png", "in/other.png")
    #expect(try batch.run("in").status == 0)
    let whole = try batch.contents()
    try program.shell(
      """
      touch -d '2001-01-01' out/old.jpg; rm out/missing.png
      for name in cut.png cut.jpg; do head -c -1 out/$name > t && mv t out/$name; done
      cp out/old.jpg out/other.png; touch -d 2099-01-01 out/cut.* out/other.png
      touch -r in/new.png out/new.png
      """
    ).expectDone()
    let result = try batch.run("in", "--update", "--json", "--manifest", "m.jsonl")
    #expect(result.status == 0)
    #expect(result.error == "imagepool: 5 done, 1 up to date\n")
    let skipped = try batch.lines().filter { $0["status"] as? String == "skipped" }
    #expect(batch.inputs(of: skipped) == ["in/new.png"])
    #expect(skipped.first?["output"] as? String == "out/new.png")
    #expect(try batch.contents() == whole)
  }

  @Test func shardsAreDisjointAndWhole() throws {
    try batch.write("in/k/same.png", "in/k/same.jpg")
    for number in 0..<40 { try program.write(try ThumbnailBatch.png(number), "in/\(number).png") }
    var seen: [String] = []
    for part in 1...3 {
      let result = try batch.run("in", "--shard", "\(part)/3", "--manifest", "m\(part)")
      #expect(result.status == 0)
      let names = batch.inputs(of: try batch.lines("m\(part)"))
      #expect((4...30).contains(names.count), "parts are about equal")
      seen += names
    }
    #expect(seen.count == 42 && Set(seen).count == 42)
    #expect(try batch.outputs().count == 42)
    // The order of the list does not matter, and what could collide is together, so it is refused.
    let collided = try (1...3).map {
      try batch.run("in", "--shard", "\($0)/3", "--format", "png", "--overwrite").status
    }
    #expect(collided.sorted() == [0, 0, 64])
  }
}

extension Program.Result {
  /// A script that prepares something has to work.
  func expectDone() { #expect(status == 0, "\(error)") }
}
