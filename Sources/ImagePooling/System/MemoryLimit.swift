/// How much memory a run may hold unless told otherwise.
enum MemoryLimit {
  /// The smaller of 256 MiB and 60 % of what the control group, the address space limit or the machine leaves.
  /// Looked up once.
  static let standard = min(256 << 20, remaining)

  /// 60 % of what the control group, the address space limit or the machine leaves. Looked up once.
  static let remaining: Int = {
    let candidates = [machine(), addressSpace(), controlGroup()]
    let least = candidates.compactMap { $0 }.filter { $0 > 0 }.min() ?? Int.max
    return least / 10 * 6
  }()

  /// What the machine has left without pushing programs out.
  private static func machine() -> Int? {
    guard let table = text("/proc/meminfo"), let kilobytes = entry("MemAvailable:", in: table) else {
      return SystemCalls.physicalMemory
    }
    return kilobytes * 1024
  }

  /// What the address space limit leaves.
  static func addressSpace() -> Int? {
    guard let limit = SystemCalls.addressSpaceLimit else { return nil }
    let pages = text("/proc/self/statm").flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
    return max(1, limit - pages * SystemCalls.pageSize)
  }

  /// What control groups leave: limit minus use, the least along the way from this process's group to the root,
  /// version 2 or version 1.
  private static func controlGroup() -> Int? {
    guard let membership = text("/proc/self/cgroup") else { return nil }
    var least: Int?
    for line in membership.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      if fields[0] == "0", fields[1].isEmpty {
        least = smaller(
          least,
          remaining(root: "/sys/fs/cgroup", group: fields[2], limit: "memory.max", use: "memory.current"))
      } else if fields[1].split(separator: ",").contains("memory") {
        least = smaller(
          least,
          remaining(
            root: "/sys/fs/cgroup/memory", group: fields[2], limit: "memory.limit_in_bytes",
            use: "memory.usage_in_bytes"))
      }
    }
    return least
  }

  private static func remaining(root: String, group: Substring, limit: String, use: String) -> Int? {
    var least: Int?
    var parts = group.split(separator: "/")
    while true {
      let folder = ([root] + parts.map(String.init)).joined(separator: "/")
      // `max` and version 1's huge number are no limits; neither becomes the least.
      if let limit = number("\(folder)/\(limit)"), limit < 1 << 60 {
        let statistics = text("\(folder)/memory.stat") ?? ""
        // Cached file pages are given back on demand, so they are no use of memory.
        let cached = ["inactive_file", "active_file"].reduce(0) { $0 + (entry($1, in: statistics) ?? 0) }
        least = smaller(least, max(1, limit - max(0, (number("\(folder)/\(use)") ?? 0) - cached)))
      }
      guard !parts.isEmpty else { return least }
      parts.removeLast()
    }
  }

  /// The number behind a name at the start of a line.
  private static func entry(_ name: String, in table: String) -> Int? {
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count >= 2, words[0] == name { return Int(words[1]) }
    }
    return nil
  }

  private static func smaller(_ a: Int?, _ b: Int?) -> Int? {
    guard let a, let b else { return a ?? b }
    return min(a, b)
  }

  private static func number(_ file: String) -> Int? {
    text(file).flatMap { Int($0.prefix { $0.isNumber }) }
  }

  private static func text(_ file: String) -> String? { SystemCalls.text(file) }
}
