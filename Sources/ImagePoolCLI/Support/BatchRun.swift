internal import ImagePooling
internal import Synchronization

/// Tells what becomes of the inputs of a batch: a JSON object per input, a line per failure, progress on a terminal.
final class BatchRun: Sendable {
  private let items: [Batch.Item]
  private let reportsJSON: Bool
  /// Standard output carries a result, so reports go to standard error.
  private let outputIsTaken: Bool
  private let showsProgress: Bool
  private let tally = Mutex(Tally())

  private struct Tally {
    var failures = 0
    /// Reports arrive. Once one did not, no more are written, while the batch goes on: its outputs are files.
    var reportsArrive = true
    var remarks: Set<String> = []
  }

  init(_ items: [Batch.Item], reportsJSON: Bool, outputIsTaken: Bool) {
    self.items = items
    self.reportsJSON = reportsJSON
    self.outputIsTaken = outputIsTaken
    showsProgress = Console.errorIsTerminal && items.count > 1
  }

  func run(_ batch: Batch) -> ExitStatus {
    batch.run(items) { [self] outcome in tell(outcome) }
    if showsProgress { Console.status("") }
    return tally.withLock(\.failures) > 0 ? .failed : .done
  }

  func run(_ stack: Stack) throws(OutputPlan.Refusal) -> ExitStatus {
    try stack.run { [self] outcome in tell(outcome) }
    if showsProgress { Console.status("") }
    if tally.withLock(\.failures) > 0 {
      Console.error("imagepool: \(stack.output): nothing was written, since not all inputs can be stacked")
    }
    return tally.withLock(\.failures) > 0 ? .failed : .done
  }

  private func tell(_ outcome: Batch.Outcome) {
    if showsProgress { Console.status("") }
    switch outcome.result {
    case .success(let report):
      tellWarnings(report)
      tellRemarks(report)
      if reportsJSON { tellJSON(report.json) }
    case .failure(let error):
      // Whoever read the only result has had enough; there is nobody to tell. Dumps are missing, though.
      if error.readerWentAway, items.count == 1 {
        let status: ExitStatus = items[0].dumps.isEmpty ? .done : .failed
        Interruption.endProcess(status: status.rawValue)
      }
      tally.withLock { $0.failures += 1 }
      // The one who interrupted knows.
      if error.kind != .interrupted { Console.error("imagepool: \(error)") }
      if reportsJSON {
        tellJSON(
          Report.json(
            of: error, input: items[outcome.index].name, status: outcome.isBegun ? "failed" : "skipped",
            seconds: outcome.seconds))
      }
    }
    if showsProgress { Console.status("\(outcome.index + 1) of \(items.count)") }
  }

  private func tellWarnings(_ report: Report) {
    guard let first = report.warnings.first else { return }
    let more = report.warnings.count > 1 ? " (and \(report.warnings.count - 1) more)" : ""
    Console.error("imagepool: \(report.input.map { "\($0)" } ?? "-"): warning: \(first)\(more)")
  }

  /// What several inputs may have in common is said once.
  private func tellRemarks(_ report: Report) {
    guard let remark = report.alphaRemark else { return }
    let isNew = tally.withLock { $0.remarks.insert(remark).inserted }
    if isNew { Console.error("imagepool: note: \(remark)") }
  }

  private func tellJSON(_ line: String) {
    guard tally.withLock(\.reportsArrive) else { return }
    do throws(Console.Failure) {
      if outputIsTaken { try Console.report(line) } else { try Console.output(line) }
    } catch {
      tally.withLock { tally in
        tally.reportsArrive = false
        if !error.readerWentAway { tally.failures += 1 }
      }
      if !error.readerWentAway { Console.error("imagepool: cannot write the report: \(error.text)") }
    }
  }
}
