internal import ImageCodecs
internal import PoolingEngine

/// Rows of a picture and what their samples mean.
struct PictureSource {
  let rows: any RowSource
  let color: ColorModel

  init(_ rows: any RowSource, _ color: ColorModel) {
    self.rows = rows
    self.color = color
  }

  /// The picture laid over an opaque colour: (c·a + b·(m − a) + ⌊m/2⌋) / m with m the largest sample. A gray picture stays
  /// gray if the colour is gray. Without alpha nothing changes.
  func over(_ background: Color) -> PictureSource {
    guard color.hasAlpha else { return self }
    let isGray = color == .grayAlpha && background.isGray
    let result: ColorModel = isGray ? .gray : .rgb
    let colour = [background.red, background.green, background.blue]
    switch rows.format.sampleType {
    case .uint16:
      let stage = Self.over(colour.map { UInt16($0) * 257 }, rows, color, result)
      return PictureSource(stage, result)
    default:
      return PictureSource(Self.over(colour, rows, color, result), result)
    }
  }

  private static func over<S: Sample & FixedWidthInteger & UnsignedInteger>(
    _ colour: [S], _ rows: any RowSource, _ from: ColorModel, _ to: ColorModel
  ) -> RowStage {
    let (step, width) = (from.channels, to.channels)
    let largest = UInt64(S.max)
    return RowStage(over: rows, channels: width, sampleType: S.type) { input, output, pixels in
      let input = input.assumingMemoryBound(to: S.self)
      let output = output.assumingMemoryBound(to: S.self)
      for pixel in 0..<pixels {
        let alpha = UInt64(input[pixel * step + step - 1])
        for channel in 0..<width {
          let sample = UInt64(input[pixel * step + min(channel, step - 2)])
          let mixed = (sample * alpha + UInt64(colour[channel]) * (largest - alpha) + largest / 2) / largest
          output[pixel * width + channel] = S(mixed)  // a weighted mean of two samples fits
        }
      }
    }
  }

  /// The picture in other channels.
  func channels(_ layout: ChannelLayout) -> PictureSource {
    let result: ColorModel
    switch layout {
    case .asShown, .keep: return self
    case .gray: result = .gray
    case .rgb: result = .rgb
    case .rgba: result = .rgba
    }
    guard result != color else { return self }
    let stage =
      rows.format.sampleType == .uint16
      ? Self.converted(rows, color, result, UInt16.self) : Self.converted(rows, color, result, UInt8.self)
    return PictureSource(stage, result)
  }

  private static func converted<S: Sample & FixedWidthInteger & UnsignedInteger>(
    _ rows: any RowSource, _ from: ColorModel, _ to: ColorModel, _ type: S.Type
  ) -> RowStage {
    let (step, width) = (from.channels, to.channels)
    let isGray = from == .gray || from == .grayAlpha
    return RowStage(over: rows, channels: width, sampleType: S.type) { input, output, pixels in
      let input = input.assumingMemoryBound(to: S.self)
      let output = output.assumingMemoryBound(to: S.self)
      for pixel in 0..<pixels {
        let (i, o) = (pixel * step, pixel * width)
        if width == 1 {
          if isGray {
            output[o] = input[i]
          } else {
            let (r, g, b) = (UInt64(input[i]), UInt64(input[i + 1]), UInt64(input[i + 2]))
            // The weights sum to 65536, so the result is a sample.
            output[o] = S((19595 * r + 38470 * g + 7471 * b + 32768) >> 16)
          }
          continue
        }
        for channel in 0..<3 { output[o + channel] = input[isGray ? i : i + channel] }
        if width == 4 { output[o + 3] = from.hasAlpha ? input[i + step - 1] : S.max }
      }
    }
  }

  /// Inks without a use for their profile: RGB = ⌊C·K/255 + ½⌋, as a reader does it.
  func inksAsRGB() -> PictureSource {
    guard color == .cmyk else { return self }
    let stage = RowStage(over: rows, channels: 3, sampleType: .uint8) { input, output, pixels in
      for pixel in 0..<pixels {
        let black = Int(input[4 * pixel + 3])
        for ink in 0..<3 {
          output[3 * pixel + ink] = UInt8((Int(input[4 * pixel + ink]) * black + 127) / 255)
        }
      }
    }
    return PictureSource(stage, .rgb)
  }
}
