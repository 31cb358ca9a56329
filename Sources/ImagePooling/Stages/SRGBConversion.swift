internal import ColorProfiles
internal import ImageCodecs
internal import PoolingEngine

/// How a picture's samples become sRGB.
struct SRGBConversion {
  private let profile: [UInt8]
  private let space: SampleSpace
  private let alpha: Bool
  /// Made first of all, so that nothing fails once rows flow; it takes some milliseconds.
  private let made: Made

  private struct Made {
    var transform: SRGBTransform
    var inputBytes: Int
    var outputBytes: Int
  }

  /// About what making and holding a transform takes.
  var heldBytes: Int { 4 * profile.count + 4 << 20 }

  /// What the samples mean afterwards.
  var color: ColorModel {
    switch (space.converted, alpha) {
    case (.gray, false): .gray
    case (.gray, true): .grayAlpha
    case (_, false): .rgb
    case (_, true): .rgba
    }
  }

  /// - Parameter widens: 8 bits are to become 16.
  /// - Returns: nil if there is no profile, or one of other samples.
  /// - Throws: ``ProfileError`` if the profile is of no use.
  init?(_ profile: [UInt8]?, _ color: ColorModel, _ type: SampleType, widens: Bool) throws(ProfileError) {
    guard let profile else { return nil }
    self.profile = profile
    alpha = color.hasAlpha
    switch color {
    case .gray, .grayAlpha: space = .gray
    case .rgb, .rgba: space = .rgb
    case .cmyk: space = .cmyk
    }
    let (inputBytes, outputBytes) = (type.byteCount, widens ? 2 : type.byteCount)
    do {
      let transform = try SRGBTransform(
        profile: profile, space: space, hasAlpha: alpha, inputBytes: inputBytes, outputBytes: outputBytes)
      made = Made(transform: transform, inputBytes: inputBytes, outputBytes: outputBytes)
    } catch {
      guard error.kind == .otherSpace else { throw error }
      return nil
    }
  }

  private func transform(from inputBytes: Int, to outputBytes: Int) throws(ProfileError) -> SRGBTransform {
    if made.inputBytes == inputBytes, made.outputBytes == outputBytes { return made.transform }
    return try SRGBTransform(
      profile: profile, space: space, hasAlpha: alpha, inputBytes: inputBytes, outputBytes: outputBytes)
  }

  /// Converts rows before they are pooled.
  ///
  /// - Parameter isWidened: 8 bits become 16, so that linear light loses nothing.
  func rows(_ rows: any RowSource, isWidened: Bool) throws(ProfileError) -> RowStage {
    let type: SampleType = isWidened ? .uint16 : rows.format.sampleType
    let transform = try transform(from: rows.format.sampleType.byteCount, to: type.byteCount)
    return RowStage(over: rows, channels: color.channels, sampleType: type) { input, output, pixels in
      transform.convert(input, into: output, pixels: pixels)
    }
  }

  /// Converts pooled rows on their way to a sink.
  func sink(before next: any RowSink, _ type: SampleType) throws(ProfileError) -> SinkStage {
    let transform = try transform(from: type.byteCount, to: type.byteCount)
    return SinkStage(before: next, channels: color.channels, sampleType: type) { input, output, format in
      transform.convert(input, into: output, pixels: input.count / (format.channels * type.byteCount))
    }
  }
}
