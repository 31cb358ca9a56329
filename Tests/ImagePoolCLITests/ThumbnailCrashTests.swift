import Foundation
import TestSupport
import Testing

/// Batches that end badly: signals, death, a full disk. Nothing half-written is left, and the batch can go on.
@Suite struct ThumbnailCrashTests {
  private let batch: ThumbnailBatch
  private var program: Program { batch.program }

  init() throws { batch = try ThumbnailBatch() }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)])
  func signalsLeaveAWholeManifest(signal: Int32, status: Int) throws {
    try batch.write("a.png", "b.png")
    let picture = try ThumbnailBatch.png(5, size: 60)
    try program.shell("mkfifo k.png").expectDone()
    let running = try batch.start(
      "a.png", "k.png", "b.png", "--format", "png", "--jobs", "1", "--manifest", "m.jsonl")
    // Half a picture, so that an output is begun.
    var pipe: Int32 = -1
    for _ in 0..<1000 where pipe < 0 {
      pipe = open(program.folder + "/k.png", O_WRONLY | O_NONBLOCK)
      usleep(10_000)
    }
    try #require(pipe >= 0, "the program opens its second input")
    defer { close(pipe) }
    _ = picture.withUnsafeBytes { write(pipe, $0.baseAddress, picture.count / 2) }
    for _ in 0..<500 where try !batch.outputs().contains(where: { $0.hasSuffix(".tmp") }) { usleep(10_000) }
    #expect(try batch.outputs().count == 2)
    running.signal(signal)
    let result = running.wait()
    #expect(result.status == Int32(status))
    #expect(result.error == "imagepool: interrupted: 1 done; 2 not done; go on with --resume m.jsonl\n")
    #expect(try batch.outputs() == ["a.png"])
    #expect(batch.inputs(of: try batch.lines()) == ["a.png"])
    // It was not its fault: a second interruption is no crash.
    try program.shell("rm k.png").expectDone()
    try program.write(picture, "k.png")
    #expect(try batch.run("a.png", "k.png", "b.png", "--format", "png", "--resume", "m.jsonl").status == 0)
    #expect(try batch.lines().allSatisfy { $0["status"] as? String == "ok" })
    #expect(try batch.outputs() == ["a.png", "b.png", "k.png"])
    #expect(!program.exists("m.jsonl.inflight"))
  }

  /// An input that kills the program costs two restarts.
  @Test func aKillerIsFound() throws {
    for number in 0..<8 { try program.write(try ThumbnailBatch.png(number), "\(number).png") }
    let script = """
      mkfifo k.png
      run() {
        "$imagepool" thumbnail 0.png 1.png k.png 2.png 3.png 4.png 5.png 6.png 7.png --format png --jobs 2 -o out --fit 4 "$@" & pid=$!
        # Opened for writing once the program opens it for reading.
        (exec 3> k.png; kill -9 $pid) & killer=$!
        wait $pid; status=$?; kill -9 $killer; wait $killer; echo $status
      } 2>/dev/null
      run --manifest m.jsonl; run --resume m.jsonl; run --resume m.jsonl; run --resume m.jsonl
      """
    let result = try program.shell(script)
    // The last run finds nothing to do, but the batch has a failure.
    #expect(result.outputText == "137\n137\n1\n1\n")
    let lines = try batch.lines()
    #expect(batch.inputs(of: lines).sorted() == (0..<8).map { "\($0).png" } + ["k.png"])
    let failed = lines.filter { $0["status"] as? String == "failed" }
    #expect(failed.map { ($0["error"] as? [String: Any])?["kind"] as? String } == ["crashed"])
    #expect(batch.inputs(of: failed) == ["k.png"])
    #expect(try batch.outputs() == (0..<8).map { "\($0).png" })
    #expect(try batch.contents().values.allSatisfy(ThumbnailBatch.isComplete))
    #expect(!program.exists("m.jsonl.inflight"))
    // Once it is mended it can be tried again.
    try program.shell("rm k.png; cp 0.png k.png").expectDone()
    let again = try batch.run("k.png", "--format", "png", "--retry-failed", "m.jsonl")
    #expect(again.status == 0, "\(again.error)")
    #expect(try batch.lines().count == 9)
  }

  /// 8 × 25 moments (few under the sanitizer, whose programs take long to start). Every output is whole and the undisturbed run's; after a resumption all of them are there, once in the
  /// manifest, and nothing else is.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func killedAtAnyMoment(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var names: [String] = []
    for number in 0..<24 {
      let name = "in/\(number % 3)/\(number).\(number % 2 == 0 ? "png" : "jpg")"
      // Some take longer, so that outputs are begun when the end comes.
      let size = number % 4 < 2 ? 12 : 150
      try program.write(
        number % 2 == 0 ? ThumbnailBatch.png(number, size: size) : ThumbnailBatch.jpeg(number, size: size),
        name)
      names.append(name)
    }
    let clock = ContinuousClock()
    var expected: [String: [UInt8]] = [:]
    let time = try clock.measure {
      #expect(try batch.run("in", "--jobs", "2", "--manifest", "m.jsonl").status == 0)
      expected = try batch.contents()
    }
    var killed = 0
    var inTheMiddle = 0
    var begun = 0
    let moments = isAddressSanitized ? 3 : 25
    for moment in 0..<moments {
      try program.shell("rm -rf out m.jsonl*").expectDone()
      let running = try batch.start("in", "--jobs", "2", "--manifest", "m.jsonl")
      // Some moments by the clock, which is anywhere on a busy machine, and some by how far the batch is.
      if random.chance(2) {
        usleep(UInt32(random.int(0...max(1, Int(time / .microseconds(1))))))
      } else {
        waitForLines(random.int(1...names.count - 4))
        usleep(UInt32(random.int(0...3000)))
      }
      running.signal(SIGKILL)
      if running.wait().status != 0 { killed += 1 }
      let found = try batch.contents().filter { !$0.key.contains(".imagepool-") }
      for (name, bytes) in found {
        #expect(
          bytes == expected[name] && ThumbnailBatch.isComplete(bytes),
          "seed \(seed), moment \(moment): \(name) is complete")
      }
      // What the manifest has is there.
      let recorded = (try? program.read("m.jsonl"))?.filter { $0 == UInt8(ascii: "\n") }.count ?? 0
      #expect(recorded <= found.count, "seed \(seed), moment \(moment)")
      begun += try batch.outputs().count - found.count
      if found.count > 0, found.count < expected.count { inTheMiddle += 1 }
      let result = try batch.run("in", "--jobs", "2", "--resume", "m.jsonl")
      #expect(result.status == 0, "seed \(seed), moment \(moment): \(result.error)")
      #expect(try batch.contents() == expected, "seed \(seed), moment \(moment)")
      #expect(
        batch.inputs(of: try batch.lines()).sorted() == names.sorted(), "seed \(seed), moment \(moment)")
      #expect(!program.exists("m.jsonl.inflight"))
    }
    #expect(
      killed >= 1 && (isAddressSanitized || killed >= 5 && inTheMiddle >= 2 && begun >= 1),
      "seed \(seed): \(killed) of \(moments) runs were killed, \(inTheMiddle) between their first and last output, \(begun) outputs were begun"
    )
  }

  /// Until the manifest has so many lines.
  private func waitForLines(_ count: Int) {
    let newline = UInt8(ascii: "\n")
    for _ in 0..<60_000 {
      let bytes = (try? program.read("m.jsonl")) ?? []
      if bytes.filter({ $0 == newline }).count >= count { return }
      usleep(500)
    }
  }

  /// A living run's temporary files are left alone, those of a dead one are not.
  @Test func abandonedTemporaryFilesAreRemoved() throws {
    try batch.write("b.png", "c.png")
    try program.write(try ThumbnailBatch.png(size: 100), "a.png")
    let result = try program.shell(
      """
      export LC_ALL=C; mkfifo k.png; mkdir -p out/sub; echo dead > out/.imagepool-dead.tmp; echo other > out/.imagepool-other
      "$imagepool" thumbnail k.png --format png -o out --fit 4 & pid=$!
      exec 3> k.png; head -c 1000 a.png >&3
      until ls -A out | grep -v dead | grep -q tmp; do sleep 0.02; kill -0 $pid || exit 9; done
      "$imagepool" thumbnail b.png -o out --fit 4; ls -A out | sed 's/[0-9a-z]*[.]tmp/X.tmp/' | sort
      kill -9 $pid; wait $pid; "$imagepool" thumbnail c.png -o out --fit 4; ls -A out
      """)
    #expect(
      result.outputText.split(separator: "\n") == [
        // Sorted after the name's random part is gone.
        ".imagepool-X.tmp", ".imagepool-other", "b.png", "sub", ".imagepool-other", "b.png", "c.png", "sub",
      ], "\(result.error)")
  }

  /// Outputs beyond a limit of a file's size fail; the others are made.
  @Test func failedWritesFailTheirInputOnly() throws {
    try batch.write("a.png", "z.png")
    try program.write(try ThumbnailBatch.png(1, size: 300), "large.png")
    let result = try program.shell(
      """
      ulimit -f 20
      "$imagepool" thumbnail a.png large.png z.png -o out --fit 300 --compression 0 --manifest m.jsonl
      """)
    #expect(result.status == 1)
    #expect(
      result.error.contains("large.png: cannot write out/large.png: File too large; make room"),
      "\(result.error)")
    #expect(result.error.contains("2 done, 1 failed: 1 unwritable"))
    #expect(try batch.outputs() == ["a.png", "z.png"])
    #expect(try batch.lines().count == 3)
  }

  @Test func aFullDisk() throws {
    for number in 0..<10 { try program.write(try ThumbnailBatch.png(number, size: 60), "in/\(number).png") }
    let mounted = try program.shell("mkdir full && mount -t tmpfs -o size=64k imagepool-test full")
    guard mounted.status == 0 else {
      print("aFullDisk: no small file system can be mounted here: \(mounted.error)")
      return
    }
    let result = try program.shell(
      """
      trap 'umount full' EXIT
      "$imagepool" thumbnail in -o full/out --fit 60 --compression 0 --manifest m.jsonl; status=$?
      cp -r full/out first
      mount -o remount,size=1m full && "$imagepool" thumbnail in -o full/out --fit 60 --compression 0 --retry-failed m.jsonl || exit 9
      ls -A full/out | tr '\\n' ' '; exit $status
      """)
    #expect(result.status == 1)
    #expect(result.error.contains("No space left on device"))
    let first = try program.files().filter { $0.hasPrefix("first/") }
    #expect((1..<10).contains(first.count))
    #expect(try first.allSatisfy { ThumbnailBatch.isComplete(try program.read($0)) }, "\(first)")
    #expect(result.outputText == "0.png 1.png 2.png 3.png 4.png 5.png 6.png 7.png 8.png 9.png ")
    #expect(try batch.lines().allSatisfy { $0["status"] as? String == "ok" })
  }

  /// Where no more files can be opened, that is said with its cure, and no output is torn.
  @Test func tooFewOpenFiles() throws {
    try batch.write("a.png")
    var advised = 0
    for files in 3...12 {
      let result = try program.shell(
        """
        ulimit -n \(files)
        "$imagepool" thumbnail a.png -o out\(files) --fit 4 --jobs 1
        """)
      if result.error.contains("Too many open files; take fewer --jobs, or allow more open files: ulimit -n")
      {
        advised += 1
      }
      let output = "out\(files)/a.png"
      #expect(program.exists(output) == (result.status == 0), "\(files) files: \(result.error)")
      if program.exists(output) { #expect(ThumbnailBatch.isComplete(try program.read(output))) }
    }
    #expect(advised > 0, "no number of files was too small, so nothing was tested")
  }

  /// Without room for its record a batch stops, and its manifest is whole.
  @Test func aFullManifest() throws {
    for number in 0..<10 { try program.write(try ThumbnailBatch.png(number), "in/\(number).png") }
    let result = try program.shell(
      """
      ulimit -f 9
      "$imagepool" thumbnail in -o out --fit 4 --jobs 1 --manifest m.jsonl
      """)
    #expect(result.status == 1)
    #expect(
      result.error.contains(
        "the manifest cannot be written: File too large; make room, and go on with --resume m.jsonl"))
    let lines = try batch.lines()
    #expect((1...8).contains(lines.count))
    #expect(try batch.run("in", "--resume", "m.jsonl").status == 0)
    #expect(batch.inputs(of: try batch.lines()).sorted() == (0..<10).map { "in/\($0).png" })
  }

  /// A smaller `make batch-limits`.
  @Test func manyNamesThatDoNotExist() throws {
    let names = (0..<5000).map { "missing/\($0).png" }
    try program.write(Array(names.joined(separator: "\n").utf8), "names")
    let result = try batch.run("--from", "names", "--manifest", "m.jsonl", "--ordered")
    #expect(result.status == 1)
    #expect(result.error.hasSuffix("imagepool: 0 done, 5,000 failed: 5,000 unreadable\n"))
    #expect(batch.inputs(of: try batch.lines()) == names)
  }
}
