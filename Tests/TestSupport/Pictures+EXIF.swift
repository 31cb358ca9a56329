extension Pictures {
  /// The orientation that undoes `tag`: quarter turns undo each other, all others themselves.
  public static func inverseOrientation(_ tag: Int) -> Int { tag == 6 ? 8 : tag == 8 ? 6 : tag }

  /// The PNG with an eXIf chunk of that orientation behind its header.
  public static func tagged(png: [UInt8], _ tag: Int) -> [UInt8] {
    inserted(chunk: "eXIf", exif(tag), into: png)
  }

  /// The JPEG with an APP1 segment of that orientation behind its start marker.
  public static func tagged(jpeg: [UInt8], _ tag: Int) -> [UInt8] {
    let body = Array("Exif\0\0".utf8) + exif(tag)
    let length = body.count + 2
    return Array(jpeg[..<2]) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + body
      + Array(jpeg[2...])
  }

  /// The PNG with one more chunk behind its header.
  public static func inserted(chunk name: String, _ content: [UInt8], into png: [UInt8]) -> [UInt8] {
    Array(png[..<33]) + chunk(name, content) + Array(png[33...])
  }

  /// Length, name, content and CRC.
  public static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    return bigEndian(UInt32(content.count)) + body + bigEndian(crc(body))
  }

  /// A TIFF structure whose one entry is the Orientation tag.
  private static func exif(_ tag: Int) -> [UInt8] {
    Array("MM".utf8) + [
      0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(tag), 0, 0, 0, 0, 0, 0,
    ]
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  /// CRC-32 of ISO 3309, as PNG chunks carry it.
  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
      }
    }
  }
}
