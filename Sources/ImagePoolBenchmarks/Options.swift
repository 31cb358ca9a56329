#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the command line says.
struct Options {
  var program = "build/imagepool"
  var samples = "SampleImages"
  var benchSet: String?
  var peer: String?
  /// Pillow's script.
  var pillowPeer: String?
  /// The loop that only decodes.
  var bareDecoder = "BareDecoder"
  var work = "build/bench"
  var json: String?
  /// Measurements of each kind; the first of a whole process is not counted.
  var rounds = 9
  /// `processes`, `batches` or `engine`: only these rows; nil: all.
  var only: String?
  /// The interpreter that has PyTorch and Pillow.
  var peerPython: String?

  func wants(_ rows: String) -> Bool { only == nil || only == rows }

  init(_ arguments: [String]) throws {
    let environment = ProcessInfo.processInfo.environment
    peerPython = environment["IMAGEPOOL_PEERS_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }
    var rest = arguments[...]
    while let flag = rest.popFirst() {
      guard let value = rest.popFirst() else { throw BenchmarkError("\(flag) needs a value") }
      let given: String? = value.isEmpty ? nil : value
      switch flag {
      case "--program": program = value
      case "--samples": samples = value
      case "--bench-set": benchSet = given
      case "--peer": peer = given
      case "--pillow-peer": pillowPeer = given
      case "--bare-decoder": bareDecoder = value
      case "--only":
        only = given
        guard given == nil || ["processes", "batches", "engine"].contains(value) else {
          throw BenchmarkError("--only takes processes, batches or engine")
        }
      case "--work": work = value
      case "--json": json = given
      case "--rounds":
        guard let number = Int(value), number >= 2 else {
          throw BenchmarkError("--rounds takes a number from 2")
        }
        rounds = number
      default: throw BenchmarkError("unknown option \(flag)")
      }
    }
    try Files.makeFolder(work)
  }

  /// A path that holds in any directory.
  func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
  }
}
