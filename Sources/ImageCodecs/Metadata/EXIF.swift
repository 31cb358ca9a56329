/// The one thing read from EXIF data: the value of Orientation in the main directory (IFD0).
///
/// Offsets in a file are claims: each is checked before it is followed, and only one is.
enum EXIF {
  private static let orientationTag = 0x0112

  /// The tag's value in TIFF-structured data, with or without `Exif\0\0` in front; `nil` if there is no such
  /// tag or the structure is broken before it. A value that is not one whole number counts as 0. The first of
  /// several such tags is taken.
  static func orientation(in data: UnsafeRawBufferPointer) -> Int? {
    var bytes = data
    if bytes.count >= 6, bytes.prefix(5).elementsEqual([0x45, 0x78, 0x69, 0x66, 0]) {
      bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(6))
    }
    guard bytes.count >= 8, let reader = IntegerReader(bytes) else { return nil }
    guard let directory = reader.long(at: 4), directory >= 8, let count = reader.short(at: directory),
      directory + 2 + 12 * count <= bytes.count
    else { return nil }
    for index in 0..<count {
      let entry = directory + 2 + 12 * index
      guard let tag = reader.short(at: entry), let type = reader.short(at: entry + 2) else { return nil }
      // A first entry of no known type shows that this is no directory.
      if index == 0, !(1...13).contains(type) { return nil }
      if tag == orientationTag { return value(of: entry, type: type, in: reader) }
    }
    return nil
  }

  private static func value(of entry: Int, type: Int, in reader: IntegerReader) -> Int {
    guard reader.long(at: entry + 4) == 1 else { return 0 }
    let value: Int? =
      switch type {
      case 1, 6: reader.byte(at: entry + 8)
      case 3, 8: reader.short(at: entry + 8)
      case 4, 9: reader.long(at: entry + 8)
      default: nil
      }
    return value ?? 0
  }

  /// Integers in the byte order that the data's first two bytes name, each read only where there is one.
  private struct IntegerReader {
    private let bytes: UnsafeRawBufferPointer
    private let isBigEndian: Bool

    init?(_ bytes: UnsafeRawBufferPointer) {
      switch (bytes[0], bytes[1]) {
      case (0x4D, 0x4D): isBigEndian = true
      case (0x49, 0x49): isBigEndian = false
      default: return nil
      }
      self.bytes = bytes
    }

    func byte(at offset: Int) -> Int? { offset < bytes.count ? Int(bytes[offset]) : nil }

    func short(at offset: Int) -> Int? {
      guard offset >= 0, offset <= bytes.count - 2 else { return nil }
      let value = bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
      return Int(isBigEndian ? UInt16(bigEndian: value) : UInt16(littleEndian: value))
    }

    func long(at offset: Int) -> Int? {
      guard offset >= 0, offset <= bytes.count - 4 else { return nil }
      let value = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      return Int(isBigEndian ? UInt32(bigEndian: value) : UInt32(littleEndian: value))
    }
  }
}
