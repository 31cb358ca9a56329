import Foundation
import Testing

/// The built program, run in a folder of its own that is removed afterwards.
final class Program {
  /// The program beside the test bundle; `IMAGEPOOL_PROGRAM` names another one.
  static let path: String = {
    if let given = ProcessInfo.processInfo.environment["IMAGEPOOL_PROGRAM"] { return given }
    let manager = FileManager.default
    var places = [Bundle(for: Program.self).bundleURL.deletingLastPathComponent().path]
    places.append(URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path)
    if let running = try? manager.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      places.append(URL(fileURLWithPath: running).deletingLastPathComponent().path)
    }
    for bundle in Bundle.allBundles { places.append(bundle.bundleURL.deletingLastPathComponent().path) }
    for place in places where manager.isExecutableFile(atPath: place + "/imagepool") {
      return place + "/imagepool"
    }
    fatalError("no program beside the tests, in \(places); build it: swift build --product imagepool")
  }()

  /// Pictures that come with the repository.
  static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("SampleImages").path

  let folder: String

  /// What a run gave.
  struct Result {
    let status: Int32
    let output: [UInt8]
    let error: String
    var outputText: String { String(decoding: output, as: UTF8.self) }

    /// The JSON objects, one a line, of standard output.
    func objects(of text: String? = nil) throws -> [[String: Any]] {
      try (text ?? outputText).split(separator: "\n").filter { $0.hasPrefix("{") }.map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
    }
  }

  init() throws {
    folder = NSTemporaryDirectory() + "/imagepool-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit {
    _ = try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Starts the program (or another one) without waiting.
  func start(_ arguments: [String], program: String = Program.path) throws -> Running {
    try Running(arguments, program: program, folder: folder)
  }

  /// Runs the program to its end.
  func run(_ arguments: String..., input: [UInt8] = []) throws -> Result {
    try run(arguments, input: input)
  }

  func run(_ arguments: [String], input: [UInt8] = []) throws -> Result {
    let running = try start(arguments)
    running.send(input)
    return running.wait()
  }

  /// Runs a script in which `$imagepool` is the program.
  func shell(_ script: String) throws -> Result {
    let running = try start(
      ["-c", "imagepool='\(Program.path)'\n" + script], program: "/bin/bash")
    running.send([])
    return running.wait()
  }

  func write(_ bytes: [UInt8], _ name: String) throws {
    let path = folder + "/" + name
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + name) }

  /// Everything in the folder, hidden files included, sorted.
  func files() throws -> [String] {
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    var found: [String] = []
    for name in try FileManager.default.subpathsOfDirectory(atPath: base) {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: base + name, isDirectory: &isFolder)
      if !isFolder.boolValue { found.append(name) }
    }
    return found.sorted()
  }
}
