internal import FeatureMaps
internal import ImageCodecs

/// An input that was opened and looked at: its first bytes told what it is.
final class OpenedInput {
  let kind: InputKind
  private let bytes: [UInt8]?
  private let descriptor: Int32
  private let isOwned: Bool
  private let consumed: [UInt8]

  /// - Parameter time: how long the first bytes of a file may take, once it is open; nil: without a limit.
  init(_ input: Input, within time: Duration? = nil) throws(ImagePoolError) {
    switch input {
    case .bytes(let bytes):
      self.bytes = bytes
      (descriptor, isOwned, consumed) = (-1, false, [])
      kind = InputKind.of(Array(bytes.prefix(InputKind.lookahead)))
    case .file(let path):
      let opened: (Int32, [UInt8])?
      do throws(SystemCalls.Failure) {
        opened = try OpenedInput.open(path, within: time)
      } catch {
        throw ImagePoolError(.unreadable, "cannot be read: \(error.text)", remedy: OpenedInput.remedy(error))
      }
      guard let opened else { throw .tookTooLong(time ?? .zero) }
      (descriptor, consumed) = opened
      (bytes, isOwned) = (nil, true)
      kind = InputKind.of(consumed)
    case .descriptor(let given):
      do throws(SystemCalls.Failure) {
        consumed = try SystemCalls.readBytes(given, upTo: InputKind.lookahead)
      } catch {
        throw ImagePoolError(.unreadable, "cannot be read: \(error.text)", remedy: OpenedInput.remedy(error))
      }
      (bytes, descriptor, isOwned) = (nil, given, false)
      kind = InputKind.of(consumed)
    }
  }

  deinit { if isOwned { try? SystemCalls.closeDescriptor(descriptor) } }

  /// Nil if the first bytes do not come in time.
  private static func open(
    _ path: Path, within time: Duration?
  ) throws(SystemCalls.Failure) -> (Int32, [UInt8])? {
    let descriptor = try SystemCalls.openForReading(path)
    do throws(SystemCalls.Failure) {
      guard let time else {
        return (descriptor, try SystemCalls.readBytes(descriptor, upTo: InputKind.lookahead))
      }
      let bytes = try SystemCalls.readBytes(descriptor, upTo: InputKind.lookahead, within: time)
      if let bytes { return (descriptor, bytes) }
      try? SystemCalls.closeDescriptor(descriptor)
      return nil
    } catch {
      try? SystemCalls.closeDescriptor(descriptor)
      throw error
    }
  }

  static func remedy(_ failure: SystemCalls.Failure) -> String {
    if failure.isMissing { return "check the name" }
    if failure.isDirectory { return "name the files in it" }
    if failure.isNameTooLong { return "give it a shorter name" }
    if failure.hasTooManyOpenFiles { return SystemCalls.Failure.adviceOnOpenFiles }
    return failure.isForbidden ? "check the permissions" : "try to copy it elsewhere"
  }

  /// The whole input for the picture decoders.
  var pictureSource: ByteSource {
    bytes.map { .bytes($0) } ?? .descriptor(descriptor, consumed: consumed)
  }

  /// The whole input for the tensor readers.
  var tensorSource: TensorInput {
    bytes.map { .bytes($0) } ?? .descriptor(descriptor, consumed: consumed)
  }

  /// A second run over the same input is possible.
  var canBeReadAgain: Bool {
    if bytes != nil { return true }
    guard isOwned, let facts = try? SystemCalls.facts(of: descriptor) else { return false }
    return facts.sort == .regular
  }

  /// About what reading a tensor holds, with as much again for its result; nil for pictures, which are read by rows.
  var readingMemory: Int? {
    switch kind {
    case .npy, .safetensors, .csv: break
    default: return nil
    }
    guard bytes == nil else { return 0 }
    guard let facts = try? SystemCalls.facts(of: descriptor), facts.sort == .regular else { return .max }
    // A number takes two bytes of text at least, and eight in memory.
    return facts.size.multipliedReportingOverflow(by: kind == .csv ? 5 : 2).partialValue
  }

  /// Why an input of this kind is not read; nil if it is.
  var refusal: ImagePoolError? {
    switch kind {
    case .image, .npy, .safetensors, .csv: return nil
    case .empty:
      return ImagePoolError(
        .notAnImage, "is empty", remedy: "read are PNG, JPEG, .npy, .safetensors and .csv")
    case .other(let what):
      return ImagePoolError(
        .notAnImage, "is \(what), neither a picture nor a tensor that is read",
        remedy: "read are PNG, JPEG, .npy, .safetensors and .csv, told by content")
    }
  }
}
