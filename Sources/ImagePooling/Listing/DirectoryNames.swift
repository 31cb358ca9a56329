/// The names in a directory, sorted by their bytes and packed: about the bytes themselves and eight more for each.
struct DirectoryNames {
  private var bytes: [UInt8] = []
  /// Where each name begins; a zero byte ends it.
  private var starts: [Int] = []

  init(of directory: Path) throws(SystemCalls.Failure) {
    var bytes: [UInt8] = []
    var starts: [Int] = []
    try SystemCalls.entries(of: directory) { name in
      starts.append(bytes.count)
      bytes += name
      bytes.append(0)
    }
    bytes.withUnsafeBufferPointer { bytes in
      starts.sort { a, b in
        var (a, b) = (a, b)
        // Names differ, and each has its zero, so this ends within both.
        while bytes[a] == bytes[b], bytes[a] != 0 { (a, b) = (a + 1, b + 1) }
        return bytes[a] < bytes[b]
      }
    }
    (self.bytes, self.starts) = (bytes, starts)
  }

  var count: Int { starts.count }

  subscript(place: Int) -> Path { Path(bytes: Array(bytes[starts[place]...].prefix { $0 != 0 })) }
}
