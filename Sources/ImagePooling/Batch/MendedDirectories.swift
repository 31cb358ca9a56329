/// Directories that a manifest has a failure of, since they could not be read, and that have inputs now. These inputs have no
/// lines: they stand where the failure of their directory stood.
struct MendedDirectories {
  private var found: [NameHash: Int] = [:]
  /// Directories that are still given as inputs, so that their lines tell of those.
  private var failing: Set<NameHash> = []
  /// What the last input's directory gave; inputs of one directory come one after the other.
  private var last: (directory: Path, hash: NameHash?)?

  /// Where their lines are.
  var offsets: Set<Int> { Set(found.values) }

  /// Whether an input is in, or below, such a directory.
  mutating func look(above path: Path, _ lines: RecordIndex) -> Bool {
    guard lines.failures > 0 else { return false }
    let directory = path.directory
    if let last, last.directory == directory { return last.hash.map { !failing.contains($0) } ?? false }
    var hash: NameHash?
    for place in path.bytes.indices where path.bytes[place] == UInt8(ascii: "/") {
      // As a directory is found by a walk, and as people write it.
      for name in [path.bytes[..<place], path.bytes[...place]] where hash == nil {
        let candidate = NameHash(Array(name))
        guard let line = lines[candidate], line.status == .failed, !failing.contains(candidate) else {
          continue
        }
        found[candidate] = line.offset
        hash = candidate
      }
    }
    last = (directory, hash)
    return hash != nil
  }

  /// A directory that is an input again was not mended.
  mutating func exclude(_ input: NameHash) {
    if found.removeValue(forKey: input) != nil { failing.insert(input) }
  }
}
