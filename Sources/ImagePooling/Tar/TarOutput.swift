/// Where an archive is written: a file that is complete or absent, a pipe whose first 16 MB are held, or memory.
final class TarOutput {
  private enum Way {
    case file(AtomicFile)
    case stream(HeldStream, isOwned: Bool, target: Int32)
    case memory
  }

  private let path: Path?
  private let way: Way
  /// The archive, if it goes to memory.
  private(set) var bytes: [UInt8]?

  init(_ output: Output) throws(ImagePoolError) {
    switch output {
    case .memory: (path, way, bytes) = (nil, .memory, [])
    case .descriptor(let descriptor):
      path = nil
      way = try TarOutput.stream(descriptor, isOwned: false, nil)
    case .file(let name, let overwrite):
      path = name
      if SystemCalls.isStream(name) {
        let descriptor: Int32
        do throws(SystemCalls.Failure) { descriptor = try SystemCalls.openForWriting(name) } catch {
          throw AtomicFile.failure(name, error)
        }
        way = try TarOutput.stream(descriptor, isOwned: true, name)
      } else {
        TarOutput.removeAbandoned(beside: overwrite ? SystemCalls.resolved(name) : name)
        way = .file(try AtomicFile(name, overwrite: overwrite))
      }
    }
  }

  deinit {
    if case .stream(_, true, let target) = way { try? SystemCalls.closeDescriptor(target) }
  }

  /// Removes what killed runs left half-written where this one writes.
  private static func removeAbandoned(beside path: Path) {
    guard let descriptor = try? SystemCalls.openDirectory(path.directory) else { return }
    TemporaryFiles.removeAbandoned(in: OutputDirectory(path.directory, descriptor: descriptor))
  }

  private static func stream(_ target: Int32, isOwned: Bool, _ name: Path?) throws(ImagePoolError) -> Way {
    do throws(SystemCalls.Failure) {
      return .stream(try HeldStream(to: target), isOwned: isOwned, target: target)
    } catch {
      throw failure(error, name)
    }
  }

  /// Whether what has been written may be with its reader already.
  var isStream: Bool { if case .stream = way { true } else { false } }

  func write(_ content: [UInt8]) throws(ImagePoolError) {
    do throws(SystemCalls.Failure) {
      switch way {
      case .memory: bytes?.append(contentsOf: content)
      case .file(let file): try SystemCalls.writeBytes(file.descriptor, content)
      case .stream(let stream, _, _):
        if let failure = stream.failure { throw failure }
        try SystemCalls.writeBytes(stream.descriptor, content)
      }
    } catch {
      throw TarOutput.failure(error, path)
    }
  }

  /// All was written: makes it appear.
  func finish() throws(ImagePoolError) {
    switch way {
    case .memory: break
    case .file(let file):
      try file.close()
      try AtomicFile.commit([file])
    case .stream(let stream, _, _):
      do throws(SystemCalls.Failure) { try stream.finish(delivering: true) } catch {
        throw TarOutput.failure(error, path)
      }
    }
  }

  private static func failure(_ failure: SystemCalls.Failure, _ path: Path?) -> ImagePoolError {
    if let path { return AtomicFile.failure(path, failure) }
    return ImagePoolError(
      .unwritable, "cannot write the output: \(failure.text)", remedy: "look at what takes it",
      readerWentAway: failure.isBrokenPipe)
  }
}
