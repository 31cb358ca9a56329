/// Reads zlib streams (RFC 1950, RFC 1951) the slow and obvious way, so that what is written is not read back by the library that wrote it.
public struct Inflater {
  public enum Failure: Error { case header, block, code, distance, checksum, ended }

  private let bytes: [UInt8]
  private var position = 2
  private var bit = 0
  private var output: [UInt8] = []

  /// The bytes of a stream that ends where the array does.
  public static func inflated(_ stream: [UInt8]) throws -> [UInt8] {
    guard stream.count >= 6, stream[0] & 15 == 8, (Int(stream[0]) << 8 + Int(stream[1])) % 31 == 0,
      stream[1] & 32 == 0
    else { throw Failure.header }
    var inflater = Inflater(bytes: stream)
    while try !inflater.block() {}
    return try inflater.checked()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func bits(_ count: Int) throws -> Int {
    var value = 0
    for place in 0..<count {
      guard position < bytes.count else { throw Failure.ended }
      value |= Int(bytes[position] >> UInt8(bit) & 1) << place
      bit += 1
      if bit == 8 { (position, bit) = (position + 1, 0) }
    }
    return value
  }

  /// Reads one block, and returns whether it is the last.
  private mutating func block() throws -> Bool {
    let isLast = try bits(1) == 1
    switch try bits(2) {
    case 0: try stored()
    case 1:
      let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
      try compressed(Code(lengths), Code([Int](repeating: 5, count: 30)))
    case 2:
      let (literals, distances) = try codes()
      try compressed(literals, distances)
    default: throw Failure.block
    }
    return isLast
  }

  private mutating func stored() throws {
    if bit > 0 { (position, bit) = (position + 1, 0) }
    let (count, complement) = (try bits(16), try bits(16))
    guard count ^ 0xFFFF == complement, position + count <= bytes.count else { throw Failure.block }
    output += bytes[position..<(position + count)]
    position += count
  }

  /// Canonical Huffman codes: how many of each length, and the symbols in order.
  private struct Code {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    init(_ lengths: [Int]) {
      for length in 1...15 {
        let these = lengths.indices.filter { lengths[$0] == length }
        counts[length] = these.count
        symbols += these
      }
    }
  }

  private mutating func symbol(_ code: Code) throws -> Int {
    var (value, first, place) = (0, 0, 0)
    for length in 1...15 {
      value |= try bits(1)
      let count = code.counts[length]
      if value - first < count { return code.symbols[place + value - first] }
      place += count
      first = (first + count) << 1
      value <<= 1
    }
    throw Failure.code
  }

  private mutating func codes() throws -> (Code, Code) {
    let (literals, distances, count) = (try bits(5) + 257, try bits(5) + 1, try bits(4) + 4)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var lengths = [Int](repeating: 0, count: 19)
    for place in order.prefix(count) { lengths[place] = try bits(3) }
    let code = Code(lengths)
    var all: [Int] = []
    while all.count < literals + distances {
      switch try symbol(code) {
      case 16:
        guard let last = all.last else { throw Failure.code }
        all += [Int](repeating: last, count: try bits(2) + 3)
      case 17: all += [Int](repeating: 0, count: try bits(3) + 3)
      case 18: all += [Int](repeating: 0, count: try bits(7) + 11)
      case let length: all.append(length)
      }
    }
    return (Code(Array(all[..<literals])), Code(Array(all[literals..<(literals + distances)])))
  }

  private mutating func compressed(_ literals: Code, _ distances: Code) throws {
    while true {
      let symbol = try self.symbol(literals)
      if symbol < 256 {
        output.append(UInt8(symbol))
        continue
      }
      if symbol == 256 { return }
      let length = try self.length(symbol - 257)
      let distance = try self.distance(try self.symbol(distances))
      guard distance <= output.count else { throw Failure.distance }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }

  private mutating func length(_ code: Int) throws -> Int {
    if code < 8 { return code + 3 }
    if code == 28 { return 258 }
    guard code < 28 else { throw Failure.code }
    let extra = code / 4 - 1
    return (4 + code % 4) << extra + 3 + (try bits(extra))
  }

  private mutating func distance(_ code: Int) throws -> Int {
    if code < 4 { return code + 1 }
    guard code < 30 else { throw Failure.code }
    let extra = code / 2 - 1
    return (2 + code % 2) << extra + 1 + (try bits(extra))
  }

  /// The output, if its Adler-32 is the one that the stream ends with.
  private mutating func checked() throws -> [UInt8] {
    if bit > 0 { (position, bit) = (position + 1, 0) }
    var (a, b) = (1, 0)
    for byte in output {
      a = (a + Int(byte)) % 65521
      b = (b + a) % 65521
    }
    guard bytes.count == position + 4, bytes[position...].reduce(0, { $0 << 8 | Int($1) }) == b << 16 | a
    else { throw Failure.checksum }
    return output
  }
}
