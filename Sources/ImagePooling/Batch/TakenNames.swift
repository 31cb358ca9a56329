/// Names of outputs under which there is something already.
struct TakenNames {
  /// Of every file that is there, hashes of what it is.
  let identities = SortedTable<NameHash>()
  private var named: [Path] = []
  private var count = 0
  private var directory: Path?
  private static let mostNamed = 3

  static func identity(_ facts: SystemCalls.Facts) -> NameHash {
    NameHash(low: facts.device, high: facts.inode)
  }

  /// - Parameter mayReplace: a file that is there is no obstacle.
  mutating func look(_ path: Path, mayReplace: Bool) {
    guard let facts = try? SystemCalls.factsOfName(path) else { return }
    identities.append(TakenNames.identity(facts))
    if facts.sort == .directory {
      directory = directory ?? path
    } else if !mayReplace {
      count += 1
      if named.count < TakenNames.mostNamed { named.append(path) }
    }
  }

  var refusal: OutputPlan.Refusal? {
    if let directory {
      return OutputPlan.Refusal(
        "\(directory) is a directory, which no output replaces; give another -o or --name")
    }
    guard count > 0 else { return nil }
    let names = named.map(\.description).joined(separator: ", ")
    let more = count > named.count ? " and \(count - named.count) more outputs" : ""
    return OutputPlan.Refusal(
      "\(names)\(more) exist\(count == 1 ? "s" : ""); give another -o, or --overwrite to replace, or --update to replace "
        + "what is older than its input")
  }
}
