internal import ImageCodecs

/// The pictures below a directory, depth first, the entries of each directory sorted by their bytes. Held are the names of the
/// directories that are open: the way from the root to the place.
///
/// Taken are regular files that begin like a PNG or JPEG or are named like one; a link counts as what it leads to, but links
/// to directories are not followed. A directory that cannot be read is given like a file, and fails like one.
final class DirectoryWalk {
  private struct Level {
    let path: Path
    /// Below the root.
    let name: Path
    let names: DirectoryNames
    var next = 0
  }

  private static let extensions: Set<String> = ["png", "apng", "jpg", "jpeg", "jpe", "jfif", "mpo"]

  private var levels: [Level] = []
  private var root: Path?
  private let excluded: SystemCalls.Facts?
  /// Files that were passed over.
  private(set) var ignored = 0

  /// - Parameter excluded: a directory below the root that is not entered.
  init(_ root: Path, excluding excluded: SystemCalls.Facts?) {
    self.root = root
    self.excluded = excluded
  }

  /// The next file and its directory below the root; nil at the end.
  func next() -> (path: Path, directory: Path)? {
    if let root {
      self.root = nil
      guard enter(root, name: "") else { return (root, "") }
    }
    while let level = levels.last {
      guard level.next < level.names.count else {
        levels.removeLast()
        continue
      }
      levels[levels.count - 1].next += 1
      let name = level.names[level.next]
      let path = level.path.joined(name)
      switch look(path, name) {
      case .file: return (path, level.name)
      case .directory:
        let below = level.name.joined(name)
        if !enter(path, name: below) { return (path, below.directory == "." ? "" : below.directory) }
      case .nothing: break
      case .ignored: ignored += 1
      }
    }
    return nil
  }

  private func enter(_ path: Path, name: Path) -> Bool {
    guard let names = try? DirectoryNames(of: path) else { return false }
    levels.append(Level(path: path, name: name, names: names))
    return true
  }

  private enum Entry { case file, directory, ignored, nothing }

  private func look(_ path: Path, _ name: Path) -> Entry {
    // Work in progress of somebody like us is no file yet.
    if TemporaryFiles.isTemporary(name.bytes) { return .nothing }
    let facts: SystemCalls.Facts
    do throws(SystemCalls.Failure) { facts = try SystemCalls.factsOfName(path) } catch {
      // In a directory that can be listed but not entered, or gone since it was listed: opening it tells.
      return error.isMissing && !DirectoryWalk.isNamedLikePicture(name) ? .ignored : .file
    }
    switch facts.sort {
    case .directory:
      if let excluded, excluded.isSameFile(as: facts) { return .nothing }
      return .directory
    case .other: return .ignored
    case .link: if (try? SystemCalls.facts(of: path))?.sort != .regular { return .ignored }
    case .regular: break
    }
    return DirectoryWalk.isNamedLikePicture(name) || DirectoryWalk.beginsLikePicture(path) ? .file : .ignored
  }

  private static func isNamedLikePicture(_ name: Path) -> Bool {
    name.fileExtension.map(extensions.contains) ?? false
  }

  private static func beginsLikePicture(_ path: Path) -> Bool {
    guard let descriptor = try? SystemCalls.openWithoutWaiting(path) else { return false }
    defer { try? SystemCalls.closeDescriptor(descriptor) }
    guard let bytes = try? SystemCalls.readBytes(descriptor, upTo: ImageKind.signatureLength) else {
      return false
    }
    return ImageKind.of(firstBytes: bytes) != nil
  }
}
