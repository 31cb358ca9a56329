import Foundation
import TestSupport
import Testing

/// Directories and files that one run could not read and a later one can; manifests that are not ours.
@Suite struct ThumbnailMendingTests {
  private let batch: ThumbnailBatch
  private var program: Program { batch.program }

  init() throws { batch = try ThumbnailBatch() }

  /// A directory that is not there fails like a file. Once it is there its files take the place of that failure.
  @Test(arguments: [
    ("--retry-failed", "late", "", "only failures"), ("--retry-failed", "late", "--ordered", "in order"),
    ("--retry-failed", "late/", "", "with a slash"), ("--resume", "late", "", "all that is missing"),
  ])
  func filesOfAMendedDirectory(record: String, name: String, order: String, reason: String) throws {
    try batch.write("in/a.png", "in/text.png")
    try program.write(Array("text".utf8), "in/text.png")
    #expect(try batch.run("in", name, "--manifest", "m.jsonl").status == 1)
    #expect(batch.inputs(of: try batch.lines()).sorted() == ["in/a.png", "in/text.png", name])
    try batch.write("late/b.png", "late/deep/er/c.png")
    let options = order.isEmpty ? [] : [order]
    let result = try program.run(
      ["thumbnail", "-o", "out", "--fit", "4", "in", name, record, "m.jsonl"] + options)
    #expect(result.error.contains("2 done, "), "\(result.error)")
    #expect(try batch.outputs() == ["a.png", "b.png", "deep/er/c.png"], "\(reason)")
    let lines = batch.inputs(of: try batch.lines())
    #expect(lines.sorted() == ["in/a.png", "in/text.png", "late/b.png", "late/deep/er/c.png"], "\(reason)")
    if !order.isEmpty { #expect(lines == lines.sorted()) }
  }

  /// A failure of a directory that is still given as an input stays, though a file below it was named.
  @Test func aDirectoryThatStillFails() throws {
    try batch.write("in/a.png", "in/b.png")
    try program.write(
      Array(
        #"{"schema":1,"input":"in","output":null,"status":"failed","error":{"kind":"unreadable"}}\#n"#.utf8),
      "m.jsonl")
    try program.write(Array("in\nin/a.png\n".utf8), "names")
    for _ in 0..<2 {
      let result = try batch.run("--from", "names", "--retry-failed", "m.jsonl")
      #expect(result.status == 1 && result.error.contains("in: cannot be read: Is a directory"))
      #expect(batch.inputs(of: try batch.lines()).contains("in"))
    }
  }

  /// In a directory that may be listed and not entered nothing is known of a file but its name.
  @Test(
    .enabled(
      if: getuid() != 0 || FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv"),
      "root enters every directory"))
  func aDirectoryThatCannotBeEntered() throws {
    try batch.write("in/closed/a.png", "in/b.png")
    let result = try program.shell(
      """
      as() { if [ $(id -u) = 0 ]; then setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; else "$@"; fi; }
      cp "$imagepool" ./program; chmod 755 . program in; chmod 644 in/*.png; mkdir -m 777 out
      chmod 444 in/closed; as ./program thumbnail in -o out --fit 4; status=$?
      chmod 755 in/closed; exit $status
      """)
    #expect(result.status == 1)
    #expect(result.error.contains("in/closed/a.png: cannot be read: Permission denied"), "\(result.error)")
    #expect(result.error.hasSuffix("1 done, 1 failed: 1 unreadable\n"), "\(result.error)")
  }

  /// The names of a directory are read when the walk comes to it; a pipe holds the batch until two of them are gone.
  @Test func filesThatGoAway() throws {
    try batch.write("in/1.png", "in/2.png", "in/3/x.png")
    let result = try program.shell(
      """
      mkfifo k.png
      "$imagepool" thumbnail k.png in --format png --jobs 1 -o out --fit 4 \\
        --manifest m.jsonl & pid=$!
      exec 3> k.png; rm in/2.png; rm -r in/3; cat in/1.png >&3; exec 3>&-; wait $pid
      """)
    #expect(result.status == 1)
    #expect(result.error.hasSuffix("; 2 not done\n"), "\(result.error)")
  }

  @Test(arguments: [
    (#"{"schema":2,"input":"a.png","status":"ok"}"#, "another schema may mean something else"),
    (#"{"schema":1,"input":"a.png","status":"fine"}"#, "no status that there is"),
    (#"{"schema":1,"input":5,"status":"ok"}"#, "no name"), ("[]", "no object"),
  ])
  func linesThatAreNotUnderstood(line: String, reason: String) throws {
    try batch.write("a.png")
    try program.write(Array((line + "\n").utf8), "m.jsonl")
    let result = try batch.run("a.png", "--resume", "m.jsonl")
    #expect(result.status == 64 && result.error.contains("line 1 is no line of a manifest"), "\(reason)")
    #expect(try program.read("m.jsonl") == Array((line + "\n").utf8))
  }

  @Test func aManifestMayBeBegunAnew() throws {
    try batch.write("a.png", "b.png")
    #expect(try batch.run("a.png", "--manifest", "m.jsonl").status == 0)
    try program.write([], "empty")
    for manifest in ["m.jsonl", "empty"] {
      #expect(try batch.run("b.png", "--manifest", manifest, "--overwrite").status == 0)
      #expect(batch.inputs(of: try batch.lines(manifest)) == ["b.png"])
    }
  }

  /// Somebody's file, and a link to one, under the name of the file beside the manifest.
  @Test(arguments: ["cp a.png m.jsonl.inflight", "ln -s a.png m.jsonl.inflight"])
  func anotherFileBesideTheManifest(preparation: String) throws {
    try batch.write("a.png")
    let bytes = try program.read("a.png")
    for option in ["--manifest", "--resume"] {
      try program.shell("rm -f m.jsonl.inflight; \(preparation)").expectDone()
      let result = try batch.run("a.png", option, "m.jsonl")
      #expect(result.status == 64 && result.error.contains("m.jsonl.inflight is needed beside the manifest"))
      #expect(try program.read("m.jsonl.inflight") == bytes && program.read("a.png") == bytes)
      #expect(!program.exists("m.jsonl"))
    }
  }

  @Test func nothingToDoIsSaid() throws {
    try program.shell("mkdir in").expectDone()
    let result = try batch.run("in")
    #expect(result.status == 0 && result.error == "imagepool: 0 done\n")
  }
}
