internal import ArgumentParser
internal import ImagePooling
internal import Synchronization

/// Commands that were parsed before. A caller asks in the same words again and again, but for the names of files, and parsing
/// them takes longer than pooling a small picture.
final class ParsedCommands: @unchecked Sendable {
  // Unchecked: what is touched under `mutex` only; commands are values, and change as copies.
  private var known: [Sort: [CommandTemplate]] = [:]
  private var count = 0
  private let mutex = Mutex(())

  /// What templates of one line have in common.
  private struct Sort: Hashable {
    let command: Path?
    let words: Int
  }

  /// Kept at most, and the bytes of words that are worth it.
  private static let capacity = 64
  private static let longest = 4096

  /// Help, versions and completions are for people.
  static let noHelp = "help and versions are for the command line"

  /// - Throws: what the parser does; ``RequestServer/Refusal`` for a command that is not served.
  func command(_ words: [Path]) throws -> any ServedCommand {
    let sort = Sort(command: words.first, words: words.count)
    if let template = mutex.withLock({ _ in known[sort]?.first { $0.matches(words) } }) {
      return template.command(words)
    }
    let command = try ParsedCommands.parsed(words)
    if words.reduce(0, { $0 + $1.bytes.count }) <= Self.longest {
      let template = CommandTemplate(words, command)
      mutex.withLock { _ in
        if count >= Self.capacity { (known, count) = ([:], 0) }
        known[sort, default: []].append(template)
        count += 1
      }
    }
    return command
  }

  private static func parsed(_ words: [Path]) throws -> any ServedCommand {
    let texts = words.map { ArgumentBytes.standIn(for: $0.bytes) }
    try ParserAnswer.check(texts)
    let parsed = try ImagePoolCommand.parseAsRoot(texts)
    if let command = parsed as? any ServedCommand { return command }
    let isCommand = ImagePoolCommand.configuration.subcommands.contains { $0 == type(of: parsed) }
    throw RequestServer.Refusal(
      .refused,
      isCommand
        ? "a request has no command \(words.first ?? ""); there are \(ServeCommand.served.joined(separator: ", "))"
        : noHelp)
  }
}
