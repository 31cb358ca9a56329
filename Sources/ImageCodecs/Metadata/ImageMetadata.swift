/// What a picture says about itself that outlives pooling. Orientation is not among it: it is applied.
public struct ImageMetadata: Sendable, Hashable {
  /// The ICC profile, whole.
  public var iccProfile: [UInt8]?
  /// PNG's gAMA: the file's gamma times 100,000.
  public var gamma: UInt32?
  /// PNG's cHRM: white, red, green, blue, each x then y, times 100,000.
  public var chromaticities: [Int32]?
  /// PNG's sRGB: the rendering intent 0...3.
  public var srgbIntent: UInt8?
  public var resolution: Resolution?

  public init(
    iccProfile: [UInt8]? = nil, gamma: UInt32? = nil, chromaticities: [Int32]? = nil,
    srgbIntent: UInt8? = nil,
    resolution: Resolution? = nil
  ) {
    self.iccProfile = iccProfile
    self.gamma = gamma
    self.chromaticities = chromaticities
    self.srgbIntent = srgbIntent
    self.resolution = resolution
  }

  /// The colour space of the ICC profile's device side, four characters from its header (`RGB `, `GRAY`, `CMYK`);
  /// `nil` without a profile or with one too short to have a header.
  public var profileColorSpace: String? {
    guard let iccProfile, iccProfile.count >= 128 else { return nil }
    return String(decoding: iccProfile[16..<20], as: UTF8.self)
  }
}
