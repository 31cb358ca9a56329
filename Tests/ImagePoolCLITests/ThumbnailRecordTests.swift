import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// The manifest: what it says, how a batch goes on with it.
@Suite struct ThumbnailRecordTests {
  private let batch: ThumbnailBatch
  private var program: Program { batch.program }

  init() throws {
    batch = try ThumbnailBatch()
    for number in 0..<12 {
      let isPNG = number % 2 == 0
      try program.write(
        isPNG ? try ThumbnailBatch.png(number) : try ThumbnailBatch.jpeg(number),
        "in/\(number < 10 ? "0" : "")\(number).\(isPNG ? "png" : "jpg")")
    }
    try program.write(Array(try ThumbnailBatch.png(99).dropLast(40)), "in/cut.png")
    try program.write(Array("text".utf8), "in/text.jpg")
  }

  private var names: [String] { get throws { try program.files().filter { $0.hasPrefix("in/") } } }

  @Test func everyInputHasOneLine() throws {
    let result = try batch.run("in", "--manifest", "m.jsonl", "--json")
    #expect(result.status == 1)
    let lines = try batch.lines()
    #expect(batch.inputs(of: lines).sorted() == (try names))
    #expect(lines.filter { $0["status"] as? String == "ok" }.count == 12)
    for line in lines where line["status"] as? String == "ok" {
      #expect(line["output_width"] as? Int == 4)
      #expect(line["digest"] is String)
      #expect(program.exists(line["output"] as? String ?? "?"))
    }
    let kinds = lines.compactMap { ($0["error"] as? [String: Any])?["kind"] as? String }.sorted()
    #expect(kinds == ["not_an_image", "truncated"])
    // The lines on standard output are the same ones.
    #expect(result.output == (try program.read("m.jsonl")))
    #expect(!program.exists("m.jsonl.inflight"))
    #expect(result.error.hasSuffix("imagepool: 12 done, 2 failed: 1 not_an_image, 1 truncated\n"))
  }

  @Test func orderAndBytesDoNotDependOnJobs() throws {
    #expect(try batch.run("in", "--manifest", "m1", "--ordered", "--jobs", "1").status == 1)
    let one = try batch.contents()
    #expect(try program.shell("mv out out1").status == 0)
    #expect(try batch.run("in", "--manifest", "m2", "--ordered", "--jobs", "4").status == 1)
    #expect(try batch.contents() == one)
    #expect(batch.inputs(of: try batch.lines("m1")) == (try names))
    #expect(batch.inputs(of: try batch.lines("m2")) == (try names))
    let digests = try ["m1", "m2"].map { try batch.lines($0).map { $0["digest"] as? String } }
    #expect(digests[0] == digests[1])
  }

  @Test(arguments: ["", "{", "{\"schema\":1,\"inp", "whole"])
  func resumingAcceptsATornLine(tail: String) throws {
    #expect(try batch.run("in", "--manifest", "m.jsonl", "--ordered").status == 1)
    let whole = try batch.contents()
    let lines = String(decoding: try program.read("m.jsonl"), as: UTF8.self).split(separator: "\n")
    let torn = tail == "whole" ? String(lines[5].dropLast(1)) : tail
    try program.write(Array((lines[..<5].joined(separator: "\n") + "\n" + torn).utf8), "m.jsonl")
    try program.shell("cd out && ls | tail -n +6 | xargs rm").expectDone()
    let result = try batch.run("in", "--resume", "m.jsonl")
    #expect(result.status == 1, "\(result.error)")
    #expect(result.error.hasSuffix("7 done, 5 left as they were, 2 failed: 1 not_an_image, 1 truncated\n"))
    #expect(try batch.contents() == whole)
    #expect(batch.inputs(of: try batch.lines()).sorted() == (try names))
    // Again there is nothing to do, and the batch still has two failures.
    let again = try batch.run("in", "--resume", "m.jsonl")
    #expect(again.error == "imagepool: 0 done, 14 left as they were (2 failed before)\n")
    #expect(again.status == 1)
  }

  @Test func resumingBeginsWhatWasNotBegun() throws {
    #expect(try batch.run("in", "--resume", "m.jsonl").status == 1)
    #expect(try batch.lines().count == 14)
  }

  @Test func onlyWhatIsOursMayBeThere() throws {
    #expect(try batch.run("in/00.png", "--manifest", "m.jsonl").status == 0)
    try program.write([1], "out/01.jpg")
    let result = try batch.run("in", "--resume", "m.jsonl")
    #expect(result.status == 64)
    #expect(result.error.contains("out/01.jpg exists;"))
    #expect(try batch.lines().count == 1)
  }

  @Test(arguments: [false, true])
  func failuresAreTriedAgain(ordered: Bool) throws {
    #expect(try batch.run("in", "--manifest", "m.jsonl", "--ordered").status == 1)
    try program.write(try ThumbnailBatch.png(7), "in/cut.png")
    try program.write(try ThumbnailBatch.png(8), "in/late.png")
    let options = ordered ? ["--ordered"] : []
    let result = try program.run(
      ["thumbnail", "in", "-o", "out", "--fit", "4", "--retry-failed", "m.jsonl"] + options)
    #expect(result.status == 1)
    #expect(
      result.error.hasSuffix("1 done, 13 left as they were, 1 failed: 1 not_an_image\n"), "\(result.error)")
    let lines = try batch.lines()
    #expect(lines.count == 14, "new lines replace old ones, and what has no line is not taken")
    #expect(Set(batch.inputs(of: lines)).count == 14)
    #expect(lines.filter { $0["status"] as? String == "failed" }.count == 1)
    if ordered { #expect(batch.inputs(of: lines) == batch.inputs(of: lines).sorted()) }
  }

  /// A manifest in which later lines make earlier ones void, as a broken retry leaves it.
  @Test func theLastLineCounts() throws {
    #expect(try batch.run("in", "--manifest", "m.jsonl").status == 1)
    let whole = try program.read("m.jsonl")
    let failed =
      #"{"schema":1,"input":"in/00.png","output":null,"status":"failed","error":{"kind":"limit","message":"","remedy":""}}"#
    try program.write(whole + Array((failed + "\n").utf8), "m.jsonl")
    try program.shell("rm out/00.png").expectDone()
    let result = try batch.run("in", "--retry-failed", "m.jsonl")
    #expect(result.error.hasSuffix("1 done, 11 left as they were, 2 failed: 1 not_an_image, 1 truncated\n"))
    #expect(try batch.lines().count == 14)
  }

  @Test func aManifestHasOneWriter() throws {
    let result = try program.shell(
      """
      mkfifo k.png; touch m.jsonl
      "$imagepool" thumbnail k.png --format png -o out --fit 4 --resume m.jsonl & pid=$!
      exec 3> k.png
      "$imagepool" thumbnail in -o out --fit 4 --resume m.jsonl; status=$?
      kill $pid; wait $pid; exit $status
      """)
    #expect(result.status == 64)
    #expect(result.error.contains("m.jsonl is being written by another batch"))
  }

  @Test func repeatedWarningsAreCounted() throws {
    let cut = try ThumbnailBatch.png(size: 40).dropLast(60)
    for number in 0..<9 { try program.write(Array(cut), "cut/\(number).png") }
    let result = try batch.run("cut", "--fail-on", "none", "--jobs", "1")
    #expect(result.status == 0)
    let lines = result.error.split(separator: "\n")
    #expect(lines.filter { $0.contains(".png: warning: ") }.count == 4, "\(result.error)")
    #expect(lines.filter { $0.contains("told no more, but counted") }.count == 1)
    #expect(lines.filter { $0.hasPrefix("imagepool: 9 inputs: warning: ") }.count == 1)
    #expect(lines.last == "imagepool: 9 done (9 with warnings)")
  }

  /// A pipe whose writer stops, or never begins, and a decoder that works on the whole picture before it gives a row.
  @Test func timeRunsWhileADecoderWaits() throws {
    try program.write(try ThumbnailBatch.png(size: 100), "a.png")
    let pictures = Pictures.planes(channels: 3, size: Size(height: 600, width: 600))
    try program.write(
      try Pictures.encoded(pictures, as: .jpeg(JPEGEncoding(quality: 90, progressive: true))), "large.jpg")
    let result = try program.shell(
      """
      mkfifo k.png; (exec 3> k.png; head -c 1000 a.png >&3; exec sleep 100) & writer=$!
      "$imagepool" thumbnail k.png a.png --format png -o out --fit 4 --timeout-per-file 0.5; status=$?
      kill -9 $writer
      (exec 3> k.png; exec sleep 100) & writer=$!
      "$imagepool" thumbnail k.png --format png -o out --fit 4 --timeout-per-file 0.5
      kill -9 $writer
      "$imagepool" thumbnail large.jpg -o out --fit 4 --timeout-per-file 0.002; exit $status
      """)
    #expect(result.status == 1)
    #expect(
      result.error.split(separator: "\n").filter { $0.contains("--timeout-per-file") }.count == 3,
      "\(result.error)")
    #expect(result.error.contains("1 done, 1 failed: 1 limit"))
    #expect(try batch.outputs() == ["a.png"])
  }

  @Test func limitsNameTheirOptions() throws {
    try program.write(try ThumbnailBatch.png(size: 200), "big.png")
    for (options, words) in [
      (["--memory", "10K"], "MB are allowed; allow more with --memory"),
      (["--max-memory", "10K"], "--max-memory"), (["--max-pixels", "100"], "--max-pixels"),
      (
        ["--timeout-per-file", "0.001"], "took longer than 0.001 seconds; allow more with --timeout-per-file"
      ),
    ] {
      let result = try program.run(["thumbnail", "big.png", "-o", "out", "--fit", "180"] + options)
      #expect(result.status == 1 && result.error.contains("limit"), "\(options)")
      #expect(result.error.contains(words), "\(result.error)")
    }
  }
}
