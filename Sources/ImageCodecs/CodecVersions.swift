internal import CCodecs

/// The codec libraries in use. What a JPEG decodes to belongs to the libjpeg release, and a
/// PNG file's bytes to the zlib release; reports name them.
public enum CodecVersions {
  /// For example `libpng 1.6.39`.
  public static var libpng: String { "libpng \(String(cText: ccodecs_libpng_version()))" }
  /// For example `libjpeg-turbo 2.1.5`.
  public static var libjpeg: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
      text.initialize(repeating: 0)
      ccodecs_libjpeg_version(text.baseAddress, text.count)
      return String(cText: text.baseAddress)
    }
  }
  /// For example `zlib 1.2.13`.
  public static var zlib: String { "zlib \(String(cText: ccodecs_zlib_version()))" }
}
