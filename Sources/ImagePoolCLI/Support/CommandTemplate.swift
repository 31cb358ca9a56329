internal import ImagePooling

/// A command as it was parsed, and which of its words are names of files that can be exchanged for others.
struct CommandTemplate {
  /// What a name is of.
  private enum Role {
    /// The operand of that number.
    case input(Int)
    case output
  }

  private let words: [Path]
  private let command: any ServedCommand
  private let roles: [Int: Role]

  init(_ words: [Path], _ command: any ServedCommand) {
    self.words = words
    self.command = command
    let inputs = command.inputs.map(ArgumentBytes.path)
    var roles: [Int: Role] = [:]
    for (place, word) in words.enumerated().dropFirst() where CommandTemplate.isName(word) {
      // A word that stands once, and is one thing to the command, is where that came from. Of all others it is not known.
      guard words.filter({ $0 == word }).count == 1 else { continue }
      let places = inputs.indices.filter { inputs[$0] == word }
      switch (places.count, command.outputName == word) {
      case (1, false): roles[place] = .input(places[0])
      case (0, true): roles[place] = .output
      default: break
      }
    }
    self.roles = roles
  }

  /// Whether the parser takes a word for a name wherever it may stand: nothing that looks like an option.
  private static func isName(_ word: Path) -> Bool {
    word.bytes.first.map { $0 != UInt8(ascii: "-") } ?? false
  }

  /// Whether these words are the command's, but for names.
  func matches(_ others: [Path]) -> Bool {
    others.count == words.count
      && others.indices.allSatisfy { place in
        roles[place] == nil ? others[place] == words[place] : CommandTemplate.isName(others[place])
      }
  }

  /// The command that these words, which match, are parsed to.
  func command(_ others: [Path]) -> any ServedCommand {
    var command = command
    for (place, role) in roles where others[place] != words[place] {
      switch role {
      case .input(let number): command.inputs[number] = ArgumentBytes.standIn(for: others[place].bytes)
      case .output: command.outputName = others[place]
      }
    }
    return command
  }
}
