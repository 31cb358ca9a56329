/// How many things this process can do at once.
enum Processors {
  /// The processors that are on, that this process may run on, and that its control group pays for: the least of
  /// them, at least 1. Looked up once.
  static let count: Int = {
    var count = SystemCalls.processorCount
    if let status = SystemCalls.text("/proc/self/status") {
      for line in status.split(separator: "\n") where line.hasPrefix("Cpus_allowed:") {
        let digits = line.dropFirst("Cpus_allowed:".count).compactMap(\.hexDigitValue)
        let allowed = digits.reduce(0) { $0 + $1.nonzeroBitCount }
        if allowed > 0 { count = min(count, allowed) }
      }
    }
    if let quota = controlGroup() { count = min(count, quota) }
    return max(1, count)
  }()

  /// The whole processors that control groups pay for: the least along the way from this process's group to the root,
  /// version 2 or version 1.
  private static func controlGroup() -> Int? {
    var least: Int?
    for (root, group) in ControlGroups.paths(of: "cpu") {
      for folder in ControlGroups.folders(root, group) {
        let words =
          SystemCalls.text("\(folder)/cpu.max")
          ?? ["cpu.cfs_quota_us", "cpu.cfs_period_us"].map { SystemCalls.text("\(folder)/\($0)") ?? "" }
          .joined(separator: " ")
        let numbers = words.split(whereSeparator: \.isWhitespace).map { Int($0) ?? 0 }
        guard numbers.count == 2, numbers[0] > 0, numbers[1] > 0 else { continue }
        least = min(least ?? .max, max(1, numbers[0] / numbers[1]))
      }
    }
    return least
  }

  /// The most inputs that are worked on at a time, whoever asks for more: each has files open, a stack and memory of its
  /// allocator's own.
  static let mostJobs: Int = {
    let files = (SystemCalls.openFilesLimit ?? .max) / 16
    // The C library reserves up to 128 MiB of addresses for a thread's allocations.
    let space = (MemoryLimit.addressSpace() ?? .max) / (128 << 20)
    return max(1, min(4 * max(count, 4), files, space))
  }()
}
