/// Settings of all formats, for when the format is not known yet.
public struct EncodingOptions: Hashable, Sendable {
  public var compression: Int
  public var quality: Int
  public var subsampling: Encoding.ChromaSubsampling
  public var progressive: Bool

  public init(
    compression: Int = 6, quality: Int = 85, subsampling: Encoding.ChromaSubsampling = .s420,
    progressive: Bool = false
  ) {
    self.compression = compression
    self.quality = quality
    self.subsampling = subsampling
    self.progressive = progressive
  }

  /// The formats by name.
  public static let formats = ["png", "jpeg", "npy", "safetensors", "csv", "json"]

  /// The encoding of a format's name, with these settings; nil for an unknown name.
  public func encoding(_ format: String) -> Encoding? {
    switch format {
    case "png": .png(compression: compression)
    case "jpeg": .jpeg(quality: quality, subsampling: subsampling, progressive: progressive)
    case "npy": .npy
    case "safetensors": .safetensors()
    case "csv": .csv
    case "json": .json
    default: nil
    }
  }

  /// The format that a file's extension stands for; nil for an unknown one.
  public static func format(ofExtension name: String) -> String? {
    switch name {
    case "jpg", "jpeg", "jpe", "jfif": "jpeg"
    case "png", "npy", "safetensors", "csv", "json": name
    default: nil
    }
  }

  /// The extension of files in a format.
  static func fileExtension(of format: String) -> String { format == "jpeg" ? "jpg" : format }
}
