internal import CCodecs
internal import PoolingEngine

extension ImageInfo {
  /// What a JPEG's header says; profile and orientation are yet to come.
  init(jpeg header: ccodecs_jpeg_header) {
    let color =
      switch header.color {
      case .gray: "gray"
      case .rgb: "rgb"
      case .ycc: "ycc"
      case .cmyk: "cmyk"
      case .ycck: "ycck"
      case .other: "unknown"
      }
    let coding =
      switch header.frame_marker {
      case 0xC2: "progressive"
      case 0xC9: "arithmetic"
      case 0xCA: "arithmetic-progressive"
      case _ where header.multiple_scans: "multi-scan"
      case 0xC1: "extended"
      default: "baseline"
      }
    let factors = withUnsafeBytes(of: header.sampling) { Array($0) }
    let components = Int(header.components)
    let sampling = (0..<min(4, components)).map { "\(factors[2 * $0])x\(factors[2 * $0 + 1])" }
    var metadata = ImageMetadata()
    if header.has_density, header.density_x > 0, header.density_y > 0 {
      let unit: Resolution.Unit =
        switch header.density_unit {
        case 1: .perInch
        case 2: .perCentimetre
        default: .aspectRatio
        }
      metadata.resolution = Resolution(x: UInt32(header.density_x), y: UInt32(header.density_y), unit: unit)
    }
    self.init(
      kind: .jpeg, storedSize: Size(height: Int(header.height), width: Int(header.width)), storedColor: color,
      storedChannels: components, bitDepth: 8, coding: coding, sampling: sampling.joined(separator: ","),
      orientation: .upright, streams: !header.multiple_scans, decoderMemory: header.decoder_memory,
      metadata: metadata)
  }
}
