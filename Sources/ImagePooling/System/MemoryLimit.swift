/// How much memory a run may hold unless told otherwise.
enum MemoryLimit {
  /// The smaller of 256 MiB and 60 % of what the control group, the address space limit or the machine leaves.
  /// Looked up once.
  static let standard = min(256 << 20, remaining)

  /// 60 % of what the control group, the address space limit or the machine leaves. Looked up once.
  static let remaining = now()

  /// The same as it is now.
  static func now() -> Int {
    let candidates = [machine(), addressSpace(), controlGroup()]
    let least = candidates.compactMap { $0 }.filter { $0 > 0 }.min() ?? Int.max
    return least / 10 * 6
  }

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
    var least: Int?
    for (root, group) in ControlGroups.paths(of: "memory") {
      for folder in ControlGroups.folders(root, group) {
        // `max` and version 1's huge number are no limits; neither becomes the least.
        let limit = number("\(folder)/memory.max") ?? number("\(folder)/memory.limit_in_bytes")
        guard let limit, limit < 1 << 60 else { continue }
        let used = number("\(folder)/memory.current") ?? number("\(folder)/memory.usage_in_bytes") ?? 0
        let statistics = text("\(folder)/memory.stat") ?? ""
        // Cached file pages are given back on demand, so they are no use of memory.
        let cached = ["inactive_file", "active_file"].reduce(0) { $0 + (entry($1, in: statistics) ?? 0) }
        least = min(least ?? .max, max(1, limit - max(0, used - cached)))
      }
    }
    return least
  }

  /// The number behind a name at the start of a line.
  private static func entry(_ name: String, in table: String) -> Int? {
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count >= 2, words[0] == name { return Int(words[1]) }
    }
    return nil
  }

  private static func number(_ file: String) -> Int? {
    text(file).flatMap { Int($0.prefix { $0.isNumber }) }
  }

  private static func text(_ file: String) -> String? { SystemCalls.text(file) }
}
