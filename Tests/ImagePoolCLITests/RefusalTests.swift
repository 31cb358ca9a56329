import PoolingEngine
import TestSupport
import Testing

/// What is refused before any work: exit status 64, the exact words, and not one file written.
@Suite struct RefusalTests {
  struct Case: CustomTestStringConvertible {
    let why: String
    let arguments: String
    /// Standard error without `imagepool: ` and the line break at the end.
    let message: String
    var testDescription: String { why }

    init(_ why: String, _ arguments: String, _ message: String) {
      (self.why, self.arguments, self.message) = (why, arguments, message)
    }
  }

  static let operators: [Case] = [
    Case(
      "torch's average does not dilate", "--op average --kernel 3 --dilation 2 a.png -o x.png",
      "--op average: torch's average has no dilation; accepted with --dialect onnx"),
    Case(
      "a divisor is torch's", "--op average --kernel 3 --divisor-override 4 --dialect onnx a.png -o x.png",
      "--op average: onnx's average has no divisor override; accepted with --dialect torch"),
    Case(
      "tensorflow never counts padding",
      "--op average --kernel 3 --count-include-pad --dialect tensorflow a.png -o x.png",
      "--op average: tensorflow's average never counts padding; accepted with --dialect torch or --dialect onnx"
    ),
    Case(
      "tensorflow has no ceil mode", "--op max --kernel 3 --ceil-mode --dialect tensorflow a.png -o x.png",
      "--op max: tensorflow has no ceil mode; accepted with --dialect torch or --dialect onnx"),
    Case(
      "onnx has no adaptive pooling", "--op adaptive-max --output-size 3 --dialect onnx a.png -o x.png",
      "--op adaptive-max: onnx has no adaptive pooling; accepted with --dialect torch or --dialect tensorflow"
    ),
    Case(
      "padding is at most half of torch's kernel", "--op max --kernel 3 --padding 2 a.png -o x.png",
      "--op max: vertical padding 2 is over torch's limit of 1 for a kernel of 3; accepted with --dialect tensorflow or --dialect onnx"
    ),
    Case(
      "padding reaches the kernel in no dialect", "--op max --kernel 2 --padding 2 a.png -o x.png",
      "--op max: vertical padding 2 is over torch's limit of 1 for a kernel of 2"),
    Case(
      "padding is not negative", "--op max --kernel 2 --padding -1 a.png -o x.png",
      "--op max: vertical padding -1 is negative"),
    Case(
      "a kernel has a tap", "--op max --kernel 0 a.png -o x.png", "--op max: kernel 0,0 must be at least 1"),
    Case(
      "a stride steps", "--op max --kernel 2 --stride 0,1 a.png -o x.png",
      "--op max: stride 0,1 must be at least 1"),
    Case(
      "nothing is divided by 0", "--op average --kernel 2 --divisor-override 0 a.png -o x.png",
      "--op average: the divisor override is 0"),
    Case(
      "max needs windows", "--op max a.png -o x.png", "--op max needs --kernel N or --kernel H,W"),
    Case(
      "area needs a size", "--op area a.png -o x.png", "--op area needs --output-size N or --output-size H,W"),
    Case(
      "global has no kernel", "--op global-max --kernel 2 a.png -o x.png",
      "--op global-max has no --kernel; it belongs to max, min, average, sum, median, lp, soft, attention, fractional-max and fractional-average"
    ),
    Case(
      "a max has no output size", "--op max --kernel 2 --output-size 3 a.png -o x.png",
      "--op max has no --output-size; it belongs to adaptive-…, area, fractional-max and fractional-average"),
    Case(
      "an average has no winners", "--op average --kernel 2 --indices a.png -o x.png",
      "--op average has no --indices; it belongs to max, min, their adaptive-… and global-… and fractional-max"
    ),
    Case(
      "a max is not rounded", "--op max --kernel 2 --rounding down a.png -o x.png",
      "--op max has no --rounding; it belongs to average, sum, median, lp, soft, attention, their adaptive-… and global-…, area and fractional-average"
    ),
    Case(
      "a max has no divisor", "--op max --kernel 2 --no-count-include-pad a.png -o x.png",
      "--op max has no --count-include-pad; it belongs to average"),
    Case(
      "light is averaged", "--op max --kernel 2 --linear a.png -o x.png",
      "--op max has no --linear; it belongs to average, its adaptive-… and global-…, area and fractional-average"
    ),
    Case(
      "colours are weighed in an average", "--op global-max --alpha premultiplied a.png -o x.png",
      "--op global-max has no --alpha premultiplied; it belongs to average, its adaptive-… and global-…, area and fractional-average"
    ),
    Case(
      "a value needs its mode", "--op max --kernel 2 --padding-value 3 a.png -o x.png",
      "--padding-value needs --padding-mode constant"),
    Case(
      "an output has samples", "--op adaptive-max --output-size 0 a.png -o x.png",
      "--op adaptive-max: an output of 0 rows and 0 columns has no windows"),
  ]

  static let outputs: [Case] = [
    Case(
      "nothing to write", "--op max --kernel 2 a.png",
      "nothing to write: name a result (-o) or a dump (--dump), for example\n"
        + "  imagepool pool --op max --kernel 2 a.png -o pooled.png"),
    Case(
      "no format in the name", "--op max --kernel 2 a.png -o x.tiff",
      "the name x.tiff does not tell a format; use an extension of .png, .jpg, .npy, .safetensors, .csv, .json, or --format"
    ),
    Case(
      "two formats", "--op max --kernel 2 a.png -o x.png --format jpeg",
      "-o x.png says png, and --format says jpeg; leave one out"),
    Case(
      "an output exists", "--op max --kernel 2 a.png -o taken.png",
      "taken.png exists; give another name, or --overwrite to replace it"),
    Case(
      "a dump exists", "--op max --kernel 2 a.png -o kept.png --dump npy",
      "kept.npy exists; give another name, or --overwrite to replace it"),
    Case(
      "a dump is a directory", "--op max --kernel 2 a.png -o new.png --dump csv --overwrite",
      "new.csv is a directory, which no output replaces; give another -o or --name"),
    Case(
      "an input is never changed", "--op max --kernel 2 a.png -o a.png --overwrite",
      "a.png is an input (a.png), and inputs are never changed; give another -o or --name"),
    Case(
      "an input under another name", "--op max --kernel 2 a.png -o link.png --overwrite",
      "link.png is an input (a.png), and inputs are never changed; give another -o or --name"),
    Case(
      "the folder of the inputs", "--op max --kernel 2 a.png taken.png -o .  --overwrite",
      "a.png is an input (a.png), and inputs are never changed; give another -o or --name"),
    Case(
      "same stem, same format", "--op max --kernel 2 a.png a.jpg -o out --format png",
      "a.png and a.jpg would both be written to out/a.png; keep them apart with --name '{stem}.{ext}'"),
    Case(
      "same stem, dumps only", "--op max --kernel 2 a.png a.jpg --dump csv",
      "a.png and a.jpg would both be written to a.csv; keep them apart with --name '{stem}.{ext}'"),
    Case(
      "same name in two folders", "--op max --kernel 2 a.png sub/a.png -o out",
      "a.png and sub/a.png would both be written to out/a.png; keep them apart with --name '{parent}-{stem}'"),
    Case(
      "one input twice", "--op max --kernel 2 a.png a.png -o out",
      "a.png and a.png would both be written to out/a.png; keep them apart with --name '{index}-{stem}'"),
    Case(
      "result and dump are one file", "--op max --kernel 2 a.png -o x.csv --dump csv",
      "the result and --dump csv would both be x.csv; leave one out"),
    Case(
      "several results, one file", "--op max --kernel 2 a.png a.jpg -o taken.png",
      "taken.png is a file, and 2 inputs need a directory; give -o DIRECTORY/"),
    Case(
      "several results, the name of one", "--op max --kernel 2 a.png a.jpg -o fresh.png",
      "-o fresh.png names one result, and there are 2 inputs; give -o DIRECTORY/, or --stack for one tensor of all"
    ),
    Case(
      "the name of one that is not even written", "--op max --kernel 2 a.png a.jpg -o fresh.GIF",
      "-o fresh.GIF names one result, and there are 2 inputs; give -o DIRECTORY/, or --stack for one tensor of all"
    ),
    Case(
      "the name of an archive", "--op max --kernel 2 a.png a.jpg -o fresh.tar",
      "-o fresh.tar names one result, and there are 2 inputs; give -o DIRECTORY/, or --stack for one tensor of all"
    ),
    Case(
      "several results, one stream", "--op max --kernel 2 a.png a.jpg -o -",
      "standard output takes one result, and there are 2 inputs; give -o DIRECTORY/"),
    Case(
      "standard input twice", "--op max --kernel 2 - - -o out --format png",
      "standard input (-) is named more than once"),
    Case(
      "standard input has no name to tell a format", "--op max --kernel 2 - -o out/",
      "the name of the result of standard input needs --format, or -o FILE"),
    Case(
      "a pattern of nothing known", "--op max --kernel 2 a.png -o out/ --name {size}",
      "--name '{size}' has braces that mean nothing; known are {stem}, {ext}, {parent}, {index}"),
    Case(
      "a pattern that leaves the folder", "--op max --kernel 2 a.png -o out/ --name ../{stem}",
      "--name '../{stem}' is no file name: it may not be empty and have no slash"),
    Case(
      "a pattern for one file", "--op max --kernel 2 a.png -o x.png --name b",
      "--name makes names inside a directory, and -o x.png is a file; leave one of them out"),
  ]

  static let words: [Case] = [
    Case(
      "a mistyped option", "--op max --kernel 2 --outptu x a.png -o x.png", "Unknown option '--outptu'"),
    Case(
      "no operator", "--op mode --kernel 2 a.png -o x.png",
      "there are max, min, average, sum, median, lp, soft, attention, their adaptive-… and global-…, area, fractional-max and fractional-average"
    ),
    Case(
      "a rule that there is not", "--op max --kernel 2 --alpha no a.png -o x.png",
      "Please provide one of 'planes' and 'premultiplied'; see imagepool pool --help"),
    Case("no number", "--op max --kernel two a.png -o x.png", "'two' is not a whole number"),
    Case("three numbers", "--op max --kernel 1,2,3 a.png -o x.png", "give one number, or two as H,W"),
    Case(
      "padding in words", "--op max --kernel 2 --padding some a.png -o x.png",
      "same, same-lower, valid or whole"),
    Case(
      "no dialect", "--op max --kernel 2 --dialect jax a.png -o x.png", "there are torch, tensorflow, onnx"),
    Case(
      "a format that there is not", "--op max --kernel 2 --format tiff a.png -o x",
      "there are png, jpeg, npy, safetensors, csv, json"),
    Case(
      "a dump that there is not", "--op max --kernel 2 --dump png a.png",
      "there are npy, safetensors, csv, json, text, heatmap"),
    Case("quality", "--op max --kernel 2 --quality 101 a.png -o x.jpg", "give 1 to 100"),
    Case(
      "a range upside down", "--op max --kernel 2 --range 1,0 a.png -o x.jpg", "the first below the second"),
    Case("no colour", "--op max --kernel 2 --background sky a.png -o x.jpg", "give #rrggbb"),
    Case(
      "no size", "--op max --kernel 2 --max-memory lots a.png -o x.jpg", "give a size such as 512M or 2GiB"),
    Case("no jobs", "--op max --kernel 2 --jobs 0 a.png -o x.jpg", "give a whole number of at least 1"),
    Case("no inputs", "--op max --kernel 2 -o x.jpg", "Missing expected argument '<input> ...'"),
    Case("digits of 16", "--op max --kernel 2 --padding-value 0x10 a.png -o x.jpg", "give a number"),
    Case(
      "a name with a dash, read as -h", "--op max --kernel 2 -dash.png -o x.jpg",
      "-dash.png is read as options"),
    Case("a value left out", "--op max --kernel= 2 a.png -o x.jpg", "--kernel has no value behind its ="),
  ]

  private func prepared() throws -> (Program, [String]) {
    let program = try Program()
    let picture = try Pictures.encoded(Pictures.planes(channels: 1, size: Size(height: 8, width: 8)))
    for name in ["a.png", "a.jpg", "sub/a.png", "taken.png", "kept.npy"] { try program.write(picture, name) }
    _ = try program.shell("ln -s a.png link.png; mkdir new.csv")
    return (program, try program.files())
  }

  @Test(arguments: operators + outputs)
  func refusedWithTheExactWords(_ example: Case) throws {
    let (program, before) = try prepared()
    let result = try program.run(["pool"] + example.arguments.split(separator: " ").map(String.init))
    #expect(result.status == 64)
    #expect(result.error == "imagepool: \(example.message)\n")
    #expect(result.output.isEmpty)
    #expect(try program.files() == before, "nothing may be written")
  }

  @Test(arguments: words)
  func refusedByTheParser(_ example: Case) throws {
    let (program, before) = try prepared()
    let result = try program.run(["pool"] + example.arguments.split(separator: " ").map(String.init))
    #expect(result.status == 64)
    #expect(result.error.contains(example.message), "\(result.error)")
    #expect(result.error.hasPrefix("imagepool: ") && result.error.split(separator: "\n").count == 1)
    #expect(result.output.isEmpty)
    #expect(try program.files() == before, "nothing may be written")
  }

  @Test func severalOutputsThatExistAreCounted() throws {
    let (program, before) = try prepared()
    let result = try program.run(
      "pool", "--op", "max", "--kernel", "2", "sub/a.png", "-o", "kept.png", "--dump", "npy")
    #expect(result.status == 64)
    #expect(try program.files() == before)
    try program.write([], "kept.png")
    let two = try program.run(
      "pool", "--op", "max", "--kernel", "2", "sub/a.png", "-o", "kept.png", "--dump", "npy")
    #expect(
      two.error
        == "imagepool: kept.png exists (and 1 more output); give another name, or --overwrite to replace it\n"
    )
  }

  @Test func theLineToTypeWorks() throws {
    let (program, _) = try prepared()
    try program.write(try program.read("a.png"), "it's {stem} here.png")
    let refused = try program.run("pool", "--op", "max", "--kernel", "2", "it's {stem} here.png")
    let line = refused.error.split(separator: "\n").last.map { $0.trimmingPrefix { $0 == " " } } ?? ""
    let result = try program.shell("imagepool() { \"$imagepool\" \"$@\"; }\n" + line)
    #expect(result.status == 0, "\(line): \(result.error)")
    #expect(program.exists("pooled.png"))
  }
}
