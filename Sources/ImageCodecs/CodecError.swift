/// Why a picture could not be read or written. `message` says what is wrong, `remedy` what to do about it;
/// each is one line, neither names the file (the caller knows it).
public struct CodecError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The raw values are the `error.kind` of reports.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The bytes are neither PNG nor JPEG.
    case notAnImage = "not_an_image"
    /// The bytes end before the picture does.
    case truncated
    /// The bytes contradict the format.
    case corrupt
    /// A legal picture of a sort that is not read or cannot be written.
    case unsupported
    /// One of ``DecodingLimits`` was hit; the remedy names the option.
    case limit
    /// The operating system refused to deliver bytes.
    case unreadable
    /// The operating system refused to take bytes; the message has its reason.
    case unwritable
    /// The chosen format has no alpha, the picture does.
    case alphaNotRepresentable = "alpha_not_representable"
  }

  public var kind: Kind
  /// The facts, one line.
  public var message: String
  /// What to do, one line; empty if there is nothing to advise.
  public var remedy: String

  public init(_ kind: Kind, _ message: String, remedy: String = "") {
    self.kind = kind
    self.message = message
    self.remedy = remedy
  }

  /// `message; remedy`.
  public var description: String { remedy.isEmpty ? message : "\(message); \(remedy)" }
}
