extension RequestServer {
  /// The streams of requests and replies, which no request may get at by a name of theirs.
  struct Streams: Sendable {
    let input, output: Int32
    private let facts: [SystemCalls.Facts]

    /// Names that lead to descriptors 0 and 1, where the streams are no longer.
    private static let names: Set<Path> = [
      "/dev/stdin", "/dev/stdout", "/dev/fd/0", "/dev/fd/1", "/proc/self/fd/0", "/proc/self/fd/1",
    ]

    init(_ input: Int32, _ output: Int32) {
      (self.input, self.output) = (input, output)
      let null = try? SystemCalls.facts(of: "/dev/null")
      facts = [input, output].compactMap { try? SystemCalls.facts(of: $0) }.filter { facts in
        null.map { !$0.isSameFile(as: facts) } ?? true
      }
    }

    /// - Throws: ``RequestServer/Refusal`` if a word, or the value behind its `=`, is a name of one of them.
    func check(_ words: [Path]) throws(Refusal) {
      for word in words {
        var names = [word]
        if word.bytes.starts(with: "-".utf8), let place = word.bytes.firstIndex(of: UInt8(ascii: "=")) {
          names.append(Path(bytes: Array(word.bytes[(place + 1)...])))
        }
        for name in names where leadsHere(name) {
          throw Refusal(
            .refused,
            "\(name) is the stream of requests or replies; write - for bytes that come with a request or its reply"
          )
        }
      }
    }

    private func leadsHere(_ name: Path) -> Bool {
      if Self.names.contains(name) { return true }
      guard let found = try? SystemCalls.facts(of: name) else { return false }
      return facts.contains { $0.isSameFile(as: found) }
    }
  }
}
