internal import ColorProfiles
internal import ImageCodecs
internal import PoolingEngine

/// What is done to a picture that is to become sRGB, before anything else is.
struct SRGBPreparation {
  let outcome: SRGBOutcome
  /// The picture, converted if that is not left to the pooled result.
  let picture: PictureSource
  /// The conversion that is left to the pooled result.
  let pending: SRGBConversion?
  let heldBytes: Int
  private(set) var warnings: [String] = []
  private(set) var remarks: [String] = []

  /// - Parameters:
  ///   - stored: the reader's rows.
  ///   - convertsRows: false where the conversion can wait for the pooled result.
  /// - Returns: nil if it is not asked for.
  init?(
    _ stored: PictureSource, of reader: ImageReader, _ recipe: Recipe, convertsRows: Bool
  ) throws(ImagePoolError) {
    guard recipe.toSRGB else { return nil }
    let color = stored.color
    if color == .cmyk, recipe.channels == .keep {
      throw ImagePoolError(
        .unsupported, "holds four inks that are to be kept, and sRGB has none",
        remedy: "leave --channels keep or --to-srgb out")
    }
    let conversion: SRGBConversion?
    do throws(ProfileError) {
      conversion = try SRGBConversion(
        reader.info.metadata.iccProfile, color, reader.format.sampleType, widens: recipe.linearLight)
    } catch {
      guard recipe.failOn == .none, error.kind != .notBuiltIn else { throw ImagePoolError(error) }
      (outcome, picture, pending, heldBytes) = (.failed, stored.inksAsRGB(), nil, 0)
      warnings = ["\(error.message); samples were left as they are"]
      return
    }
    guard let conversion else {
      (outcome, picture, pending, heldBytes) = (.assumed, stored.inksAsRGB(), nil, 0)
      let which =
        reader.info.metadata.iccProfile == nil ? "no ICC profile" : "an ICC profile for other samples"
      remarks = ["\(which): its samples were taken for sRGB"]
      return
    }
    outcome = .converted
    heldBytes = conversion.heldBytes
    let keepsModel = recipe.channels == .asShown || recipe.channels == .keep
    let mixes = recipe.background != nil && color.hasAlpha
    guard convertsRows || recipe.linearLight || mixes || !keepsModel else {
      (picture, pending) = (stored, conversion)
      return
    }
    do throws(ProfileError) {
      picture = PictureSource(
        try conversion.rows(stored.rows, isWidened: recipe.linearLight), conversion.color)
    } catch {
      throw ImagePoolError(error)
    }
    pending = nil
  }
}

extension ImageMetadata {
  /// What is to be said of the same picture in sRGB: the tag of PNG, with the intent that was used, instead of a
  /// profile or curve.
  var asSRGB: ImageMetadata { ImageMetadata(srgbIntent: 1, resolution: resolution) }
}
