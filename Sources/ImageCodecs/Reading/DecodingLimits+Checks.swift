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
      let (asked, allowed) = (mebibytes(info.decoderMemory), mebibytes(memory))
      throw CodecError(
        .limit,
        "decoding this \(info.coding) picture of \(size) holds \(asked) MiB, more than the \(allowed) MiB allowed",
        remedy: "raise --max-memory")
    }
  }

  private func mebibytes(_ bytes: Int) -> Int { bytes >> 20 + (bytes & (1 << 20 - 1) == 0 ? 0 : 1) }
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
