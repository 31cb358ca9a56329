internal import ImagePooling
internal import Synchronization

/// Tells what becomes of an archive's members: a JSON object per member, a line per failure, warnings that repeat only a few
/// times, and in the end a summary.
final class TarTelling: Sendable {
  private let reportsJSON: Bool
  /// Standard output carries the archive, so reports go to standard error.
  private let outputIsTaken: Bool
  private let tally = Mutex(Tally())

  private struct Tally {
    var warnings = RepeatedWarnings()
    var remarks: Set<String> = []
    var reportsArrive = true
    var reportsFailed = false
  }

  init(reportsJSON: Bool, outputIsTaken: Bool) {
    self.reportsJSON = reportsJSON
    self.outputIsTaken = outputIsTaken
  }

  func run(_ batch: TarBatch, _ input: Input, name: Path, to output: Output) -> ExitStatus {
    do throws(ImagePoolError) {
      let summary = try batch.run(input, name: name, to: output) { [self] in tell($0) }
      for text in summary.warnings { Console.error("imagepool: \(name): warning: \(text)") }
      return finish(summary, name)
    } catch {
      // Whoever read the archive has had enough; there is nobody to tell.
      if error.readerWentAway { Interruption.endProcess(status: ExitStatus.done.rawValue) }
      Console.error("imagepool: \(error)")
      if reportsJSON { report(Report.json(of: error, input: name)) }
      return .failed
    }
  }

  private func tell(_ member: TarBatch.Member) {
    switch member.treatment {
    case .pooled(let report): warn(member, report)
    case .copied: break
    case .kept(let error): Console.error("imagepool: \(error); it was left as it is")
    case .replaced(let error): Console.error("imagepool: \(error)")
    // The run ends with it, and says so.
    case .refused: break
    }
    for text in member.warnings { Console.error("imagepool: \(TarTelling.name(member)): warning: \(text)") }
    if reportsJSON { report(member.json) }
  }

  private static func name(_ member: TarBatch.Member) -> String {
    (member.archive.map { "\($0): " } ?? "") + member.name.description
  }

  private func warn(_ member: TarBatch.Member, _ report: Report) {
    let name = TarTelling.name(member)
    tally.withLock { tally in
      if let line = tally.warnings.line(of: report.warnings, name: name) {
        Console.error("imagepool: \(line)")
      }
      if let remark = report.alphaRemark, tally.remarks.insert(remark).inserted {
        Console.error("imagepool: note: \(remark)")
      }
    }
  }

  private func report(_ line: String) {
    tally.withLock { tally in
      guard tally.reportsArrive else { return }
      do throws(Console.Failure) {
        if outputIsTaken { try Console.report(line) } else { try Console.output(line) }
      } catch {
        tally.reportsArrive = false
        guard !error.readerWentAway else { return }
        tally.reportsFailed = true
        Console.error("imagepool: cannot write the report: \(error.text)")
      }
    }
  }

  /// `shard.tar: 9,991 pooled (2 with warnings), 10,000 copied, 9 failed: 9 truncated`.
  private func finish(_ summary: TarBatch.Summary, _ name: Path) -> ExitStatus {
    tally.withLock { tally in
      for line in tally.warnings.repeated { Console.error("imagepool: \(line)") }
      var text = "\(name): \(Count.grouped(summary.pooled)) pooled"
      if summary.warned > 0 { text += " (\(Count.grouped(summary.warned)) with warnings)" }
      text += ", \(Count.grouped(summary.copied)) copied"
      if summary.failed > 0 {
        let kinds = summary.failures.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        text += ", \(Count.grouped(summary.failed)) failed: "
        text += kinds.map { "\(Count.grouped($0.value)) \($0.key)" }.joined(separator: ", ")
      }
      Console.error("imagepool: \(text)")
      return summary.failed > 0 || tally.reportsFailed ? .failed : .done
    }
  }
}
