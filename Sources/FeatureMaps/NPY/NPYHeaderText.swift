internal import PoolingEngine

/// The header line of a `.npy` file: a Python dictionary of exactly the keys `descr`, `fortran_order` and `shape`.
struct NPYHeaderText {
  var shape: [Int]
  var fortranOrder: Bool
  var sampleType: SampleType
  var isBigEndian: Bool

  /// - Throws: ``FeatureMapError``: `corrupt` for broken grammar, `unsupported` for another element type.
  init(parsing text: ArraySlice<UInt8>) throws(FeatureMapError) {
    var parser = PythonLiteralParser(text)
    var values: [String: PythonLiteral] = [:]
    try parser.parseDictionary { (key, value) throws(FeatureMapError) in
      guard values.updateValue(value, forKey: key) == nil else {
        throw FeatureMapError(.corrupt, ".npy header: the key '\(key)' stands twice")
      }
    }
    guard values.count == 3, let type = values["descr"],
      case .bool(let fortranOrder)? = values["fortran_order"],
      case .integers(let shape)? = values["shape"]
    else {
      throw FeatureMapError(
        .corrupt,
        ".npy header: needs exactly the keys descr, fortran_order (True or False) and shape (of integers)")
    }
    self.shape = shape
    self.fortranOrder = fortranOrder
    guard case .string(let name) = type else {
      throw Self.unsupported("a record of several fields")
    }
    guard let order = name.first, "<>|=".contains(order) else { throw Self.unsupported("'\(name)'") }
    switch name.dropFirst() {
    case "u1": sampleType = .uint8
    case "i1": sampleType = .int8
    case "u2": sampleType = .uint16
    case "i2": sampleType = .int16
    case "i4": sampleType = .int32
    case "i8": sampleType = .int64
    case "f2": sampleType = .float16
    case "f4": sampleType = .float32
    case "f8": sampleType = .float64
    case let other: throw Self.unsupported("'\(name)'" + (Self.names[String(other)].map { " (\($0))" } ?? ""))
    }
    guard order != "|" || sampleType.byteCount == 1 else {
      throw Self.unsupported("'\(name)', without a byte order")
    }
    isBigEndian = order == ">"
  }

  private static let names = [
    "b1": "bool", "u4": "uint32", "u8": "uint64", "f16": "long double", "c8": "complex64",
    "c16": "complex128", "O": "Python objects",
  ]

  private static func unsupported(_ type: String) -> FeatureMapError {
    FeatureMapError(
      .unsupported, "the .npy array is of type \(type)",
      remedy:
        "uint8, int8, uint16, int16, int32, int64, float16, float32 and float64 are read; convert it with astype"
    )
  }

  /// The bytes ahead of the data, as `numpy.save` writes them: version 1.0, filled with spaces to a multiple of 64. (NumPy
  /// also leaves room for the first axis to grow; that room always lies within these spaces, since three axes whose
  /// product is an Int make 128 bytes with or without it.)
  static func fileHeader(_ type: SampleType, shape: [Int]) -> [UInt8] {
    let name =
      switch type {
      case .uint8: "|u1"
      case .int8: "|i1"
      case .uint16: "<u2"
      case .int16: "<i2"
      case .int32: "<i4"
      case .int64: "<i8"
      case .float16: "<f2"
      case .float32: "<f4"
      case .float64: "<f8"
      }
    let axes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text = "{'descr': '\(name)', 'fortran_order': False, 'shape': (\(axes)), }"
    let prefix = 10
    text += String(repeating: " ", count: 64 - (prefix + text.utf8.count + 1) % 64) + "\n"
    let length = text.utf8.count
    return NPY.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
  }
}
