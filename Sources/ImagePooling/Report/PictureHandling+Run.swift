internal import ImageCodecs
internal import PoolingEngine

extension PictureHandling {
  /// Nil for tensors.
  ///
  /// - Parameter written: the picture that was written, if one was.
  init?(_ input: PreparedInput, _ recipe: Recipe, layer: Pooling, written: PictureOutput?) {
    guard let reader = input.reader else { return nil }
    orientation = input.orientation
    linear = recipe.linearLight
    var isAverage = false
    if case .average = layer.reduction.facts { isAverage = true }
    rounding = isAverage ? layer.rounding : nil
    if !reader.color.hasAlpha {
      alpha = .none
    } else if recipe.background != nil {
      alpha = .background
    } else if !input.hasAlpha {
      alpha = .dropped
    } else if recipe.alpha == .premultiplied, isAverage {
      alpha = .premultiplied
    } else {
      alpha = recipe.hidesTransparent ? .hiding : .planes
    }
    guard let written else { return }
    let metadata = reader.info.metadata
    if metadata.iccProfile == nil {
      profile = Carriage.none
    } else if input.srgb == .converted {
      profile = .converted
    } else {
      profile = written.writer.wroteProfile ? .kept : .dropped
    }
    if !metadata.saysGamma {
      gamma = Carriage.none
    } else {
      gamma =
        recipe.strips || written.writer.encoding.kind == .jpeg || written.writer.wroteProfile
        ? .dropped : .kept
    }
    outputColor = written.palette?.bitDepth == nil ? written.writer.color.rawValue : "palette"
    outputBitDepth = written.palette?.bitDepth ?? 8 * written.type.byteCount
    if case .jpeg(let encoding) = written.writer.encoding, written.writer.color == .rgb {
      outputSampling = encoding.subsampling == .s444 ? .s444 : .s420
    }
  }

  /// What got lost and could be missed.
  static func remarks(_ input: PreparedInput, _ recipe: Recipe, written: PictureOutput?) -> [String] {
    guard let metadata = input.reader?.info.metadata, let written else { return [] }
    var remarks: [String] = []
    if recipe.depth == .sixteen, written.type == .uint8 { remarks.append("a JPEG holds 8 bits a sample") }
    guard !recipe.strips else { return remarks }
    if metadata.iccProfile != nil, input.srgb != .converted, !written.writer.wroteProfile {
      let space = metadata.profileColorSpace.map { String($0.filter { $0 != " " }) } ?? "unreadable"
      remarks.append(
        "its \(space) profile does not fit the \(written.writer.color.rawValue) result and is left out")
    }
    if metadata.hasOtherGamma, written.writer.encoding.kind == .jpeg, !written.writer.wroteProfile {
      remarks.append("a JPEG has no place for its gamma, which is not sRGB's")
    }
    return remarks
  }
}

extension ImageMetadata {
  var saysGamma: Bool { gamma != nil || chromaticities != nil || srgbIntent != nil }

  /// A gamma that is more than a percent from that of sRGB, 1/2.2, and neither a profile nor the sRGB mark that overrules it.
  var hasOtherGamma: Bool {
    guard iccProfile == nil, srgbIntent == nil, let gamma else { return false }
    return !(45_000...45_910).contains(gamma)
  }
}
