#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The program from outside: a large JPEG to a small one beside the bare decoder, its memory, its start.
struct WholeProcessRows {
  private let options: Options
  private let pictures: BenchmarkPictures

  private static let fileToFile = "12 MP JPEG, average 8x8, to JPEG, whole process"
  private static let peak = "peak memory of that"
  private static let growth = "more for a 48 MP JPEG"
  private static let start = "imagepool --version"

  /// Peak memory of thumbnails of large JPEGs: 20 MB, and 8 MB for each job after the first.
  private static let batches = [1, 2, 4].map { jobs in
    (
      jobs: jobs, name: "peak memory of 8 thumbnails of 48 MP JPEGs, \(jobs) at a time",
      megabytes: 12 + 8 * Double(jobs)
    )
  }

  init(_ options: Options) {
    self.options = options
    pictures = BenchmarkPictures(options)
  }

  func measured() -> [BenchmarkRow] {
    var rows: [BenchmarkRow] = []
    do {
      rows += try withPicture(try pictures.twelveMegapixels())
    } catch {
      rows += missing(Self.fileToFile, "x djpeg", .atMost(1.3), error)
      rows += missing(Self.peak, "MB", .atMost(20), error)
      rows += missing(Self.growth, "MB", .atMost(2), error)
      rows += missingBatches(error)
    }
    do {
      let runs = try (0..<21).map { _ in try ChildProcess(options.program, ["--version"]).measured().seconds }
      let timing = Timing(Array(runs.dropFirst()))
      rows.append(
        BenchmarkRow(
          Self.start, unit: "ms", budget: .atMost(10), value: timing.median * 1e3,
          note: "median of 20; best \((timing.best * 1e3).short) ms", timings: ["imagepool --version": timing]
        ))
    } catch {
      rows += missing(Self.start, "ms", .atMost(10), error)
    }
    return rows
  }

  private func missing(_ name: String, _ unit: String, _ budget: BenchmarkRow.Budget, _ error: any Error)
    -> [BenchmarkRow]
  {
    [BenchmarkRow(name, unit: unit, budget: budget, notMeasured: "\(error)")]
  }

  private func pool(_ picture: String) -> ChildProcess {
    ChildProcess(
      options.program,
      [
        "pool", picture, "--op", "average", "--kernel", "8", "-o", "\(options.work)/pooled.jpg",
        "--overwrite",
      ])
  }

  private func withPicture(_ picture: String) throws -> [BenchmarkRow] {
    var rows: [BenchmarkRow] = []
    var ours: [ChildProcess.Usage] = []
    var theirs: [ChildProcess.Usage] = []
    let djpeg = Files.inPath("djpeg").map { ChildProcess($0, ["-outfile", "/dev/null", picture]) }
    for _ in 0...options.rounds {
      if let djpeg { theirs.append(try djpeg.measured()) }
      ours.append(try pool(picture).measured())
    }
    let own = Timing(ours.dropFirst().map(\.seconds))
    if djpeg == nil {
      rows.append(
        BenchmarkRow(
          Self.fileToFile, unit: "x djpeg", budget: .atMost(1.3),
          notMeasured:
            "djpeg is not installed (package libjpeg-turbo-progs); imagepool alone \((own.median * 1e3).short) ms"
        ))
    } else {
      let peer = Timing(theirs.dropFirst().map(\.seconds))
      rows.append(
        BenchmarkRow(
          Self.fileToFile, unit: "x djpeg", budget: .atMost(1.3), value: own.median / peer.median,
          note:
            "medians \((own.median * 1e3).short) ms and \((peer.median * 1e3).short) ms; best \((own.best * 1e3).short) and \((peer.best * 1e3).short); \(picture)",
          timings: ["imagepool": own, "djpeg": peer]))
    }
    let peak12 = largestAfterFirst(ours)
    rows.append(
      BenchmarkRow(
        Self.peak, unit: "MB", budget: .atMost(20), value: peak12,
        note: "the largest of runs 2…\(ours.count)"
          + (theirs.isEmpty ? "" : "; djpeg at most \(largestAfterFirst(theirs).short) MB")))
    do {
      let large = try pictures.fourTimes(picture)
      let peak48 = largestAfterFirst(try (0..<4).map { _ in try pool(large).measured() })
      rows.append(
        BenchmarkRow(
          Self.growth, unit: "MB", budget: .atMost(2), value: peak48 - peak12,
          note: "\(peak48.short) MB; \(large)"))
      rows += try thumbnails(of: large)
    } catch {
      rows += missing(Self.growth, "MB", .atMost(2), error)
      rows += missingBatches(error)
    }
    return rows
  }

  /// Batches of one large picture under eight names.
  private func thumbnails(of picture: String) throws -> [BenchmarkRow] {
    let folder = "\(options.work)/large"
    try Files.makeEmptyFolder(folder)
    for number in 1...8 {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/\(number).jpg", withDestinationPath: options.absolute(picture))
    }
    return try Self.batches.map { jobs, name, megabytes in
      let thumbnails = ChildProcess(
        options.program,
        [
          "thumbnail", folder, "-o", "\(options.work)/large-thumbnails", "--fit", "256", "--jobs", "\(jobs)",
          "--overwrite",
        ])
      let runs = try (0..<4).map { _ in try thumbnails.measured() }
      return BenchmarkRow(
        name, unit: "MB", budget: .atMost(megabytes), value: largestAfterFirst(runs),
        note: "the largest of runs 2…\(runs.count); \(picture)")
    }
  }

  private func missingBatches(_ error: any Error) -> [BenchmarkRow] {
    Self.batches.flatMap { missing($0.name, "MB", .atMost($0.megabytes), error) }
  }

  private func largestAfterFirst(_ runs: [ChildProcess.Usage]) -> Double {
    Double(runs.dropFirst().map(\.peakBytes).max() ?? 0) / 1e6
  }
}
