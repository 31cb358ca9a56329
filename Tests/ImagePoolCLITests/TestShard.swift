import TarArchive

/// Archives that tests make and look into.
enum TestShard {
  typealias Member = (name: String, content: [UInt8])

  static func archive(_ members: [Member]) -> [UInt8] {
    var writer = TarWriter()
    var bytes: [UInt8] = []
    for (name, content) in members {
      let member = TarMember(name: Array(name.utf8), size: content.count)
      bytes += writer.header(member) + content + writer.padding(member)
    }
    return bytes + writer.end()
  }

  static func headers(_ archive: [UInt8]) throws -> [(member: TarMember, content: [UInt8])] {
    var rest = archive
    let reader = TarReader { () throws(TarError) in
      defer { rest = [] }
      return rest
    }
    var found: [(TarMember, [UInt8])] = []
    while let member = try reader.next() { found.append((member, try reader.content(member.size))) }
    return found
  }

  static func members(_ archive: [UInt8]) throws -> [Member] {
    try headers(archive).map { (String(decoding: $0.member.name, as: UTF8.self), $0.content) }
  }

  static func names(_ archive: [UInt8]) throws -> [String] { try members(archive).map(\.name) }
}
