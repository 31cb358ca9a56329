/// The control groups that this process is in.
enum ControlGroups {
  /// Where a controller is mounted, and the process's group below it: of version 2, and of version 1.
  static func paths(of controller: String) -> [(root: String, group: String)] {
    guard let membership = SystemCalls.text("/proc/self/cgroup") else { return [] }
    var result: [(String, String)] = []
    for line in membership.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { continue }
      if fields[0] == "0", fields[1].isEmpty {
        result.append(("/sys/fs/cgroup", String(fields[2])))
      } else if fields[1].split(separator: ",").contains(controller[...]) {
        result.append(("/sys/fs/cgroup/\(controller)", String(fields[2])))
      }
    }
    return result
  }

  /// The folders from a group to the root. In a container the names from outside may be none; the root is always there.
  static func folders(_ root: String, _ group: String) -> [String] {
    var parts = group.split(separator: "/").map(String.init)
    var result = [([root] + parts).joined(separator: "/")]
    while !parts.isEmpty {
      parts.removeLast()
      result.append(([root] + parts).joined(separator: "/"))
    }
    return result
  }
}
