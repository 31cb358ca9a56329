internal import TarArchive

/// The bytes of an archive, read from front to back.
final class TarSource {
  private let descriptor: Int32
  private let isOwned: Bool
  private var bytes: [UInt8]?

  init(_ input: Input) throws(ImagePoolError) {
    switch input {
    case .bytes(let bytes): (descriptor, isOwned, self.bytes) = (-1, false, bytes)
    case .descriptor(let given): (descriptor, isOwned, bytes) = (given, false, nil)
    case .file(let path):
      do throws(SystemCalls.Failure) {
        descriptor = try SystemCalls.openForReading(path)
      } catch {
        throw TarSource.failure(error)
      }
      (isOwned, bytes) = (true, nil)
    }
  }

  deinit { if isOwned { try? SystemCalls.closeDescriptor(descriptor) } }

  /// Some bytes, at least one; none at the end.
  func fetch() throws(TarError) -> [UInt8] {
    if let all = bytes {
      bytes = []
      return all
    }
    do throws(SystemCalls.Failure) {
      return try SystemCalls.readSome(descriptor, upTo: 1 << 16)
    } catch {
      throw TarError(.unreadable, "cannot be read: \(error.text)", remedy: TarSource.remedy(error))
    }
  }

  private static func failure(_ failure: SystemCalls.Failure) -> ImagePoolError {
    ImagePoolError(.unreadable, "cannot be read: \(failure.text)", remedy: remedy(failure))
  }

  private static func remedy(_ failure: SystemCalls.Failure) -> String {
    if failure.isMissing { return "check the name" }
    if failure.isDirectory { return "name an archive" }
    return failure.isForbidden ? "check the permissions" : "try to copy it elsewhere"
  }
}

extension ImagePoolError {
  init(_ error: TarError) {
    let kind: Kind =
      switch error.kind {
      case .notATar, .corrupt: .corrupt
      case .truncated: .truncated
      case .unsupported: .unsupported
      case .limit: .limit
      case .unreadable: .unreadable
      }
    self.init(kind, error.message, remedy: error.remedy)
  }
}
