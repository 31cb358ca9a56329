extension RequestServer {
  /// The streams of requests and replies, which no request may get at by a name of theirs, and what else no request may open.
  struct Streams: Sendable {
    let input, output: Int32
    private let facts: [SystemCalls.Facts]
    private let null: SystemCalls.Facts?

    /// Names that lead to descriptors 0 and 1, where the streams are no longer.
    private static let names: Set<Path> = [
      "/dev/stdin", "/dev/stdout", "/dev/fd/0", "/dev/fd/1", "/proc/self/fd/0", "/proc/self/fd/1",
    ]
    private static let nullName: Path = "/dev/null"

    init(_ input: Int32, _ output: Int32) {
      (self.input, self.output) = (input, output)
      let null = try? SystemCalls.facts(of: Self.nullName)
      self.null = null
      facts = [input, output].compactMap { try? SystemCalls.facts(of: $0) }.filter { facts in
        null.map { !$0.isSameFile(as: facts) } ?? true
      }
    }

    /// - Throws: ``RequestServer/Refusal`` if a word, or what stands in it behind a `=`, is a name that ``check(_:)-(Path)`` refuses.
    func check(_ words: [Path]) throws(Refusal) {
      for word in words {
        try check(word)
        guard word.bytes.contains(UInt8(ascii: "=")) else { continue }
        // An option's value, which may have spaces of its own, or the values of a layer's options.
        if let place = word.bytes.firstIndex(of: UInt8(ascii: "=")) {
          try check(Path(bytes: Array(word.bytes[(place + 1)...])))
        }
        for part in word.bytes.split(separator: UInt8(ascii: " ")) {
          guard let place = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
          try check(Path(bytes: Array(part[(place + 1)...])))
        }
      }
    }

    /// - Throws: ``RequestServer/Refusal`` if the name leads to one of the streams, or to something that can keep a job waiting
    ///   for as long as it likes: a pipe, a socket, a device.
    func check(_ name: Path) throws(Refusal) {
      let stream = Refusal(
        .refused,
        "\(name) is the stream of requests or replies; write - for bytes that come with a request or its reply"
      )
      if Self.names.contains(name) { throw stream }
      guard name != Self.nullName, !name.bytes.isEmpty, let found = try? SystemCalls.facts(of: name) else {
        return
      }
      if facts.contains(where: { $0.isSameFile(as: found) }) { throw stream }
      // Descriptors 0 and 1 are the null device, and there are more ways to them than can be listed.
      if let null, null.isSameFile(as: found) {
        throw Refusal(
          .refused,
          "\(name) leads to the stream of requests or replies, or is another name of /dev/null; write - for bytes that come with a request or its reply, or /dev/null"
        )
      }
      if found.sort == .other {
        throw Refusal(
          .refused,
          "\(name) is a pipe, a socket or a device, which could hold a request for ever; send bytes with the request (-), take them from its reply (-o -), or name a file"
        )
      }
    }
  }
}
