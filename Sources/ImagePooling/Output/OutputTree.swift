internal import Synchronization

/// The directory that a batch writes into, and what is below it. Directories are made when the first file is put there;
/// links below the tree's root are never followed.
final class OutputTree: Sendable {
  /// Nothing is put outside of it. May itself be a link.
  let root: Path

  private struct State {
    /// The directories used last, by their names below the root.
    var open: [Path: OutputDirectory] = [:]
    var order: [Path] = []
    /// Hashes of directories in which files of a killed run have been looked for.
    var cleaned: Set<UInt64> = []
  }

  private let state = Mutex(State())
  private static let mostOpen = 16

  private let removesAbandoned: Bool

  /// - Parameter removesAbandoned: what a killed run left half-written is looked for in each directory.
  init(_ root: Path, removesAbandoned: Bool = true) {
    self.root = root
    self.removesAbandoned = removesAbandoned
  }

  /// The full name of a file below the root.
  func path(_ name: Path) -> Path { root.joined(name) }

  /// The directory of a file of this tree, made if it is missing.
  ///
  /// - Parameter path: as ``path(_:)`` gives it.
  func directory(of path: Path) throws(ImagePoolError) -> OutputDirectory {
    let prefix = root.joined("x").bytes.count - 1
    let name = Path(bytes: Array(path.bytes.dropFirst(prefix))).directory
    let result = state.withLock { state -> Result<OutputDirectory, ImagePoolError> in
      if let known = state.open[name] { return .success(known) }
      do throws(ImagePoolError) {
        let opened = try open(name, for: path)
        if state.order.count >= OutputTree.mostOpen { state.open[state.order.removeFirst()] = nil }
        state.order.append(name)
        state.open[name] = opened
        if removesAbandoned, state.cleaned.insert(NameHash(name.bytes).low).inserted {
          TemporaryFiles.removeAbandoned(in: opened)
        }
        return .success(opened)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func open(_ name: Path, for file: Path) throws(ImagePoolError) -> OutputDirectory {
    var path = root
    do throws(SystemCalls.Failure) {
      var directory = OutputDirectory(root, descriptor: try SystemCalls.openDirectory(root))
      for part in name.components {
        path = path.joined(part)
        directory = OutputDirectory(path, descriptor: try OutputTree.open(part, in: directory))
      }
      return directory
    } catch {
      throw OutputTree.failure(file, path, error)
    }
  }

  private static func open(_ part: Path, in directory: OutputDirectory) throws(SystemCalls.Failure) -> Int32 {
    do throws(SystemCalls.Failure) {
      return try SystemCalls.openDirectory(part, in: directory.descriptor)
    } catch {
      guard error.isMissing else { throw error }
    }
    try SystemCalls.makeDirectory(part, in: directory.descriptor)
    return try SystemCalls.openDirectory(part, in: directory.descriptor)
  }

  private static func failure(
    _ file: Path, _ directory: Path, _ failure: SystemCalls.Failure
  ) -> ImagePoolError {
    guard (try? SystemCalls.factsOfName(directory))?.sort == .link else {
      return AtomicFile.failure(file, failure)
    }
    return ImagePoolError(
      .unwritable,
      "cannot write \(file): \(directory) is a link, and links below the output directory are not followed",
      remedy: "make it a directory, or give another -o")
  }
}
