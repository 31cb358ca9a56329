#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Thumbnails of many files beside loops that do no more than decode them, and beside other programs, in the same run.
///
/// The yardstick is `BareDecoder`: libjpeg or libpng over the same files in as many processes, without pooling, encoding
/// or files that are written.
struct BatchRows {
  private let options: Options
  private let folder: String

  /// A command that makes thumbnails of a list, or decodes it.
  private struct Contestant {
    let name: String
    /// What is run, given the folder for its results.
    let command: (String) -> ChildProcess
    /// What the time is divided by: a contestant's name.
    var yardstick: String?
    var budget: BenchmarkRow.Budget?
  }

  init(_ options: Options) {
    self.options = options
    folder = "\(options.work)/thumbnails"
  }

  func measured() -> [BenchmarkRow] {
    guard let set = options.benchSet, Files.exists("\(set)/batch") else {
      return [
        BenchmarkRow(
          "batch of thumbnails", unit: "x bare", budget: nil,
          notMeasured: "BENCH_SET does not name a folder with batch/ in it")
      ]
    }
    var rows: [BenchmarkRow] = []
    let jobs = max(1, ProcessInfo.processInfo.activeProcessorCount)
    for kind in ["jpg", "png"] {
      do {
        let names = try self.names(kind, in: set)
        let list = "\(options.work)/\(kind).list"
        try Files.write(Array(names.joined(separator: "\n").utf8), to: list)
        for jobs in Set([1, jobs]).sorted() {
          rows += try measured(kind, list, count: names.count, jobs: jobs)
        }
      } catch {
        rows.append(
          BenchmarkRow("batch of \(kind) thumbnails", unit: "x bare", budget: nil, notMeasured: "\(error)"))
      }
    }
    return rows
  }

  /// The files of batch/ and the pictures of 2 to 12 megapixels.
  private func names(_ kind: String, in set: String) throws -> [String] {
    let batch = try FileManager.default.contentsOfDirectory(atPath: "\(set)/batch").map { "batch/\($0)" }
    let large = try FileManager.default.contentsOfDirectory(atPath: set).filter { name in
      ["_2mp_", "_6mp_", "_12mp_"].contains { name.contains($0) }
    }
    let names = (batch + large).filter { $0.hasSuffix(".\(kind)") }.sorted().map { "\(set)/\($0)" }
    guard !names.isEmpty else { throw BenchmarkError("no .\(kind) files in \(set)") }
    return names
  }

  // MARK: - Contestants

  private func measured(
    _ kind: String, _ list: String, count: Int, jobs: Int
  ) throws -> [BenchmarkRow] {
    let contestants = contestants(kind, list, jobs: jobs)
    // Removed in the end only: where files were just deleted, making new ones takes longer.
    defer { try? Files.remove(folder) }
    var runs: [[Double]] = Array(repeating: [], count: contestants.count)
    var failures: [Int: any Error] = [:]
    for round in 0...min(options.rounds, 5) {
      for (place, contestant) in contestants.enumerated() where failures[place] == nil {
        let results = "\(folder)/\(place)-\(round)"
        try Files.makeFolder(results)
        do {
          let usage = try contestant.command(results).measured()
          if round > 0 { runs[place].append(usage.seconds) }
        } catch {
          failures[place] = error
        }
      }
    }
    var timings: [String: Timing] = [:]
    for (place, contestant) in contestants.enumerated() where failures[place] == nil {
      timings[contestant.name] = Timing(runs[place])
    }
    return contestants.enumerated().compactMap { place, contestant in
      guard let yardstick = contestant.yardstick else { return nil }
      let name = "\(count) \(kind), \(jobs) job\(jobs > 1 ? "s" : ""): \(contestant.name)"
      guard let timing = timings[contestant.name], let bare = timings[yardstick] else {
        let reason = failures[place].map { "\($0)" } ?? "no time of \(yardstick)"
        return BenchmarkRow(name, unit: "x \(yardstick)", budget: contestant.budget, notMeasured: reason)
      }
      let rate = (Double(count) / timing.median).short
      return BenchmarkRow(
        name, unit: "x \(yardstick)", budget: contestant.budget, value: timing.median / bare.median,
        note:
          "\(rate) pictures/s; medians \((timing.median * 1e3).short) ms and \((bare.median * 1e3).short) ms",
        timings: [contestant.name: timing, yardstick: bare])
    }
  }

  private func contestants(_ kind: String, _ list: String, jobs: Int) -> [Contestant] {
    let bare = options.bareDecoder
    func thumbnail(_ extra: [String]) -> (String) -> ChildProcess {
      { folder in
        ChildProcess(
          options.program,
          ["thumbnail", "--from", list, "-o", folder, "--fit", "256", "--jobs", "\(jobs)"] + extra)
      }
    }
    var all = [
      Contestant(name: "bare decode", command: { _ in ChildProcess(bare, ["\(jobs)", list]) }),
      Contestant(
        name: "imagepool thumbnail", command: thumbnail([]), yardstick: "bare decode", budget: .atMost(1.15)),
      // What is left beside decoding where pixels are picked rather than pooled, and files written in place.
      Contestant(
        name: "bare decode, encode and write",
        command: { ChildProcess(bare, ["\(jobs)", "--thumbnails", "256", $0, list]) },
        yardstick: "bare decode"),
    ]
    if kind == "jpg" {
      all += [
        Contestant(
          name: "bare reduced decode",
          command: { _ in ChildProcess(bare, ["\(jobs)", "--fit", "256", list]) }),
        Contestant(
          name: "imagepool thumbnail --jpeg-shrink", command: thumbnail(["--jpeg-shrink"]),
          yardstick: "bare reduced decode", budget: .atMost(1.15)),
        Contestant(
          name: "bare reduced decode, encode and write",
          command: { ChildProcess(bare, ["\(jobs)", "--fit", "256", "--thumbnails", "256", $0, list]) },
          yardstick: "bare reduced decode"),
      ]
    }
    return all + peers(list, jobs: jobs)
  }

  /// Other programs, each the way its users run it over many files: as many processes as there are jobs.
  private func peers(_ list: String, jobs: Int) -> [Contestant] {
    var peers: [Contestant] = []
    func shell(_ name: String, _ line: @escaping (_ folder: String) -> String) {
      peers.append(
        Contestant(
          name: name, command: { ChildProcess("/bin/sh", ["-c", line(options.absolute($0))]) },
          yardstick: "imagepool thumbnail"))
    }
    let parallel = "xargs -d '\\n' -P \(jobs) -n 16 <'\(list)'"
    let format = list.hasSuffix("png.list") ? "png" : "jpg[Q=85]"
    if Files.inPath("vipsthumbnail") != nil {
      shell("vipsthumbnail") { folder in
        "VIPS_CONCURRENCY=1 \(parallel) vipsthumbnail --size 256x256 -o '\(folder)/%s.\(format)'"
      }
    }
    if Files.inPath("gm") != nil {
      shell("gm mogrify") { folder in
        "OMP_NUM_THREADS=1 \(parallel) gm mogrify -size 256x256 -thumbnail 256x256 -quality 85 -create-directories -output-directory '\(folder)'"
      }
    }
    if let python = options.peerPython, let script = options.pillowPeer,
      (try? ChildProcess(python, ["-c", "import PIL"]).measured()) != nil
    {
      peers.append(
        Contestant(
          name: "Pillow thumbnail",
          command: { ChildProcess(python, [script, "\(jobs)", list, $0]) },
          yardstick: "imagepool thumbnail"))
    }
    return peers
  }
}
