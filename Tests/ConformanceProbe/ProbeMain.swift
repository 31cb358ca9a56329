internal import ImageCodecs
internal import PoolingEngine

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Decodes one file and writes what `Tests/Conformance/run.py` compares.
///
///     ConformanceProbe native|expanded|jpeg|try|info [--tolerant] FILE
///
/// - `native`: samples as stored, 16 bits big-endian.
/// - `expanded`: 8-bit RGBA.
/// - `jpeg`: gray or RGB samples; four inks as RGB = ⌊C·K/255 + ½⌋ of the samples as stored.
/// - `try`: decodes everything and prints `ok`.
/// - `info`: prints the EXIF orientation.
///
/// Exit status 0; 1 with the error's kind alone on standard output's last line and its text on standard error.
@main
struct ProbeMain {
  static func main() {
    var arguments = (1..<max(1, Int(CommandLine.argc))).map { CommandLine.unsafeArgv[$0] }
    let isTolerant = arguments.contains { $0.map { strcmp($0, "--tolerant") == 0 } ?? false }
    arguments.removeAll { $0.map { strcmp($0, "--tolerant") == 0 } ?? false }
    guard arguments.count == 2, let word = arguments[0], let path = arguments[1],
      let mode = Mode(rawValue: String(cString: word))
    else {
      complain("usage: ConformanceProbe native|expanded|jpeg|try|info [--tolerant] FILE\n")
      exit(64)
    }
    do {
      try run(mode, path: path, tolerance: isTolerant ? .tolerant : .strict)
    } catch let error as CodecError {
      complain("\(error)\n")
      put(Array("\(error.kind.rawValue)\n".utf8))
      exit(1)
    } catch {
      complain("\(error)\n")
      exit(2)
    }
  }

  private enum Mode: String { case native, expanded, jpeg, `try`, info }

  private static func run(_ mode: Mode, path: UnsafePointer<CChar>, tolerance: Tolerance) throws {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw CodecError(.unreadable, String(cString: strerror(errno))) }
    defer { close(descriptor) }
    if mode == .info {
      let info = try ImageInfo(of: .descriptor(descriptor))
      return put(Array("\(info.orientation.rawValue)\n".utf8))
    }
    let delivery: Delivery = mode == .native || mode == .jpeg ? .native : .expanded
    let reader = try ImageReader(.descriptor(descriptor), delivery: delivery, tolerance: tolerance)
    var strip = Strip(format: reader.format, capacity: 16)
    while true {
      try reader.read(into: &strip)
      if strip.rowCount == 0 { break }
      switch mode {
      case .native: put(strip.format.sampleType == .uint16 ? bigEndian(strip.bytes) : Array(strip.bytes))
      case .jpeg: put(reader.color == .cmyk ? rgb(strip.bytes) : Array(strip.bytes))
      case .expanded: put(rgba(strip.bytes, reader.color, isWide: strip.format.sampleType == .uint16))
      case .try, .info: break
      }
    }
    try reader.finish()
    let damage = reader.damage
    if damage.isLossy { complain("rows intact: \(damage.rowsIntact)\n") }
    for warning in damage.warnings { complain("warning: \(warning)\n") }
    for remark in damage.remarks { complain("remark: \(remark)\n") }
    if mode == .try { put(Array("ok\n".utf8)) }
  }

  private static func bigEndian(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    bytes.bindMemory(to: UInt16.self).flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
  }

  private static func rgb(_ inks: UnsafeRawBufferPointer) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(inks.count / 4 * 3)
    for pixel in stride(from: 0, to: inks.count, by: 4) {
      for ink in 0..<3 { result.append(UInt8((Int(inks[pixel + ink]) * Int(inks[pixel + 3]) + 127) / 255)) }
    }
    return result
  }

  private static func rgba(_ bytes: UnsafeRawBufferPointer, _ color: ColorModel, isWide: Bool) -> [UInt8] {
    let samples = isWide ? bytes.bindMemory(to: UInt16.self).map { UInt8($0 >> 8) } : Array(bytes)
    var result: [UInt8] = []
    result.reserveCapacity(samples.count / color.channels * 4)
    for pixel in stride(from: 0, to: samples.count, by: color.channels) {
      let first = samples[pixel]
      switch color {
      case .gray: result += [first, first, first, 255]
      case .grayAlpha: result += [first, first, first, samples[pixel + 1]]
      case .rgb: result += [first, samples[pixel + 1], samples[pixel + 2], 255]
      case .rgba, .cmyk: result += samples[pixel..<pixel + 4]
      }
    }
    return result
  }

  private static func put(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
      if count <= 0 { exit(2) }
      rest.removeFirst(count)
    }
  }

  private static func complain(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }
}
