internal import FeatureMaps
internal import ImageCodecs

/// One output of a run on its way: where its writer writes, and how it appears in the end.
final class ResultFile {
  private enum Way {
    case file(AtomicFile)
    case memory
    /// Held in memory by the writer, then written to this descriptor.
    case heldByWriter(Int32, isOwned: Bool)
    /// Held, then passed on, by a stream.
    case stream(HeldStream, target: Int32, isOwned: Bool)
  }

  /// The final name, if there is one.
  let path: Path?
  private let way: Way
  /// The bytes of an output to memory, after ``close(_:)``.
  private(set) var bytes: [UInt8]?
  /// How many bytes were written, after ``close(_:)``; nil for a stream that passes them on.
  private(set) var byteCount: Int?

  /// - Parameters:
  ///   - estimate: about how many bytes there will be; decides whether a writer may hold them.
  ///   - tree: holds the file, if there is one.
  init(_ output: Output, estimate: Int, in tree: OutputTree? = nil) throws(ImagePoolError) {
    switch output {
    case .memory: (path, way) = (nil, .memory)
    case .descriptor(let descriptor):
      path = nil
      way = try ResultFile.held(descriptor, isOwned: false, name: "the output", estimate)
    case .file(let name, let overwrite):
      path = name
      if let tree {
        way = .file(try AtomicFile(name, overwrite: overwrite, in: try tree.directory(of: name)))
      } else if SystemCalls.isStream(name) {
        let descriptor: Int32
        do { descriptor = try SystemCalls.openForWriting(name) } catch {
          throw AtomicFile.failure(name, error)
        }
        way = try ResultFile.held(descriptor, isOwned: true, name: "\(name)", estimate)
      } else {
        way = .file(try AtomicFile(name, overwrite: overwrite))
      }
    }
  }

  deinit {
    switch way {
    case .heldByWriter(let descriptor, true), .stream(_, let descriptor, true):
      try? SystemCalls.closeDescriptor(descriptor)
    default: break
    }
  }

  private static func held(
    _ descriptor: Int32, isOwned: Bool, name: String, _ estimate: Int
  ) throws(ImagePoolError) -> Way {
    if estimate <= HeldStream.capacity { return .heldByWriter(descriptor, isOwned: isOwned) }
    do {
      return .stream(try HeldStream(to: descriptor), target: descriptor, isOwned: isOwned)
    } catch {
      throw ImagePoolError(
        .unwritable, "cannot write \(name): \(error.text)", remedy: "write to a file instead")
    }
  }

  /// For picture writers.
  var pictureDestination: ByteDestination {
    switch way {
    case .file(let file): .descriptor(file.descriptor)
    case .stream(let stream, _, _): .descriptor(stream.descriptor)
    case .memory, .heldByWriter: .memory
    }
  }

  /// For writers of numbers.
  var numbersDestination: OutputDescriptor {
    switch way {
    case .file(let file): .descriptor(file.descriptor, isSeekable: true)
    case .stream(let stream, _, _): .descriptor(stream.descriptor, isSeekable: false)
    case .memory, .heldByWriter: .memory
    }
  }

  /// Why bytes can no longer be passed on, if so.
  var failure: ImagePoolError? {
    if case .stream(let stream, _, _) = way, let failure = stream.failure { return unwritable(failure) }
    return nil
  }

  /// The writer has written everything.
  func close(_ writer: any ByteSink) throws(ImagePoolError) {
    switch way {
    case .file(let file):
      byteCount = try? SystemCalls.facts(of: file.descriptor).size
      try file.close()
    case .memory, .heldByWriter:
      bytes = writer.takeBytes()
      byteCount = bytes?.count
    case .stream: break
    }
  }

  /// Writes a file that is there as bytes, without a writer.
  func close(writing content: [UInt8]) throws(ImagePoolError) {
    byteCount = content.count
    do throws(SystemCalls.Failure) {
      switch way {
      case .file(let file): try SystemCalls.writeBytes(file.descriptor, content)
      case .memory, .heldByWriter: bytes = content
      case .stream(let stream, _, _): try SystemCalls.writeBytes(stream.descriptor, content)
      }
    } catch {
      throw unwritable(error)
    }
    if case .file(let file) = way { try file.close() }
  }

  /// Makes closed outputs appear: streams first, since what went down a pipe cannot be taken back by a later failure of
  /// theirs, then all files at once.
  static func deliver(_ results: [ResultFile]) throws(ImagePoolError) {
    var files: [AtomicFile] = []
    for result in results {
      do throws(SystemCalls.Failure) {
        switch result.way {
        case .file(let file): files.append(file)
        case .memory: break
        case .heldByWriter(let descriptor, _):
          try SystemCalls.writeBytes(descriptor, result.bytes ?? [])
          result.bytes = nil
        case .stream(let stream, _, _): try stream.finish(delivering: true)
        }
      } catch {
        throw result.unwritable(error)
      }
    }
    try AtomicFile.commit(files)
  }

  private func unwritable(_ failure: SystemCalls.Failure) -> ImagePoolError {
    if let path { return AtomicFile.failure(path, failure) }
    return ImagePoolError(
      .unwritable, "cannot write the output: \(failure.text)", remedy: "look at what takes it",
      readerWentAway: failure.isBrokenPipe)
  }
}
