import PoolingEngine

/// Measures the budgets: whole processes beside `djpeg`, the engine beside a plain read of its input and beside PyTorch.
///
/// `ImagePoolBenchmarks --program build/imagepool --samples SampleImages --work build/bench --json build/bench.json
///   [--bench-set DIR] [--bare-decoder FILE] [--peer Benchmarks/torch_peer.py] [--pillow-peer Benchmarks/pillow_peer.py] [--rounds N] [--only ROWS]`
///
/// The interpreter for PyTorch and Pillow is named by `IMAGEPOOL_PEERS_PYTHON`. The exit status is 0 whether budgets hold or not, and 1 if a result is wrong.
@main
struct BenchmarksMain {
  static func main() throws {
    let arguments = CommandLine.arguments
    if arguments.count > 2, arguments[1] == ChildProcess.runnerFlag {
      try ChildProcess.runAsRunner(Array(arguments.dropFirst(2)))
      return
    }
    let options = try Options(Array(arguments.dropFirst()))
    var report = BenchmarkReport(machine: Machine.current(program: options.program))
    print(report.machine.description)

    print()
    if options.wants("processes") {
      print("whole processes …")
      report.rows += WholeProcessRows(options).measured()
    }
    if options.wants("batches") {
      print("batches …")
      report.rows += BatchRows(options).measured()
    }
    if options.wants("engine") {
      print("engine …")
      report.rows += try EngineRows(options).measured()
    }

    print("\n" + report.table)
    if let path = options.json {
      try Files.write(report.json(), to: path)
      print("\n\(path): the same with every measurement")
    }
  }
}
