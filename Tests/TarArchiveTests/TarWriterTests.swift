import TarArchive
import Testing

@Suite struct TarWriterTests {
  private static func archive(_ members: [(TarMember, [UInt8])]) -> [UInt8] {
    var writer = TarWriter()
    var bytes: [UInt8] = []
    for (member, content) in members { bytes += writer.header(member) + content + writer.padding(member) }
    bytes += writer.end()
    #expect(writer.count == bytes.count)
    return bytes
  }

  private static func members(_ archive: [UInt8]) throws -> [(TarMember, [UInt8])] {
    var rest = archive
    let reader = TarReader { () throws(TarError) in
      defer { rest = [] }
      return rest
    }
    var found: [(TarMember, [UInt8])] = []
    while let member = try reader.next() { found.append((member, try reader.content(member.size))) }
    return found
  }

  /// Lengths around 100, 155 and 256, with a slash here and there: every way to store a name.
  @Test func namesOfEveryLengthComeBack() throws {
    var written: [(TarMember, [UInt8])] = []
    for length in Array(1...300) + [1000, 5000] {
      for slash in [nil, 0, 1, length / 2, length - 2, length - 1] {
        var name = [UInt8](repeating: UInt8(ascii: "n"), count: length)
        if let slash, slash >= 0, slash < length { name[slash] = UInt8(ascii: "/") }
        let content = [UInt8](repeating: UInt8(length % 251), count: length % 7)
        written.append((TarMember(name: name, size: content.count), content))
      }
    }
    let found = try Self.members(Self.archive(written))
    #expect(found.map(\.0.name) == written.map(\.0.name))
    #expect(found.map(\.1) == written.map(\.1))
  }

  @Test func everyKindComesBack() throws {
    let kinds: [TarMember.Kind] = [
      .file, .directory, .hardLink, .symbolicLink, .characterDevice, .blockDevice, .pipe, .other(0x51),
    ]
    let long = [UInt8](repeating: 0xFE, count: 130)
    let written = kinds.map { kind in
      TarMember(
        name: Array("x".utf8), kind: kind,
        linkName: kind == .hardLink ? Array("to".utf8) : kind == .symbolicLink ? long : [],
        deviceMajor: kind == .blockDevice ? 8 : 0, deviceMinor: kind == .blockDevice ? 1 : 0,
        size: kind.hasContent ? 3 : 0)
    }
    let archive = Self.archive(written.map { ($0, $0.kind.hasContent ? [1, 2, 3] : []) })
    let found = try Self.members(archive).map(\.0)
    #expect(found.map(\.kind) == kinds)
    #expect(found.map(\.linkName) == written.map(\.linkName))
    #expect(found.map(\.deviceMajor) == written.map(\.deviceMajor))
    #expect(found.map(\.size) == written.map(\.size))
  }

  @Test func bytesOfAHeader() {
    var writer = TarWriter()
    let header = writer.header(TarMember(name: Array("a.txt".utf8), size: 9))
    var expected = RawTar.header("a.txt", count: 9)
    // The one difference: RawTar gives a time.
    for (step, byte) in "00000000000\u{0}".utf8.enumerated() { expected[136 + step] = byte }
    for (step, byte) in "0000000\u{0}0000000\u{0}".utf8.enumerated() { expected[329 + step] = byte }
    for place in 148..<156 { expected[place] = 0x20 }
    let sum = String(expected.reduce(0) { $0 + Int($1) }, radix: 8)
    for (step, byte) in (String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ").utf8.enumerated() {
      expected[148 + step] = byte
    }
    #expect(header == expected)
  }

  @Test(arguments: [0, 1, 17, 18, 19, 20, 39])
  func wholeRecords(files: Int) {
    let archive = Self.archive((0..<files).map { _ in (TarMember(name: [65], size: 0), []) })
    #expect(archive.count % 10240 == 0)
    #expect(archive.count >= files * 512 + 1024 && archive.count < files * 512 + 1024 + 10240)
    #expect(archive.suffix(1024).allSatisfy { $0 == 0 })
  }

  /// Of 8 GiB only the header is made.
  @Test func largeSizes() throws {
    for size in [0o77777777777, 0o77777777777 + 1, 1 << 40] {
      var writer = TarWriter()
      var rest = writer.header(TarMember(name: [65], size: size))
      #expect(rest.count == (size > 0o77777777777 ? 1536 : 512))
      let reader = TarReader { () throws(TarError) in
        defer { rest = [] }
        return rest
      }
      #expect(try reader.next()?.size == size)
    }
  }
}
