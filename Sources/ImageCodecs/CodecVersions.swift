/// The codec libraries that are linked at run time. What a JPEG decodes to belongs to the libjpeg release, and a
/// PNG file's bytes to the zlib release; reports name them.
public enum CodecVersions {
  /// For example `libpng 1.6.39`.
  public static var libpng: String { preconditionFailure() }
  /// For example `libjpeg-turbo 2.1.5`.
  public static var libjpeg: String { preconditionFailure() }
  /// For example `zlib 1.2.13`.
  public static var zlib: String { preconditionFailure() }
}
