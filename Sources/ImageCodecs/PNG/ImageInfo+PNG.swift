internal import CCodecs
internal import PoolingEngine

extension ImageInfo {
  /// What a PNG's header says; profile and orientation are yet to come.
  init(png header: ccodecs_png_header) {
    let (color, channels) =
      switch header.color_type {
      case 0: ("gray", 1)
      case 2: ("rgb", 3)
      case 3: ("palette", 1)
      case 4: ("gray+alpha", 2)
      default: ("rgba", 4)
      }
    let size = Size(height: Int(header.height), width: Int(header.width))
    var metadata = ImageMetadata()
    if header.has_gamma { metadata.gamma = header.gamma }
    if header.has_chromaticities {
      metadata.chromaticities = withUnsafeBytes(of: header.chromaticities) {
        Array($0.bindMemory(to: Int32.self))
      }
    }
    if header.has_srgb { metadata.srgbIntent = header.srgb_intent }
    if header.has_resolution {
      metadata.resolution = Resolution(
        x: header.resolution_x, y: header.resolution_y,
        unit: header.resolution_per_metre ? .perMetre : .aspectRatio)
    }
    self.init(
      kind: .png, storedSize: size, storedColor: header.transparency ? color + "+tRNS" : color,
      storedChannels: channels, bitDepth: Int(header.bit_depth),
      coding: (header.interlaced ? "adam7" : "non-interlaced") + (header.animation ? ",apng" : ""),
      sampling: "",
      orientation: .upright, streams: !header.interlaced, decoderMemory: Self.memory(of: header),
      metadata: metadata)
  }

  /// libpng holds up to three rows, zlib and the input a little more; an interlaced picture is held whole.
  private static func memory(of header: ccodecs_png_header) -> Int {
    let rows = saturatedProduct(header.row_bytes, 3 + (header.interlaced ? Int(header.height) : 0))
    return saturatedSum(rows, 256 << 10)
  }
}
