/// Which files a batch is going to write, all names made and checked before any work.
public struct OutputPlan: Sendable {
  /// Why nothing was begun; one line, or one per fact.
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
  }

  /// Where results go.
  public enum Destination: Hashable, Sendable {
    /// Only dumps are written, into the current directory.
    case dumpsOnly
    /// Standard output; dumps go into the current directory.
    case standardOutput
    /// A file, or a directory if it is one, ends in a slash or gets several results. Dumps stand beside the results.
    case path(Path)
  }

  /// What is to be planned.
  public struct Request: Sendable {
    /// Nil: standard input.
    public var inputs: [Path?]
    /// What is read beside them (logits, indices, upstream gradients, layers): no output replaces it either.
    public var arrays: [Path]
    public var destination: Destination
    /// A name of ``EncodingOptions/formats``; nil: told by the output's extension, or the input's own.
    public var format: String?
    public var options: EncodingOptions
    public var name: NameTemplate?
    public var dumps: [Dump.Content]
    public var overwrite: Bool
    /// How many heat maps each input gets at most, if that is known.
    public var channels: Int?
    /// Every output has to be a `.npy` or `.safetensors` file: values are those of a model (``Recipe/normalization``).
    public var tensorsOnly = false

    public init(
      inputs: [Path?], arrays: [Path] = [], to destination: Destination, format: String? = nil,
      options: EncodingOptions = EncodingOptions(), name: NameTemplate? = nil, dumps: [Dump.Content] = [],
      overwrite: Bool = false, channels: Int? = nil
    ) {
      self.inputs = inputs
      self.arrays = arrays
      self.destination = destination
      self.format = format
      self.options = options
      self.name = name
      self.dumps = dumps
      self.overwrite = overwrite
      self.channels = channels
    }
  }

  /// The work, in the order of the inputs.
  public let items: [Batch.Item]
  /// A result goes to where standard output goes, under whatever name (`-`, `/dev/stdout`), so nothing else can.
  public let writesToStandardOutput: Bool
  /// A directory that has to be made first.
  private let directory: Path?

  /// Plans and checks. Files are looked at, none is written.
  ///
  /// - Throws: ``Refusal`` if two outputs have one name, if an output exists (unless it may be replaced) or is an input, or if
  ///   the request contradicts itself.
  public init(_ request: Request) throws(Refusal) {
    var planner = OutputPlanner(request)
    items = try planner.items()
    directory = planner.directory
    writesToStandardOutput = planner.writesToStandardOutput
    try planner.check()
  }

  /// Makes the output directory if it is missing, and removes what a killed run left half-written there.
  ///
  /// - Throws: ``Refusal`` with the system's reason.
  public func makeDirectory() throws(Refusal) {
    guard let directory else { return }
    try OutputPlan.makeDirectory(directory)
    guard let descriptor = try? SystemCalls.openDirectory(directory) else { return }
    TemporaryFiles.removeAbandoned(in: OutputDirectory(directory, descriptor: descriptor))
  }

  /// The same for any directory.
  static func makeDirectory(_ directory: Path) throws(Refusal) {
    var missing: [Path] = []
    var path = Path(bytes: OutputPlan.withoutTrailingSlashes(directory.bytes))
    while !SystemCalls.exists(path), path != "." {
      missing.append(path)
      path = Path(bytes: OutputPlan.withoutTrailingSlashes(path.directory.bytes))
    }
    for path in missing.reversed() {
      do { try SystemCalls.makeDirectory(path) } catch {
        throw Refusal("cannot create the directory \(path): \(error.text)")
      }
    }
  }

  private static func withoutTrailingSlashes(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    return bytes
  }
}
