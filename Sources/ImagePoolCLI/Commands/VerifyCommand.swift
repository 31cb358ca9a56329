internal import ArgumentParser
internal import ImagePooling

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Hold this program's poolings against what the frameworks gave.",
    discussion: """
      Runs a set of golden cases (results, indices, gradients and refusals of PyTorch, TensorFlow, ONNX Runtime,
      scikit-image, Pillow and OpenCV) and prints one line per operator and framework. Without an argument it is the set
      that travels with the program.

      Examples:
        imagepool verify
        imagepool verify --json path/to/golden

      Exit status: 0 every case passes; 1 a case fails, or the set cannot be read.
      """)

  @Flag(help: "Report one JSON object.")
  var json = false

  @Argument(
    help: ArgumentHelp(
      "A manifest (cases.json) with its arrays beside it, or their folder.", valueName: "cases"))
  var cases: String?

  func run() throws {
    let verification: Verification
    do throws(ImagePoolError) {
      if let cases {
        verification = try Verification(golden: ArgumentBytes.path(cases))
      } else {
        verification = try Verification(golden: GoldenSetPlace.find())
      }
    } catch {
      Console.error("imagepool: \(error)")
      if json { _ = Console.answer(Report.json(of: error, input: cases.map { ArgumentBytes.path($0) })) }
      throw ExitStatus.failed
    }
    let status = Console.answer(json ? verification.json : "\(verification)")
    guard status == .done else { throw status }
    if !verification.passed { throw ExitStatus.failed }
  }
}
