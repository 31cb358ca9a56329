import Foundation

/// The interpreter that tests run scripts in, and what it has: `IMAGEPOOL_PEERS_PYTHON` names it, else it is `python3`.
enum Python {
  static let path: String? = {
    if let given = ProcessInfo.processInfo.environment["IMAGEPOOL_PEERS_PYTHON"], !given.isEmpty {
      return given
    }
    return ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"].first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }()

  /// Whether it can import all of these modules.
  static func has(_ modules: String...) -> Bool { has(modules) }

  static func has(_ modules: [String]) -> Bool {
    guard path != nil else { return modules.isEmpty }
    return modules.allSatisfy { known[$0] ?? false }
  }

  /// Asked once for each, as PyTorch takes seconds to be imported.
  private static let known: [String: Bool] = {
    var result: [String: Bool] = [:]
    for module in ["numpy", "torch", "torchvision", "safetensors", "skimage"] {
      result[module] = succeeds([
        "-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('\(module)') is None)",
      ])
    }
    return result
  }()

  private static func succeeds(_ arguments: [String]) -> Bool {
    guard let path else { return false }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
