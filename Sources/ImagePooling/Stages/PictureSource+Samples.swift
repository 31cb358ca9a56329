internal import ImageCodecs
internal import PoolingEngine

// Stages that keep the channels and change what their samples say.
extension PictureSource {
  /// The picture in linear light, 16 bits a sample; alpha is widened and left as it is.
  func linear() -> PictureSource {
    let (channels, hasAlpha) = (color.channels, color.hasAlpha)
    let stage: RowStage
    if rows.format.sampleType == .uint16 {
      let table = LinearLight.toLinear16
      stage = RowStage(over: rows, channels: channels, sampleType: .uint16) { input, output, pixels in
        LinearLight.map(
          UnsafeBufferPointer(rebasing: input.assumingMemoryBound(to: UInt16.self)[..<(pixels * channels)]),
          output.assumingMemoryBound(to: UInt16.self), channels: channels, hasAlpha: hasAlpha, by: table
        ) { $0 }
      }
    } else {
      let table = LinearLight.toLinear8
      stage = RowStage(over: rows, channels: channels, sampleType: .uint16) { input, output, pixels in
        LinearLight.map(
          UnsafeBufferPointer(rebasing: input.assumingMemoryBound(to: UInt8.self)[..<(pixels * channels)]),
          output.assumingMemoryBound(to: UInt16.self), channels: channels, hasAlpha: hasAlpha, by: table
        ) { UInt16($0) * 257 }
      }
    }
    return PictureSource(stage, color)
  }

  /// 8-bit samples as 16-bit ones of the same meaning, 257 times as large; 16-bit samples as they are.
  func widened() -> PictureSource {
    guard rows.format.sampleType == .uint8 else { return self }
    let channels = color.channels
    let stage = RowStage(over: rows, channels: channels, sampleType: .uint16) { input, output, pixels in
      let output = output.assumingMemoryBound(to: UInt16.self)
      for place in 0..<pixels * channels { output[place] = UInt16(input[place]) * 257 }
    }
    return PictureSource(stage, color)
  }

  /// Fully transparent pixels in black, so that a max does not find what they hide.
  func hidingTransparent() -> PictureSource {
    guard color.hasAlpha else { return self }
    let stage =
      rows.format.sampleType == .uint16
      ? Self.hidden(rows, color.channels, UInt16.self) : Self.hidden(rows, color.channels, UInt8.self)
    return PictureSource(stage, color)
  }

  private static func hidden<S: Sample & FixedWidthInteger>(
    _ rows: any RowSource, _ channels: Int, _ type: S.Type
  ) -> RowStage {
    RowStage(over: rows, channels: channels, sampleType: S.type) { input, output, pixels in
      let input = input.assumingMemoryBound(to: S.self)
      let output = output.assumingMemoryBound(to: S.self)
      for start in stride(from: 0, to: pixels * channels, by: channels) {
        let isHidden = input[start + channels - 1] == 0
        for place in start..<(start + channels) { output[place] = isHidden ? 0 : input[place] }
      }
    }
  }
}
