/// The 512 bytes before a member's content.
struct TarHeader {
  static let blockSize = 512

  private let block: [UInt8]

  init(_ block: [UInt8]) {
    precondition(block.count == TarHeader.blockSize)
    self.block = block
  }

  var isZero: Bool { block.allSatisfy { $0 == 0 } }

  /// The sum of all bytes, those of the sum itself taken for blanks, is the one that is written down. Some old programs add signed
  /// bytes.
  var hasRightChecksum: Bool {
    guard let written = TarNumber.read(block[148..<156]) else { return false }
    var unsigned = 0
    var signed = 0
    for (place, byte) in block.enumerated() {
      let value = (148..<156).contains(place) ? 0x20 : byte
      unsigned += Int(value)
      signed += Int(Int8(bitPattern: value))
    }
    return written == unsigned || written == signed
  }

  var type: UInt8 { block[156] }
  var size: Int? { TarNumber.read(block[124..<136]) }
  var deviceMajor: Int? { TarNumber.read(block[329..<337]) }
  var deviceMinor: Int? { TarNumber.read(block[337..<345]) }
  var linkName: [UInt8] { text(157..<257) }

  /// With the prefix, which POSIX's headers have; in its place GNU's hold something else.
  var name: [UInt8] {
    let name = text(0..<100)
    let isPOSIX = block[257..<263].elementsEqual(Array("ustar".utf8) + [0])
    let prefix = isPOSIX ? text(345..<500) : []
    return prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
  }

  private func text(_ range: Range<Int>) -> [UInt8] { Array(block[range].prefix { $0 != 0 }) }

  /// A header with nothing in it that differs from run to run: no times, no owners.
  static func encoded(
    name: [UInt8], prefix: [UInt8] = [], type: UInt8, mode: Int, size: Int, linkName: [UInt8] = [],
    deviceMajor: Int = 0, deviceMinor: Int = 0
  ) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: blockSize)
    func put(_ bytes: some Collection<UInt8>, _ place: Int, _ width: Int) {
      for (step, byte) in bytes.prefix(width).enumerated() { block[place + step] = byte }
    }
    put(name, 0, 100)
    put(TarNumber.octal(mode, width: 8), 100, 8)
    put(TarNumber.octal(0, width: 8), 108, 8)
    put(TarNumber.octal(0, width: 8), 116, 8)
    put(TarNumber.octal(size, width: 12), 124, 12)
    put(TarNumber.octal(0, width: 12), 136, 12)
    put([UInt8](repeating: 0x20, count: 8), 148, 8)
    block[156] = type
    put(linkName, 157, 100)
    put(Array("ustar".utf8) + [0, 0x30, 0x30], 257, 8)
    put(TarNumber.octal(deviceMajor, width: 8), 329, 8)
    put(TarNumber.octal(deviceMinor, width: 8), 337, 8)
    put(prefix, 345, 155)
    let sum = block.reduce(0) { $0 + Int($1) }
    put(TarNumber.octal(sum, width: 7) + [0x20], 148, 8)
    return block
  }
}
