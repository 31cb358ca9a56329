/// The file formats that are read and written, told apart by content and never by name.
public enum ImageKind: String, Sendable, Hashable, CaseIterable {
  case png, jpeg

  /// How many bytes ``of(firstBytes:)`` wants to see; fewer are enough for a JPEG.
  public static let signatureLength = 8

  /// The format that a file starting with `firstBytes` is in: PNG's eight signature bytes, or JPEG's FF D8 FF.
  /// `nil` for everything else, including a beginning too short to tell.
  public static func of(firstBytes: [UInt8]) -> ImageKind? {
    if firstBytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if firstBytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    return nil
  }
}
