/// Why an input could not be pooled: a kind to act on, the input, what is wrong, and what to do.
public struct ImagePoolError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What sort of failure. An open set: kinds may be added, so a `switch` needs a default.
  public struct Kind: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The name in reports.
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Neither a picture nor a tensor that is known here.
    public static let notAnImage = Kind(rawValue: "not_an_image")
    /// The input ends too early.
    public static let truncated = Kind(rawValue: "truncated")
    /// The input contradicts its format.
    public static let corrupt = Kind(rawValue: "corrupt")
    /// A legal input or a request that this version does not serve.
    public static let unsupported = Kind(rawValue: "unsupported")
    /// One of ``Limits`` was hit.
    public static let limit = Kind(rawValue: "limit")
    /// The system does not let the input be read.
    public static let unreadable = Kind(rawValue: "unreadable")
    /// The system does not take the output, or its name is taken.
    public static let unwritable = Kind(rawValue: "unwritable")
    /// The pooling does not fit the input, or the dialect refuses it.
    public static let geometry = Kind(rawValue: "geometry")
    /// The picture has alpha, the output's format has none.
    public static let alphaNotRepresentable = Kind(rawValue: "alpha_not_representable")
    /// A request that says nothing sensible: an option that is none, an address that is none.
    public static let invalidArgument = Kind(rawValue: "invalid_argument")
    /// The run was cancelled.
    public static let interrupted = Kind(rawValue: "interrupted")

    /// The program died twice while it worked on the input, the second time on nothing else.
    public static let crashed = Kind(rawValue: "crashed")
    /// A line of ``RequestServer`` that is no request.
    public static let badRequest = Kind(rawValue: "bad_request")
    /// A request that the command line would refuse before any work.
    public static let refused = Kind(rawValue: "refused")

    public var description: String { rawValue }
  }

  public var kind: Kind
  /// The input's name, for people; nil for bytes and descriptors without one.
  public var input: String?
  /// The facts, one line.
  public var message: String
  /// What to do about it, one line; empty if there is nothing to advise.
  public var remedy: String
  /// The program that read the output has ended; nobody is there to be told.
  public var readerWentAway: Bool

  public init(
    _ kind: Kind, _ message: String, remedy: String = "", input: String? = nil, readerWentAway: Bool = false
  ) {
    self.kind = kind
    self.input = input
    self.message = message
    self.remedy = remedy
    self.readerWentAway = readerWentAway
  }

  /// `input: message; remedy`, as far as there is one of each.
  public var description: String {
    (input.map { "\($0): " } ?? "") + message + (remedy.isEmpty ? "" : "; \(remedy)")
  }
}
