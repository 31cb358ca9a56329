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
    var remarks: Set<String> = []
  }

  init(_ items: [Batch.Item], reportsJSON: Bool, outputIsTaken: Bool) {
    self.items = items
    self.reportsJSON = reportsJSON
    self.outputIsTaken = outputIsTaken
    showsProgress = Console.errorIsTerminal && items.count > 1
  }

  func run(_ batch: Batch) -> ExitStatus {
    batch.run(items) { [self] index, result in tell(index, result) }
    if showsProgress { Console.status("") }
    return tally.withLock(\.failures) > 0 ? .failed : .done
  }

  private func tell(_ index: Int, _ result: Result<Report, ImagePoolError>) {
    if showsProgress { Console.status("") }
    switch result {
    case .success(let report):
      tellWarnings(report)
      tellRemarks(report)
      if reportsJSON { tellJSON(report.json) }
    case .failure(let error):
      // Whoever read the result has had enough; there is nobody to tell.
      if error.readerWentAway { Interruption.endProcess(status: ExitStatus.done.rawValue) }
      tally.withLock { $0.failures += 1 }
      Console.error("imagepool: \(error)")
      if reportsJSON { tellJSON(Report.json(of: error, input: items[index].name)) }
    }
    if showsProgress { Console.status("\(index + 1) of \(items.count)") }
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
    let isTaken = outputIsTaken ? Console.error(line) : Console.output(line)
    if !isTaken { Interruption.endProcess(status: ExitStatus.done.rawValue) }
  }
}
