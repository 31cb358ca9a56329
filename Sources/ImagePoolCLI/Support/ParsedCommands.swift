internal import ArgumentParser
internal import ImagePooling
internal import Synchronization

/// Commands that were parsed before. A caller that sends its inputs with its requests asks in the same words again and again,
/// and parsing these takes longer than pooling a small picture.
final class ParsedCommands: @unchecked Sendable {
  // Unchecked: what is touched under `mutex` only; commands are values that nothing changes once they are parsed.
  private var known: [[Path]: any ServedCommand] = [:]
  private let mutex = Mutex(())

  /// Help, versions and completions are for people.
  static let noHelp = "help and versions are for the command line"

  /// Kept at most, and the bytes of words that are worth it.
  private static let capacity = 64
  private static let longest = 4096

  /// - Throws: what the parser does; ``RequestServer/Refusal`` for a command that is not served.
  func command(_ words: [Path]) throws -> any ServedCommand {
    if let command = mutex.withLock({ _ in known[words] }) { return command }
    let texts = words.map { ArgumentBytes.standIn(for: $0.bytes) }
    try ParserAnswer.check(texts)
    let parsed = try ImagePoolCommand.parseAsRoot(texts)
    guard let command = parsed as? any ServedCommand else {
      let isCommand = ImagePoolCommand.configuration.subcommands.contains { $0 == type(of: parsed) }
      throw RequestServer.Refusal(
        .refused,
        isCommand
          ? "a request has no command \(words.first ?? ""); there are \(ServeCommand.served.joined(separator: ", "))"
          : Self.noHelp)
    }
    if words.reduce(0, { $0 + $1.bytes.count }) <= Self.longest {
      mutex.withLock { _ in
        if known.count >= Self.capacity { known.removeAll(keepingCapacity: true) }
        known[words] = command
      }
    }
    return command
  }
}
