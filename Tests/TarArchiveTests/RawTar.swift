import TarArchive

/// Archives put together byte by byte, right or wrong, without the code that is tested.
enum RawTar {
  /// A header; its checksum is right unless `checksum` says another.
  static func header(
    _ name: String, size: String? = nil, count: Int = 0, type: Character = "0", link: String = "",
    prefix: String = "", magic: [UInt8] = Array("ustar\u{0}00".utf8), checksum: String? = nil,
    sizeField: [UInt8]? = nil, isSigned: Bool = false
  ) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ bytes: some Sequence<UInt8>, _ place: Int) {
      for (step, byte) in bytes.enumerated() { block[place + step] = byte }
    }
    put(name.utf8, 0)
    put("0000644\u{0}0000000\u{0}0000000\u{0}".utf8, 100)
    let digits = String(count, radix: 8)
    put(sizeField ?? Array((size ?? String(repeating: "0", count: 11 - digits.count) + digits).utf8), 124)
    put("14500000000\u{0}".utf8, 136)
    put("        ".utf8, 148)
    put(String(type).utf8, 156)
    put(link.utf8, 157)
    put(magic, 257)
    put(prefix.utf8, 345)
    let sum = block.reduce(0) { $0 + (isSigned ? Int(Int8(bitPattern: $1)) : Int($1)) }
    let octal = String(sum, radix: 8)
    put((checksum ?? String(repeating: "0", count: 6 - octal.count) + octal + "\u{0} ").utf8, 148)
    return block
  }

  static func padded(_ content: [UInt8]) -> [UInt8] {
    content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }

  static func file(_ name: String, _ content: [UInt8]) -> [UInt8] {
    header(name, count: content.count) + padded(content)
  }

  static func extended(_ records: [UInt8], type: Character = "x") -> [UInt8] {
    header("PaxHeaders/x", count: records.count, type: type) + padded(records)
  }

  static func record(_ key: String, _ value: String) -> [UInt8] {
    let tail = " \(key)=\(value)\n"
    var length = tail.utf8.count + 1
    while "\(length)".utf8.count + tail.utf8.count != length { length += 1 }
    return Array("\(length)\(tail)".utf8)
  }

  static let end = [UInt8](repeating: 0, count: 1024)

  /// Reads everything, in pieces of an odd size.
  static func read(_ archive: [UInt8]) throws -> (
    members: [TarMember], contents: [[UInt8]], TarReader
  ) {
    var rest = archive[...]
    let reader = TarReader { () throws(TarError) in
      let piece = Array(rest.prefix(777))
      rest = rest.dropFirst(777)
      return piece
    }
    var members: [TarMember] = []
    var contents: [[UInt8]] = []
    while let member = try reader.next() {
      members.append(member)
      contents.append(try reader.content(member.size))
    }
    return (members, contents, reader)
  }
}
