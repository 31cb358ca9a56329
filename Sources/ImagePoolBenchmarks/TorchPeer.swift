import PoolingEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// PyTorch on the same samples, in the interpreter that IMAGEPOOL_PEERS_PYTHON names.
struct TorchPeer {
  struct Result {
    let version: String
    let timing: Timing
    /// The same in PyTorch's channels-last layout, where it can.
    let channelsLast: Timing?
    let crc32: UInt32
  }

  private struct Request: Encodable {
    let operation: String
    let planes: String
    let channels: Int
    let height: Int
    let width: Int
    let kernel: Int
    let stride: Int
    let rounds: Int
  }

  private struct Answer: Decodable {
    let version: String
    let crc32: UInt32
    let seconds: [Double]
    let secondsChannelsLast: [Double]?

    enum CodingKeys: String, CodingKey {
      case version, crc32, seconds
      case secondsChannelsLast = "seconds_channels_last"
    }
  }

  private let options: Options

  init(_ options: Options) { self.options = options }

  func maxPool(_ planes: Planes<UInt8>, kernel: Int, stride: Int, rounds: Int) throws -> Result {
    guard let python = options.peerPython else {
      throw BenchmarkError("IMAGEPOOL_PEERS_PYTHON does not name a Python with PyTorch")
    }
    guard let script = options.peer else { throw BenchmarkError("no --peer script") }
    let samples = "\(options.work)/planes.u8"
    let question = "\(options.work)/torch-request.json"
    try Files.write(planes.samples, to: samples)
    let request = Request(
      operation: "max_pool2d", planes: samples, channels: planes.channels, height: planes.size.height,
      width: planes.size.width, kernel: kernel, stride: stride, rounds: rounds)
    try Files.write([UInt8](JSONEncoder().encode(request)), to: question)
    let text = try ChildProcess(python, [script]).output(input: question)
    let answer = try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
    guard !answer.seconds.isEmpty else { throw BenchmarkError("no times from PyTorch") }
    return Result(
      version: answer.version, timing: Timing(answer.seconds),
      channelsLast: answer.secondsChannelsLast.map(Timing.init),
      crc32: answer.crc32)
  }
}
