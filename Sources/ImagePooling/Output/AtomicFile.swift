/// A file that is complete under its name or absent: written beside it under a temporary name, then linked into place.
///
/// Released uncommitted it leaves nothing. A process that is killed outright can leave the temporary file,
/// `.imagepool-….tmp`, which the next batch that writes there removes.
final class AtomicFile {
  let path: Path
  let overwrite: Bool
  /// Open for writing from the start until ``close()``.
  let descriptor: Int32
  /// Where the file is put, relative to the directory of ``temporary``: behind links, if an existing one is replaced and no
  /// directory was given.
  private let place: Path
  private let temporary: TemporaryFiles.Name
  private var isOpen = true
  /// Keeps the temporary file locked until it is in place.
  private var lock: Int32?
  private var isPlaced = false

  /// - Parameters:
  ///   - overwrite: an existing file is replaced, and its permissions are taken over.
  ///   - directory: the directory of `path`, if it is open; then a link under the last name is replaced and not followed.
  init(_ path: Path, overwrite: Bool, in directory: OutputDirectory? = nil) throws(ImagePoolError) {
    self.path = path
    self.overwrite = overwrite
    let name = directory == nil ? path : path.lastComponent
    let container = directory?.descriptor ?? SystemCalls.currentDirectory
    let old = try? SystemCalls.factsOfName(name, in: container)
    if !overwrite, old != nil { throw AtomicFile.taken(path) }
    place = overwrite && directory == nil ? SystemCalls.resolved(path) : name
    do {
      (temporary, descriptor) = try TemporaryFiles.create(beside: place, in: directory)
    } catch {
      throw AtomicFile.failure(path, error)
    }
    if overwrite, let facts = directory == nil ? try? SystemCalls.facts(of: path) : old,
      facts.sort == .regular
    {
      SystemCalls.setPermissions(descriptor, facts.permissions)
    }
  }

  deinit {
    if isOpen { try? SystemCalls.closeDescriptor(descriptor) }
    if !isPlaced { TemporaryFiles.remove(temporary) }
    if let lock { try? SystemCalls.closeDescriptor(lock) }
  }

  /// Everything has been written. Some file systems report a failed write only now.
  func close() throws(ImagePoolError) {
    guard isOpen else { return }
    isOpen = false
    lock = try? SystemCalls.duplicate(descriptor)
    do { try SystemCalls.closeDescriptor(descriptor) } catch { throw AtomicFile.failure(path, error) }
  }

  /// Takes away the file that is about to be replaced, where it must not stand beside the successor of another.
  func withdrawOld() {
    guard overwrite else { return }
    SystemCalls.remove(place, in: temporary.directoryDescriptor)
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
        for file in placed where !file.overwrite {
          SystemCalls.remove(file.place, in: file.temporary.directoryDescriptor)
        }
        throw error
      }
      return placed.map(\.temporary)
    }
  }

  private func putInPlace() throws(SystemCalls.Failure) {
    let directory = temporary.directoryDescriptor
    if overwrite {
      try SystemCalls.replace(temporary.name, place, in: directory)
    } else {
      do {
        try SystemCalls.hardLink(temporary.name, place, in: directory)
        SystemCalls.remove(temporary.name, in: directory)
      } catch {
        guard error.lacksLinks else { throw error }
        try moveWithoutLinks(in: directory)
      }
    }
    isPlaced = true
  }

  private func moveWithoutLinks(in directory: Int32) throws(SystemCalls.Failure) {
    do {
      return try SystemCalls.moveWithoutReplacing(temporary.name, place, in: directory)
    } catch {
      guard error.lacksLinks else { throw error }
    }
    // Where the system has neither, the name is taken by an empty file first, which fails if somebody else has it.
    let reservation = try SystemCalls.create(place, in: directory)
    try? SystemCalls.closeDescriptor(reservation)
    do {
      try SystemCalls.replace(temporary.name, place, in: directory)
    } catch {
      SystemCalls.remove(place, in: directory)
      throw error
    }
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
          : failure.isNameTooLong
            ? "give a shorter name"
            : failure.hasTooManyOpenFiles
              ? SystemCalls.Failure.adviceOnOpenFiles : "write elsewhere"
    return ImagePoolError(
      .unwritable, "cannot write \(path): \(failure.text)", remedy: remedy,
      readerWentAway: failure.isBrokenPipe)
  }
}
