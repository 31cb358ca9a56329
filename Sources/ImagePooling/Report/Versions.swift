internal import ColorProfiles
internal import ImageCodecs
public import PoolingEngine

/// What takes part in a result.
public enum Versions {
  public static let imagepool = "0.1.0"
  /// As linked at run time, for example `libpng 1.6.39`.
  public static var libpng: String { CodecVersions.libpng }
  /// As linked at run time, for example `libjpeg-turbo 2.1.5`.
  public static var libjpeg: String { CodecVersions.libjpeg }
  /// As linked at run time, for example `zlib 1.2.13`.
  public static var zlib: String { CodecVersions.zlib }
  /// As linked at run time, for example `lcms2 2.14`.
  public static var lcms2: String { SRGBTransform.libraryVersion }
  /// The widest vector instructions that are used here.
  public static var instructionSet: InstructionSet { .best }

  /// The framework whose numbers a dialect's results were compared with.
  public static func certified(_ dialect: Dialect) -> String {
    switch dialect {
    case .torch: "PyTorch 2.13.0"
    case .tensorflow: "TensorFlow 2.21.0"
    default: "ONNX Runtime 1.32.0"
    }
  }
}
