import Foundation
import Testing

/// A client of `imagepool serve`: the program in a folder of its own, with a pipe to each end.
final class ServeClient {
  /// What came back for a request.
  struct Reply {
    let line: String
    let fields: [String: Any]
    let output: [UInt8]

    var id: Any? { fields["id"] }
    /// A number's.
    var number: Int? { fields["id"] as? Int }
    var status: Int? { fields["status"] as? Int }
    var error: [String: Any]? { fields["error"] as? [String: Any] }
    var kind: String? { error?["kind"] as? String }
    var message: String { error?["message"] as? String ?? "" }
    var reports: [[String: Any]] { fields["reports"] as? [[String: Any]] ?? [] }
  }

  /// The program has nothing more to say, or says nothing for two minutes.
  struct Silence: Error {}

  let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let errors: URL
  private var read: [UInt8] = []
  private(set) var ready: [String: Any] = [:]

  init(_ arguments: [String] = [], in folder: String) throws {
    // A server that has gone is an error of the write, as in the program.
    signal(SIGPIPE, SIG_IGN)
    errors = URL(fileURLWithPath: NSTemporaryDirectory() + "/imagepool-serve-" + UUID().uuidString)
    try Data().write(to: errors)
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["serve"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_BACKTRACE"] = "enable=no"
    process.environment = environment
    process.standardInput = input
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    // Its ends are the program's alone.
    try? input.fileHandleForReading.close()
    try? output.fileHandleForWriting.close()
    ready = try #require(try JSONSerialization.jsonObject(with: Data(try line())) as? [String: Any])
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(at: errors)
  }

  /// Sends bytes as they are. What the program does not take because it has gone is lost.
  func send(_ bytes: [UInt8]) { try? input.fileHandleForWriting.write(contentsOf: Data(bytes)) }

  func send(_ text: String) { send(Array(text.utf8)) }

  /// Sends a request, and bytes behind it.
  func ask(_ id: Int, _ arguments: [String], input bytes: [UInt8]? = nil) throws {
    send(try Self.request(id, arguments, input: bytes))
  }

  /// A request as it is sent.
  static func request(_ id: Int, _ arguments: [String], input bytes: [UInt8]? = nil) throws -> [UInt8] {
    var fields: [String: Any] = ["id": id, "arguments": arguments]
    if let bytes { fields["input_length"] = bytes.count }
    return Array(try JSONSerialization.data(withJSONObject: fields)) + [10] + (bytes ?? [])
  }

  /// The next reply, whatever it belongs to.
  func reply() throws -> Reply {
    let line = try line()
    let fields = try #require(
      try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any],
      "\(String(decoding: line, as: UTF8.self))")
    let count = fields["output_length"] as? Int ?? 0
    return Reply(line: String(decoding: line, as: UTF8.self), fields: fields, output: try take(count))
  }

  /// So many replies by their numbers.
  func replies(_ count: Int) throws -> [Int: Reply] {
    var replies: [Int: Reply] = [:]
    for _ in 0..<count {
      let reply = try reply()
      let number = try #require(reply.number, "\(reply.line.prefix(400))")
      #expect(replies[number] == nil, "one reply per request")
      replies[number] = reply
    }
    return replies
  }

  /// Ends the input.
  func end() { try? input.fileHandleForWriting.close() }

  /// Reads no more.
  func stopReading() { try? output.fileHandleForReading.close() }

  /// Whether nothing is left to read once the program has ended.
  func isAtEnd() -> Bool { (try? more()) == false && read.isEmpty }

  /// Waits until the program has ended; its exit status as a shell gives it, and its words. One that does not end in two
  /// minutes is killed.
  func wait() -> (status: Int32, error: String) {
    for _ in 0..<6000 where process.isRunning { usleep(20_000) }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    let status =
      process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    return (status, (try? String(contentsOf: errors, encoding: .utf8)) ?? "")
  }

  /// What the program holds resident, in kB.
  func residentMemory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.filter(\.isNumber)))
  }

  static let knowsResidentMemory = FileManager.default.fileExists(atPath: "/proc/self/status")

  private func line() throws -> [UInt8] {
    var looked = 0
    while true {
      if let end = read[looked...].firstIndex(of: 10) {
        let line = Array(read[..<end])
        read.removeSubrange(...end)
        return line
      }
      looked = read.count
      guard try more() else { throw Silence() }
    }
  }

  private func take(_ count: Int) throws -> [UInt8] {
    while read.count < count { guard try more() else { throw Silence() } }
    defer { read.removeSubrange(..<count) }
    return Array(read[..<count])
  }

  /// False at the end.
  private func more() throws -> Bool {
    let descriptor = output.fileHandleForReading.fileDescriptor
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, 120_000) > 0 else { throw Silence() }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let room = buffer.count
    let count = Foundation.read(descriptor, &buffer, room)
    guard count > 0 else { return false }
    read += buffer[..<count]
    return true
  }
}
