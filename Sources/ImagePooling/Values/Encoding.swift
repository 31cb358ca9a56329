/// The format of a result.
public enum Encoding: Hashable, Sendable {
  /// 8 or 16 bits as the picture has; gray, gray with alpha, RGB or RGBA. `compression` is zlib's 0...9.
  case png(compression: Int = 6)
  /// 8 bits, gray or colour. `quality` is libjpeg's 1...100. A picture with alpha is refused.
  case jpeg(quality: Int = 85, subsampling: ChromaSubsampling = .s420, progressive: Bool = false)
  /// NumPy's array file, C,H,W.
  case npy
  /// A `.safetensors` file of the tensor `output`, and of `indices` (int64) if there are places to write, too.
  case safetensors(withIndices: Bool = false)
  /// `channel,row,c0,c1,…`, one line per row.
  case csv
  /// Geometry, per-channel figures and `values[channel][row][column]`.
  case json
  /// PNG for PNG, JPEG for JPEG, and so on, with default settings.
  case sameAsInput

  /// How finely a JPEG stores colour.
  public enum ChromaSubsampling: String, Hashable, Sendable, CaseIterable {
    /// One colour sample per 2×2 pixels.
    case s420 = "4:2:0"
    /// One colour sample per pixel.
    case s444 = "4:4:4"
  }

  /// The name of the format: `png`, `jpeg`, `npy`, `safetensors`, `csv`, `json`; nil for ``sameAsInput``.
  public var name: String? {
    switch self {
    case .png: "png"
    case .jpeg: "jpeg"
    case .npy: "npy"
    case .safetensors: "safetensors"
    case .csv: "csv"
    case .json: "json"
    case .sameAsInput: nil
    }
  }

  /// Whether it holds numbers as a model takes them.
  var isTensor: Bool {
    switch self {
    case .npy, .safetensors: true
    case .png, .jpeg, .csv, .json, .sameAsInput: false
    }
  }

  /// Whether a picture's result is a picture.
  var isOfPictures: Bool {
    switch self {
    case .png, .jpeg, .sameAsInput: true
    case .npy, .safetensors, .csv, .json: false
    }
  }
}
