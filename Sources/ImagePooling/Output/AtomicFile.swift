/// A file that is complete under its name or absent: written beside it under a temporary name, then linked into place.
///
/// Released uncommitted it leaves nothing. A process that is killed outright can leave the temporary file,
/// `.imagepool-….tmp`.
final class AtomicFile {
  let path: Path
  let overwrite: Bool
  /// Open for writing from the start until ``close()``.
  let descriptor: Int32
  /// Where the file is put: behind links, if an existing one is replaced.
  private let place: Path
  private let temporary: Path
  private var isOpen = true
  private var isPlaced = false

  /// - Parameter overwrite: an existing file is replaced, and its permissions are taken over.
  init(_ path: Path, overwrite: Bool) throws(ImagePoolError) {
    self.path = path
    self.overwrite = overwrite
    if !overwrite, SystemCalls.exists(path) { throw AtomicFile.taken(path) }
    place = overwrite ? SystemCalls.resolved(path) : path
    do {
      (temporary, descriptor) = try TemporaryFiles.create(beside: place)
    } catch {
      throw AtomicFile.failure(path, error)
    }
    if overwrite, let facts = try? SystemCalls.facts(of: path) {
      SystemCalls.setPermissions(descriptor, facts.permissions)
    }
  }

  deinit {
    if isOpen { try? SystemCalls.closeDescriptor(descriptor) }
    if !isPlaced { TemporaryFiles.remove(temporary) }
  }

  /// Everything has been written. Some file systems report a failed write only now.
  func close() throws(ImagePoolError) {
    guard isOpen else { return }
    isOpen = false
    do { try SystemCalls.closeDescriptor(descriptor) } catch { throw AtomicFile.failure(path, error) }
  }

  /// Puts closed files in place, all or none: if one name cannot be had, the new ones before it are taken back. (Files that
  /// were replaced come last and stay replaced.)
  static func commit(_ files: [AtomicFile]) throws(ImagePoolError) {
    try TemporaryFiles.settle { () throws(ImagePoolError) in
      var placed: [AtomicFile] = []
      do throws(ImagePoolError) {
        for file in files.filter({ !$0.overwrite }) + files.filter(\.overwrite) {
          do throws(SystemCalls.Failure) {
            try file.putInPlace()
          } catch {
            throw error.exists ? taken(file.path) : failure(file.path, error)
          }
          placed.append(file)
        }
      } catch {
        for file in placed where !file.overwrite { SystemCalls.remove(file.place) }
        throw error
      }
      return placed.map(\.temporary)
    }
  }

  private func putInPlace() throws(SystemCalls.Failure) {
    if overwrite {
      try SystemCalls.replace(temporary, place)
    } else {
      do {
        try SystemCalls.hardLink(temporary, place)
        SystemCalls.remove(temporary)
      } catch {
        guard error.lacksLinks else { throw error }
        // Without hard links the name is taken by an empty file first, which fails if somebody else has it.
        let reservation = try SystemCalls.create(place)
        try? SystemCalls.closeDescriptor(reservation)
        do {
          try SystemCalls.replace(temporary, place)
        } catch {
          SystemCalls.remove(place)
          throw error
        }
      }
    }
    isPlaced = true
  }

  private static func taken(_ path: Path) -> ImagePoolError {
    ImagePoolError(
      .unwritable, "\(path) exists", remedy: "give another name, or --overwrite to replace it")
  }

  static func failure(_ path: Path, _ failure: SystemCalls.Failure) -> ImagePoolError {
    let remedy =
      failure.isMissing
      ? "create the directory \(path.directory) first"
      : failure.isFull
        ? "make room, or write elsewhere"
        : failure.isForbidden
          ? "look at the permissions of \(path.directory)"
          : failure.isNameTooLong ? "give a shorter name" : "write elsewhere"
    return ImagePoolError(
      .unwritable, "cannot write \(path): \(failure.text)", remedy: remedy,
      readerWentAway: failure.isBrokenPipe)
  }
}
