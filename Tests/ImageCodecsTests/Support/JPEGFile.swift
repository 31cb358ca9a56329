/// Small surgery on JPEG files.
enum JPEGFile {
  /// Where the marker stands, counted from the file's start.
  static func place(of marker: UInt8, in file: [UInt8]) -> Int {
    var place = 2
    while file[place + 1] != marker { place += 2 + Int(file[place + 2]) << 8 + Int(file[place + 3]) }
    return place
  }

  /// Puts a segment behind SOI.
  static func inserting(_ marker: UInt8, _ data: [UInt8], into file: [UInt8]) -> [UInt8] {
    let length = data.count + 2
    return Array(file[..<2]) + [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + data + file[2...]
  }

  /// Takes the first such segment out.
  static func removing(_ marker: UInt8, from file: [UInt8]) -> [UInt8] {
    let start = place(of: marker, in: file)
    let end = start + 2 + Int(file[start + 2]) << 8 + Int(file[start + 3])
    return Array(file[..<start]) + file[end...]
  }

  /// Changes a byte of a segment's contents.
  static func changing(_ marker: UInt8, at offset: Int, to value: UInt8, in file: [UInt8]) -> [UInt8] {
    var result = file
    result[place(of: marker, in: file) + 4 + offset] = value
    return result
  }
}
