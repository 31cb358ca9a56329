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
    if let quota = SystemCalls.text("/sys/fs/cgroup/cpu.max") {
      let numbers = quota.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
      if numbers.count == 2, numbers[1] > 0 { count = min(count, max(1, numbers[0] / numbers[1])) }
    }
    return max(1, count)
  }()

  /// The most inputs that are worked on at a time, whoever asks for more: each has files open, a stack and memory of its
  /// allocator's own.
  static let mostJobs: Int = {
    let files = (SystemCalls.openFilesLimit ?? .max) / 16
    // The C library reserves up to 128 MiB of addresses for a thread's allocations.
    let space = (MemoryLimit.addressSpace() ?? .max) / (128 << 20)
    return max(1, min(4 * max(count, 4), files, space))
  }()
}
