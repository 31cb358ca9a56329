internal import ColorProfiles
internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

// Results that are pictures.
extension ResultSet {
  mutating func addPicture(_ output: Output, _ encoding: ImageEncoding) throws(ImagePoolError) {
    let is16 = input.sampleType == .uint16 && encoding.kind == .png && recipe.depth != .eight
    let written: SampleType = is16 ? .uint16 : .uint8
    let color = try pictureColor()
    // Refused before a file is made.
    let file = try { () throws(ImagePoolError) -> ResultFile in
      if encoding.kind == .jpeg, color.hasAlpha { throw ResultSet.alphaInJPEG }
      return try ResultFile(output, estimate: pixels * channels * written.byteCount + 65536, in: tree)
    }()
    let writer: ImageWriter
    do throws(CodecError) {
      writer = try ImageWriter(
        file.pictureDestination, as: encoding, color: color, metadata: input.metadata)
    } catch {
      throw ImagePoolError(error)
    }
    main = file
    type = written
    outputChannels = color.channels
    let asPalette =
      recipe.keepsPalette && input.info.color.hasPrefix("palette") && encoding.kind == .png
      && written == .uint8 && (color == .rgb || color == .rgba)
    let picture = PictureOutput(writer, type: written, asPalette: asPalette, digests: recipe.digests)
    self.picture = picture
    let encoded = try converted(samples.map { FanOutSink([picture.sink, $0]) } ?? picture.sink, written)
    let sink: any RowSink
    if let range = recipe.range {
      let stage = RangeStage(before: encoded, from: valueType, range: range)
      ranges.append(stage)
      sink = NamedSink(stage, file)
      add(sink, valueType, narrowing: false)
    } else if recipe.linearLight {
      let stage = LinearLight.encoder(before: encoded, as: written, hasAlpha: color.hasAlpha)
      sink = NamedSink(stage, file)
      add(sink, .uint16, narrowing: false)
    } else {
      sink = NamedSink(encoded, file)
      add(sink, written, narrowing: input.sampleType == .uint16 && !is16)
    }
    entries.append(Entry(file: file, writer: writer, sink: sink, type: written))
  }

  /// The pooled samples become sRGB before they are written, if rows have not.
  private func converted(_ sink: any RowSink, _ type: SampleType) throws(ImagePoolError) -> any RowSink {
    guard let conversion = input.conversion else { return sink }
    do throws(ProfileError) { return try conversion.sink(before: sink, type) } catch {
      throw ImagePoolError(error)
    }
  }

  static let alphaInJPEG = ImagePoolError(
    .alphaNotRepresentable, "has alpha, which a JPEG cannot hold",
    remedy: "lay it over a colour with --background white, or write a PNG")

  private func pictureColor() throws(ImagePoolError) -> ColorModel {
    if let color = input.conversion?.color ?? input.color {
      guard color != .cmyk else {
        throw ImagePoolError(
          .unsupported, "holds four inks, which are not written as a picture",
          remedy: "pool it as RGB (--channels rgb), or dump the planes (--dump npy)")
      }
      return color
    }
    let isWhole = input.sampleType == .uint8 || input.sampleType == .uint16
    guard isWhole || recipe.range != nil else {
      throw ImagePoolError(
        .unsupported, "is a tensor of \(input.sampleType.rawValue), which is no picture as it is",
        remedy: "say what is black and white, --range MIN,MAX, or write --format npy")
    }
    switch channels {
    case 1: return .gray
    case 2: return .grayAlpha
    case 3: return .rgb
    case 4: return .rgba
    default:
      throw ImagePoolError(
        .unsupported, "has \(channels) planes; a picture has 1 to 4",
        remedy: "write --format npy, or look at --dump heatmap")
    }
  }
}
