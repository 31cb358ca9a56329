import Foundation

/// A program that runs.
final class Running {
  private let process = Process()
  private let input = Pipe()
  private let output: URL
  private let error: URL

  /// Standard output and error go to files, so that no pipe can fill up.
  init(_ arguments: [String], program: String, folder: String) throws {
    let place = NSTemporaryDirectory() + "/imagepool-out-" + UUID().uuidString
    output = URL(fileURLWithPath: place + ".out")
    error = URL(fileURLWithPath: place + ".err")
    for url in [output, error] { try Data().write(to: url) }
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_BACKTRACE"] = "enable=no"
    process.environment = environment
    process.standardInput = input
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: error)
    try process.run()
  }

  deinit {
    for url in [output, error] { try? FileManager.default.removeItem(at: url) }
  }

  var processNumber: Int32 { process.processIdentifier }

  /// Sends all of standard input and closes it.
  func send(_ bytes: [UInt8]) {
    sendPart(bytes)
    try? input.fileHandleForWriting.close()
  }

  /// Sends some of standard input.
  func sendPart(_ bytes: [UInt8]) {
    if !bytes.isEmpty { try? input.fileHandleForWriting.write(contentsOf: Data(bytes)) }
  }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  func wait() -> Program.Result {
    process.waitUntilExit()
    // A shell's way to say that a signal ended it.
    let status =
      process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    return Program.Result(
      status: status, output: (try? Array(Data(contentsOf: output))) ?? [],
      error: (try? String(decoding: Data(contentsOf: error), as: UTF8.self)) ?? "")
  }
}
