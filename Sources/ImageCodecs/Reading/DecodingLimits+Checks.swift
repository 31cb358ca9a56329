internal import PoolingEngine

extension DecodingLimits {
  /// - Throws: ``CodecError`` of kind `.limit` if the picture has more pixels, or its decoder would hold more
  ///   memory, than allowed.
  func check(_ info: ImageInfo) throws(CodecError) {
    let size = info.storedSize
    let pixelCount = saturatedProduct(size.width, size.height)
    if pixelCount > pixels {
      throw CodecError(
        .limit, "\(size) is \(pixelCount) pixels, more than the \(pixels) allowed",
        remedy: "raise --max-pixels")
    }
    if info.decoderMemory > memory {
      var (asked, allowed) = (amount(info.decoderMemory), amount(memory))
      if asked == allowed { (asked, allowed) = ("\(info.decoderMemory) bytes", "\(memory) bytes") }
      throw CodecError(
        .limit,
        "decoding this \(info.coding) picture of \(size) holds \(asked), more than the \(allowed) allowed",
        remedy: "raise --max-memory")
    }
  }

  /// Bytes in a unit that leaves two figures or more.
  private func amount(_ bytes: Int) -> String {
    switch bytes {
    case ..<(10 << 10): "\(bytes) bytes"
    case ..<(10 << 20): "\(bytes >> 10) KiB"
    default: "\(bytes >> 20) MiB"
    }
  }
}

/// `a` × `b`, or the largest `Int` if that is larger.
func saturatedProduct(_ a: Int, _ b: Int) -> Int {
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  return overflow ? .max : product
}

/// `a` + `b`, or the largest `Int` if that is larger.
func saturatedSum(_ a: Int, _ b: Int) -> Int {
  let (sum, overflow) = a.addingReportingOverflow(b)
  return overflow ? .max : sum
}
