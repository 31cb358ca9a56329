internal import ImagePooling
internal import Synchronization

/// Tells what becomes of a large batch: a line per failure, warnings that repeat only a few times, progress on a terminal, and
/// in the end a summary.
final class LargeBatchTelling: Sendable {
  private let reportsJSON: Bool
  private let showsProgress = Console.errorIsTerminal
  private let begin = ContinuousClock.now
  private let tally = Mutex(Tally())

  private struct Tally {
    var done = 0, warned = 0, skipped = 0
    var failures: [ImagePoolError.Kind: Int] = [:]
    var warnings = RepeatedWarnings()
    var remarks: Set<String> = []
    var lastStatus: ContinuousClock.Instant?
    /// Reports arrive. Once one did not, no more are written, while the batch goes on: its outputs are files.
    var reportsArrive = true
    var reportsFailed = false

    var failed: Int { failures.values.reduce(0, +) }
  }

  init(reportsJSON: Bool) { self.reportsJSON = reportsJSON }

  func tell(_ outcome: LargeBatch.Outcome, _ progress: LargeBatch.Progress) {
    tally.withLock { tally in
      switch outcome.result {
      case .done(let report):
        tally.done += 1
        warn(report, &tally)
      case .skipped: tally.skipped += 1
      case .failed(let error):
        tally.failures[error.kind, default: 0] += 1
        say("\(error)")
      }
      if reportsJSON { report(outcome.json, &tally) }
      if showsProgress { showStatus(progress, &tally) }
    }
  }

  private func say(_ text: String) {
    if showsProgress { Console.status("") }
    Console.error("imagepool: \(text)")
  }

  private func warn(_ report: Report, _ tally: inout Tally) {
    let name = report.input?.description ?? "-"
    if !report.warnings.isEmpty { tally.warned += 1 }
    if let line = tally.warnings.line(of: report.warnings, name: name) { say(line) }
    if let remark = report.alphaRemark, tally.remarks.insert(remark).inserted { say("note: \(remark)") }
  }

  private func report(_ line: String, _ tally: inout Tally) {
    guard tally.reportsArrive else { return }
    do throws(Console.Failure) { try Console.output(line) } catch {
      tally.reportsArrive = false
      guard !error.readerWentAway else { return }
      tally.reportsFailed = true
      say("cannot write the report: \(error.text)")
    }
  }

  private func showStatus(_ progress: LargeBatch.Progress, _ tally: inout Tally) {
    let now = ContinuousClock.now
    if let last = tally.lastStatus, now - last < .milliseconds(100), progress.ended < progress.planned {
      return
    }
    tally.lastStatus = now
    let seconds = max(0.001, (now - begin) / .seconds(1))
    let rate = Double(progress.ended) / seconds
    var text =
      "\(Count.grouped(progress.ended)) of \(Count.grouped(progress.planned)), \(Self.rounded(rate)) a second"
    if progress.planned > progress.ended {
      text += ", \(Self.time(Double(progress.planned - progress.ended) / rate)) left"
    }
    if tally.failed > 0 { text += ", \(Count.grouped(tally.failed)) failed" }
    Console.status(text)
  }

  /// The last line, and what the program ends with.
  func finish(_ progress: LargeBatch.Progress) -> ExitStatus {
    tally.withLock { tally in
      if let failure = progress.failure { say("\(failure); the batch stopped before its end") }
      for line in tally.warnings.repeated { say(line) }
      if progress.planned + progress.doneBefore != 1 || progress.ignored > 0 || tally.failed > 0 {
        say(summary(progress, tally))
      } else if showsProgress {
        Console.status("")
      }
      // A batch that is gone on with ends as it would have without the break: failures of earlier runs count.
      // Fewer than were planned: inputs went away before their turn.
      let isWhole = tally.failed == 0 && progress.failedBefore == 0 && progress.ended >= progress.planned
      return !isWhole || tally.reportsFailed || progress.failure != nil ? .failed : .done
    }
  }

  /// What there is to say when a signal ends the program.
  func interrupted(_ progress: LargeBatch.Progress, resume: Path?) {
    tally.withLock { tally in
      let cure = resume.map { "; go on with --resume \($0)" } ?? ""
      say("interrupted: \(summary(progress, tally))\(cure)")
    }
  }

  /// `9,991 done, 9 failed: 5 truncated, 4 not_an_image; 120 ignored`.
  private func summary(_ progress: LargeBatch.Progress, _ tally: Tally) -> String {
    var text = "\(Count.grouped(tally.done)) done"
    if tally.warned > 0 { text += " (\(Count.grouped(tally.warned)) with warnings)" }
    if tally.skipped > 0 { text += ", \(Count.grouped(tally.skipped)) up to date" }
    if progress.doneBefore > 0 { text += ", \(Count.grouped(progress.doneBefore)) left as they were" }
    if progress.failedBefore > 0 { text += " (\(Count.grouped(progress.failedBefore)) failed before)" }
    if tally.failed > 0 {
      let kinds = tally.failures.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
      text += ", \(Count.grouped(tally.failed)) failed: "
      text += kinds.map { "\(Count.grouped($0.value)) \($0.key)" }.joined(separator: ", ")
    }
    let left = progress.planned - progress.ended
    if left > 0 { text += "; \(Count.grouped(left)) not done" }
    if progress.ignored > 0 { text += "; \(Count.grouped(progress.ignored)) ignored" }
    return text
  }

  private static func rounded(_ rate: Double) -> String {
    rate >= 10 ? Count.grouped(Int(rate.rounded())) : "\((rate * 10).rounded() / 10)"
  }

  private static func time(_ seconds: Double) -> String {
    guard seconds < 1e9 else { return "?" }
    let seconds = Int(seconds.rounded(.up))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let hours = seconds / 3600
    return (hours > 0 ? "\(hours):\(two(seconds / 60 % 60))" : "\(seconds / 60)") + ":\(two(seconds % 60))"
  }
}
