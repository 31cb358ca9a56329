internal import ImagePooling

/// Makes the page of `imagepool inspect -o`, and says what became of it.
struct InspectionPage {
  private let recipe: Recipe
  private let input: Input
  private let name: Path
  private let place: OutputPlace?
  private let options: PageOptions
  private let reportsJSON: Bool
  private let start = ContinuousClock.now

  init(
    _ recipe: Recipe, _ input: Input, _ name: Path, at place: OutputPlace?, _ options: PageOptions,
    reportsJSON: Bool
  ) {
    self.recipe = recipe
    self.input = input
    self.name = name
    self.place = place
    self.options = options
    self.reportsJSON = reportsJSON
  }

  func write(to output: Output) throws(ExitStatus) {
    let words = ArgumentBytes.arguments.map { ArgumentBytes.path($0) }
    let report: InspectionReport
    do throws(ImagePoolError) {
      report = try recipe.inspectionReport(
        input, at: place, regions: options.region, command: InspectionWords.command(words), name: name)
      try report.write(to: output)
    } catch {
      // Whoever read the page has had enough; there is nobody to tell.
      if error.readerWentAway { return }
      var error = error
      error.input = error.input ?? name.description
      Console.error("imagepool: \(error)")
      if reportsJSON {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        try tell(Report.json(of: error, input: name, seconds: seconds))
      }
      throw .failed
    }
    for warning in report.warnings { Console.error("imagepool: \(name): warning: \(warning)") }
    guard reportsJSON else { return }
    try tell(
      report.json(
        output: options.output == "-" ? nil : options.output,
        seconds: (ContinuousClock.now - start) / .seconds(1)))
  }

  private func tell(_ line: String) throws(ExitStatus) {
    if options.output == "-" {
      Console.error(line)
      return
    }
    let status = Console.answer(line)
    guard status == .done else { throw status }
  }
}
