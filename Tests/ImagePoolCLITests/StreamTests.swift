import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// Standard input and output, readers that go away, full disks, and interruption.
@Suite struct StreamTests {
  private let program: Program
  private let picture: [UInt8]

  init() throws {
    program = try Program()
    picture = try Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 40, width: 40)))
    try program.write(picture, "a.png")
  }

  @Test(arguments: ["png", "jpeg", "npy", "safetensors", "csv", "json"])
  func standardInputToStandardOutput(format: String) throws {
    let file = try program.run("pool", "--op", "max", "--kernel", "4", "a.png", "-o", "x", "--format", format)
    #expect(file.status == 0, "\(file.error)")
    let stream = try program.run(
      "pool", "--op", "max", "--kernel", "4", "-", "-o", "-", "--format", format, "--json", input: picture)
    #expect(stream.status == 0, "\(stream.error)")
    #expect(stream.output == (try program.read("x")), "the same bytes as in a file")
    let report = try #require(try stream.objects(of: stream.error).first)
    #expect(report["input"] as? String == "-", "the report goes to standard error")
  }

  @Test func theFormatOfTheInputIsKept() throws {
    let result = try program.run("pool", "--op", "max", "--kernel", "4", "-", "-o", "-", input: picture)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }

  @Test func aFailureWritesNothingToStandardOutput() throws {
    let cut = Array(picture.prefix(picture.count / 2))
    let result = try program.run("pool", "--op", "max", "--kernel", "4", "-", "-o", "-", input: cut)
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("imagepool: -: "))
  }

  /// A shell that appends leaves the input as it is until the program writes.
  @Test(arguments: ["a.png -o - >> a.png", "- -o - < a.png >> a.png", "a.png -o b.png --json >> a.png"])
  func standardOutputIsNoInput(_ words: String) throws {
    let result = try program.shell("\"$imagepool\" pool --op max --kernel 4 \(words)")
    let name = words.hasPrefix("-") ? "-" : "a.png"
    #expect(result.status == 64)
    #expect(
      result.error
        == "imagepool: standard output is an input (\(name)), and inputs are never changed; redirect it elsewhere\n"
    )
    #expect(try program.read("a.png") == picture)
  }

  /// Every command that reads a picture and has something to say, though `-o` leads elsewhere.
  @Test(arguments: [
    ("compare b.png a.png", "a.png"), ("compare a.png b.png --json", "a.png"),
    ("compare - b.png < a.png", "-"), ("compare a.png b.png -o -", "a.png"),
    ("compare a.png b.png -o r.html", "a.png"), ("thumbnail b.png a.png -o out --fit 8 --json", "a.png"),
    ("inspect a.png --op max --kernel 2 --at 0,0", "a.png"),
    ("inspect - --op max --kernel 2 -o - < a.png", "-"),
    ("inspect a.png --op max --kernel 2 -o r.html --json", "a.png"), ("info b.png a.png", "a.png"),
    ("info - < a.png", "-"), ("pool a.png --op max --kernel 2 --dry-run", "a.png"),
    ("backward a.png --op max --kernel 2 --dump csv --json", "a.png"),
    ("backward a.png --op max --kernel 2 --dry-run", "a.png"),
    ("backward b.png --op max --kernel 2 --upstream a.png -o g.npy --json", "a.png"),
    ("unpool a.png --indices b.png --kernel 2 -o u.png --json", "a.png"),
    ("unpool b.png --indices a.png --kernel 2 -o -", "a.png"),
    ("pool a.png b.png --op max --kernel 2 --stack -o s.npy --json", "a.png"),
    ("tar a.png t.tar --op max --kernel 2 --json", "a.png"),
  ])
  func standardOutputIsNoInputOfAnyCommand(_ words: String, _ name: String) throws {
    try program.write(picture, "b.png")
    let before = try program.files()
    let result = try program.shell("\"$imagepool\" \(words) >> a.png")
    #expect(result.status == 64)
    #expect(
      result.error
        == "imagepool: standard output is an input (\(name)), and inputs are never changed; redirect it elsewhere\n"
    )
    #expect(try program.read("a.png") == picture)
    #expect(try program.files() == before)
  }

  @Test func whatIsLargerThanWhatIsHeldArrivesWhole() throws {
    // 1 plane of 1500 × 1600 float64: 19 MB, more than the 16 MB that are held.
    let planes = Planes<Double>(channels: 1, size: Size(height: 1500, width: 1600), repeating: 0.25)
    try program.write(try Pictures.npy(planes), "big.npy")
    let result = try program.shell("\"$imagepool\" pool --op max --kernel 1 big.npy -o - | cmp - big.npy")
    #expect(result.status == 0, "\(result.error)")
  }

  @Test func aReaderThatGoesAwayEndsTheProgramQuietly() throws {
    let planes = Planes<Double>(channels: 1, size: Size(height: 1500, width: 1600), repeating: 0.25)
    try program.write(try Pictures.npy(planes), "big.npy")
    for script in [
      "\"$imagepool\" pool --op max --kernel 1 big.npy -o - | head -c 1 > /dev/null; echo ${PIPESTATUS[0]}",
      "(sleep 0.3; \"$imagepool\" pool --op max --kernel 1 a.png -o b.png --json) | true; echo ${PIPESTATUS[0]}",
    ] {
      let result = try program.shell(script)
      #expect(result.outputText == "0\n")
      #expect(result.error.isEmpty, "\(result.error)")
    }
    #expect(try program.files().filter { $0.hasSuffix(".tmp") } == [])
  }

  @Test func aReaderThatGoesAwayIsNoSuccessWhereDumpsAreMissing() throws {
    let planes = Planes<Double>(channels: 1, size: Size(height: 1500, width: 1600), repeating: 0.25)
    try program.write(try Pictures.npy(planes), "big.npy")
    let result = try program.shell(
      "\"$imagepool\" pool --op max --kernel 1 big.npy -o - --dump csv | true; echo ${PIPESTATUS[0]}")
    #expect(result.outputText == "1\n")
    #expect(result.error.isEmpty && !program.exists("big.csv"))
  }

  @Test func moreJobsThanTheProcessMayHave() throws {
    for number in 100..<160 { try program.write(picture, "in/\(number).png") }
    let result = try program.shell(
      "ulimit -n 40; \"$imagepool\" pool --op max --kernel 4 in/*.png -o out/ --jobs 65536 && ls out | wc -l")
    #expect(result.outputText.filter(\.isNumber) == "60", "\(result.error)")
  }

  @Test func aDeviceIsWrittenToAndNotReplaced() throws {
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "4", "a.png", "-o", "/dev/null", "--dump", "csv")
    #expect(result.status == 0, "\(result.error)")
    #expect(try program.shell("test -c /dev/null").status == 0)
    let out = try program.shell(
      "\"$imagepool\" pool --op max --kernel 4 a.png -o /dev/stdout --format csv --overwrite > got && test -L /dev/stdout"
    )
    #expect(out.status == 0, "\(out.error)")
    #expect(try program.read("got").starts(with: Array("channel,row,".utf8)))
    _ = try program.shell("rm got")
    #expect(try program.files() == ["a.csv", "a.png"])
  }

  static let hasFullDevice = FileManager.default.fileExists(atPath: "/dev/full")

  @Test(.enabled(if: hasFullDevice)) func aFullDevice() throws {
    for script in [
      "\"$imagepool\" pool --op max --kernel 4 a.png -o /dev/full --dump csv",
      "\"$imagepool\" pool --op max --kernel 4 a.png -o - --dump csv > /dev/full",
    ] {
      let result = try program.shell(script)
      #expect(result.status == 1)
      #expect(result.error.hasPrefix("imagepool: a.png: cannot write "), "\(result.error)")
      #expect(result.error.contains("No space left on device"))
      #expect(try program.files() == ["a.png"], "the dump must not appear when the result failed")
    }
  }

  struct Unreported: CustomTestStringConvertible {
    let redirection: String
    let status: Int32
    let message: String
    var testDescription: String { redirection }
  }

  @Test(arguments: [
    Unreported(
      redirection: ">&-", status: 1, message: "imagepool: cannot write the report: Bad file descriptor\n"),
    Unreported(
      redirection: "> /dev/full", status: 1,
      message: "imagepool: cannot write the report: No space left on device\n"),
    Unreported(redirection: "| true; exit ${PIPESTATUS[0]}", status: 0, message: ""),
  ])
  func aReportThatIsNotTakenStopsNoBatch(_ example: Unreported) throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    for number in 1...6 { try program.write(picture, "k\(number).png") }
    let result = try program.shell(
      "\"$imagepool\" pool --op max --kernel 4 k*.png -o out/ --jobs 2 --json \(example.redirection)")
    #expect(result.status == example.status)
    #expect(result.error == example.message)
    #expect(
      try program.files() == (["a.png"] + (1...6).flatMap { ["k\($0).png", "out/k\($0).png"] }).sorted())
    for number in 1...6 {
      #expect(
        try Pictures.decoded(try program.read("out/k\(number).png")).tensor.size
          == Size(height: 10, width: 10))
    }
  }

  @Test(arguments: ["--version", "--help", "about", "info a.png", "info --json a.png absent.png"])
  func anAnswerThatIsNotTakenIsAFailure(words: String) throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    for (redirection, reason) in [("> /dev/full", "No space left on device"), (">&-", "Bad file descriptor")]
    {
      let result = try program.shell("\"$imagepool\" \(words) \(redirection)")
      #expect(result.status == 1)
      #expect(result.error == "imagepool: cannot write to standard output: \(reason)\n")
    }
  }

  @Test(arguments: ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
  func aReportNeverFollowsAResult(name: String) throws {
    for target in ["> got.png", "| cat > got.png"] {
      let result = try program.shell(
        "test -e \(name) || exit 0; \"$imagepool\" pool --op max --kernel 4 a.png -o \(name) --format png --json \(target)"
      )
      #expect(result.error.hasPrefix("{"), "the report goes to standard error")
      let file = try program.run(
        "pool", "--op", "max", "--kernel", "4", "a.png", "-o", "x.png", "--overwrite")
      #expect(file.status == 0)
      #expect(try program.read("got.png") == program.read("x.png"))
    }
  }

  @Test func standardInputIsAnInputAndStandardOutputIsNoResult() throws {
    for (script, message) in [
      (
        "- -o a.png --overwrite < a.png",
        "a.png is an input (-), and inputs are never changed; give another -o or --name"
      ),
      (
        "- -o x.png --dump csv --overwrite < x.csv",
        "x.csv is an input (-), and inputs are never changed; give another -o or --name"
      ),
      (
        "a.png -o y.png --json --overwrite > y.png",
        "y.png is where standard output goes; give another -o or --name, or redirect elsewhere"
      ),
    ] {
      try program.write(picture, "x.csv")
      let result = try program.shell("\"$imagepool\" pool --op max --kernel 4 " + script)
      #expect(result.status == 64)
      #expect(result.error == "imagepool: \(message)\n")
      #expect(try program.read("a.png") == picture && program.read("x.csv") == picture)
    }
  }

  @Test func standardInputMayBeNonBlocking() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") else { return }
    let result = try program.shell(
      """
      (sleep 0.3; cat a.png) | (python3 -c 'import os; os.set_blocking(0, False)'
        "$imagepool" pool --op max --kernel 4 - -o x.png)
      """)
    #expect(result.status == 0, "\(result.error)")
  }

  @Test func aFileThatMayNotGrowFailsAloneAndLeavesNothing() throws {
    try program.write(
      try Pictures.encoded(Pictures.planes(channels: 3, size: Size(height: 400, width: 300))), "b.png")
    let result = try program.shell(
      "ulimit -f 8; \"$imagepool\" pool --op max --kernel 1 b.png a.png -o out/ --compression 0")
    #expect(result.status == 1)
    #expect(
      result.error
        == "imagepool: b.png: cannot write out/b.png: File too large; make room, or write elsewhere\n")
    #expect(try program.files() == ["a.png", "b.png", "out/a.png"])
  }

  /// A file in the place of standard output would take the program's words.
  @Test func closedStreamsAreOccupied() throws {
    guard FileManager.default.fileExists(atPath: "/proc/self/fd") else { return }
    let running = try program.start(
      ["-c", "exec '\(Program.path)' pool --op max --kernel 4 - -o x.png >&- 2>&-"], program: "/bin/sh")
    running.sendPart(Array(picture.prefix(200)))
    let place = "/proc/\(running.processNumber)/fd/"
    for _ in 0..<500 where try program.files() == ["a.png"] { usleep(20_000) }
    for number in 1...2 {
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: place + "\(number)") == "/dev/null")
    }
    running.send(Array(picture.dropFirst(200)))
    #expect(running.wait().status == 0)
  }

  @Test func thePeakOfMemoryIsThePrograms() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"),
      FileManager.default.fileExists(atPath: "/proc/self/status")
    else { return }
    // A process that was larger before it became this program.
    let result = try program.shell(
      """
      exec python3 -c 'import os, sys; held = bytearray(400_000_000); os.execv(sys.argv[1], sys.argv[1:])' \
        "$imagepool" pool --op max --kernel 4 a.png -o x.png --json
      """)
    let peak = try #require(try result.objects().first?["peak_memory_bytes"] as? Int)
    #expect(peak > 1_000_000 && peak < 300_000_000)
  }

  @Test func aNamedPipeTakesAResult() throws {
    let result = try program.shell(
      "mkfifo p.png && { \"$imagepool\" pool --op max --kernel 4 a.png -o p.png & cat p.png > got.png; wait $!; }"
    )
    #expect(result.status == 0, "\(result.error)")
    #expect(try Pictures.decoded(try program.read("got.png")).tensor.size == Size(height: 10, width: 10))
  }

  @Test func anOutputFolderThatCannotBeWritten() throws {
    let missing = try program.run("pool", "--op", "max", "--kernel", "4", "a.png", "-o", "no/such/x.png")
    #expect(missing.status == 1)
    #expect(
      missing.error
        == "imagepool: a.png: cannot write no/such/x.png: No such file or directory; create the directory no/such first\n"
    )
    let long = String(repeating: "n", count: 300) + ".png"
    let tooLong = try program.run("pool", "--op", "max", "--kernel", "4", "a.png", "-o", long)
    #expect(tooLong.status == 1)
    #expect(
      tooLong.error == "imagepool: a.png: cannot write \(long): File name too long; give a shorter name\n")
  }

  @Test(.enabled(if: getuid() != 0, "root writes everywhere"))
  func anOutputFolderThatIsShut() throws {
    _ = try program.shell("mkdir shut && chmod 555 shut")
    let shut = try program.run("pool", "--op", "max", "--kernel", "4", "a.png", "-o", "shut/x.png")
    #expect(shut.status == 1)
    #expect(
      shut.error
        == "imagepool: a.png: cannot write shut/x.png: Permission denied; look at the permissions of shut\n")
  }

  @Test func twoResultsOfTheSameNameDoNotMeet() throws {
    // Many processes want one name; exactly one gets it, and it is whole.
    let result = try program.shell(
      """
      for i in 1 2 3 4 5 6; do "$imagepool" pool --op max --kernel 4 a.png -o x.png 2>/dev/null & done
      won=0
      for job in $(jobs -p); do wait $job && won=$((won + 1)); done
      echo $won
      """)
    #expect(result.outputText == "1\n")
    #expect(try program.files() == ["a.png", "x.png"])
    #expect(try Pictures.decoded(try program.read("x.png")).tensor.size == Size(height: 10, width: 10))
  }
}
