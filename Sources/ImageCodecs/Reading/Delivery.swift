/// What the samples of delivered rows are.
public enum Delivery: Sendable, Hashable {
  /// What one looks at: palettes looked up, tRNS as an alpha channel, 1-, 2- and 4-bit gray scaled to 0...255,
  /// 16 bits as `uint16`, YCbCr as RGB, four inks as RGB = ⌊C·K/255 + ½⌋ of the samples with 255 = no ink.
  case expanded
  /// As ``expanded``, but four inks stay four channels (``ColorModel/cmyk``), 255 = no ink.
  case expandedKeepingCMYK
  /// As ``expanded``, but four inks stay four channels if the picture has an ICC profile of four inks.
  case expandedKeepingProfiledCMYK
  /// Samples as stored, for conformance: palette indices; 1, 2 and 4 bits unpacked to a byte each, not scaled;
  /// no alpha from tRNS. A JPEG's YCbCr is still turned into RGB and YCCK into CMYK (the file's colour space is
  /// not what a decoder is judged by); inks are as stored.
  case native
}
