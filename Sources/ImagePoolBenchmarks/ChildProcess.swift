#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#endif

/// A program that is run and measured from outside.
///
/// On Linux a process that was spawned from a large one counts the large one's memory as its own peak (the peak survives exec). So
/// each run is started by a runner: this same program, fresh and small, which spawns, waits by `wait4` and prints what it saw. The runner's own
/// 8 or 9 MB remain the least that can be seen; `imagepool --help` needs more than that.
struct ChildProcess {
  static let runnerFlag = "--run-child"

  struct Usage {
    let seconds: Double
    /// The largest resident memory.
    let peakBytes: Int
    let status: Int32
  }

  let program: String
  let arguments: [String]

  init(_ program: String, _ arguments: [String]) {
    self.program = program
    self.arguments = arguments
  }

  var commandLine: String { ([program] + arguments).joined(separator: " ") }

  /// Runs it with standard output to /dev/null and measures it.
  func measured() throws -> Usage {
    let runner = ChildProcess(try Self.ownPath(), [Self.runnerFlag, program] + arguments)
    let numbers = try runner.output().split(separator: " ").map { $0.filter { !$0.isNewline } }
    guard numbers.count == 3, let nanoseconds = Double(numbers[0]), let peak = Int(numbers[1]),
      let status = Int32(numbers[2])
    else { throw BenchmarkError("no measurement of \(commandLine)") }
    guard status == 0 else { throw BenchmarkError("exit status \(status) of \(commandLine)") }
    return Usage(seconds: nanoseconds / 1e9, peakBytes: peak, status: status)
  }

  /// What it prints; or, with a path, nothing, and its output is in that file.
  @discardableResult
  func output(to path: String? = nil, input: String? = nil) throws -> String {
    var ends: [Int32] = [0, 0]
    guard path != nil || pipe(&ends) == 0 else { throw BenchmarkError("no pipe") }
    let process = try spawned { actions in
      if let input { posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0) }
      if let path {
        posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
      } else {
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addclose(&actions, ends[1])
      }
    }
    var text: [UInt8] = []
    if path == nil {
      close(ends[1])
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(ends[0], &buffer, buffer.count)
        if count <= 0 { break }
        text += buffer[..<count]
      }
      close(ends[0])
    }
    let status = Self.wait(process).status
    guard status == 0 else { throw BenchmarkError("exit status \(status) of \(commandLine)") }
    return String(decoding: text, as: UTF8.self)
  }

  /// The runner's side: spawns, waits, prints nanoseconds, peak bytes and exit status.
  static func runAsRunner(_ commandLine: [String]) throws {
    let child = ChildProcess(commandLine[0], Array(commandLine.dropFirst()))
    let clock = ContinuousClock()
    let start = clock.now
    let process = try child.spawned { posix_spawn_file_actions_addopen(&$0, 1, "/dev/null", O_WRONLY, 0) }
    let (status, peak) = wait(process)
    let nanoseconds = Int((start.duration(to: clock.now).inSeconds * 1e9).rounded())
    print(nanoseconds, peak, status)
  }

  private static func ownPath() throws -> String {
    if Files.exists("/proc/self/exe") { return "/proc/self/exe" }
    return CommandLine.arguments[0]
  }

  #if canImport(Glibc)
    private typealias FileActions = posix_spawn_file_actions_t
  #else
    private typealias FileActions = posix_spawn_file_actions_t?
  #endif

  private func spawned(_ prepare: (inout FileActions) -> Void) throws -> pid_t {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    prepare(&actions)
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    var argv = ([program] + arguments).map { strdup($0) } + [nil]
    var envp = environment.map { strdup($0) } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var process = pid_t()
    let failure = posix_spawnp(&process, program, &actions, nil, &argv, &envp)
    guard failure == 0 else {
      throw BenchmarkError("cannot start \(program): \(String(cString: strerror(failure)))")
    }
    return process
  }

  private static func wait(_ process: pid_t) -> (status: Int32, peakBytes: Int) {
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    #if canImport(Glibc)
      let peak = usage.ru_maxrss * 1024
    #else
      let peak = usage.ru_maxrss
    #endif
    return (status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f), peak)
  }
}
