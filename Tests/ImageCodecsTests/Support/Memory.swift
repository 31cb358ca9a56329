import Foundation

/// This process's resident bytes, and the most there ever were; `nil` where Linux's /proc is not.
func residentMemory() -> Int? { statusLine("VmRSS:") }
func peakMemory() -> Int? { statusLine("VmHWM:") }

private func statusLine(_ name: String) -> Int? {
  guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
  let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
  return line?.split(whereSeparator: { " \t".contains($0) }).compactMap { Int($0) }.first.map { $0 << 10 }
}
