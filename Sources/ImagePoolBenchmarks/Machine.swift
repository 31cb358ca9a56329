import PoolingEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#endif

/// Where the figures come from.
struct Machine: Codable, Sendable {
  let processor: String
  let processors: Int
  let instructionSet: String
  let system: String
  let architecture: String
  let swift: String
  /// What `imagepool about` says, line by line; empty if it could not be run.
  let program: [String]

  static func current(program: String) -> Machine {
    var names = utsname()
    uname(&names)
    let about = (try? ChildProcess(program, ["about"]).output()) ?? ""
    return Machine(
      processor: processorName(),
      processors: ProcessInfo.processInfo.activeProcessorCount,
      instructionSet: InstructionSet.best.rawValue,
      system: distribution() ?? text(&names.sysname) + " " + text(&names.release),
      architecture: text(&names.machine),
      swift: compilerVersion,
      program: about.split(separator: "\n").map(String.init))
  }

  var description: String {
    let own =
      "\(processor), \(processors) processors, \(instructionSet); \(system), \(architecture); built with \(swift)"
    return ([own] + program).joined(separator: "\n")
  }

  private static func processorName() -> String {
    let facts = String(decoding: (try? Files.read("/proc/cpuinfo")) ?? [], as: UTF8.self)
    for line in facts.split(separator: "\n") where line.hasPrefix("model name") {
      if let colon = line.firstIndex(of: ":") {
        return String(line[line.index(after: colon)...].drop { $0 == " " })
      }
    }
    return
      (try? ChildProcess("sysctl", ["-n", "machdep.cpu.brand_string"]).output().split(separator: "\n").first)
      .flatMap { $0.map(String.init) } ?? "unknown processor"
  }

  private static func distribution() -> String? {
    let facts = String(decoding: (try? Files.read("/etc/os-release")) ?? [], as: UTF8.self)
    for line in facts.split(separator: "\n") where line.hasPrefix("PRETTY_NAME=") {
      return String(line.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" })
    }
    return nil
  }

  private static func text<T>(_ field: inout T) -> String {
    withUnsafeBytes(of: &field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  private static var compilerVersion: String {
    #if compiler(>=6.4)
      "Swift 6.4 or newer"
    #elseif compiler(>=6.3)
      "Swift 6.3"
    #else
      "Swift 6.2"
    #endif
  }
}
