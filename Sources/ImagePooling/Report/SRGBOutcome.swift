/// What became of samples that were to be sRGB (``Recipe/toSRGB``). The raw values are those of reports.
public enum SRGBOutcome: String, Hashable, Sendable, CaseIterable {
  /// They were converted by the picture's ICC profile.
  case converted
  /// There is no ICC profile for them, so they were left as they are and taken for sRGB.
  case assumed
  /// The profile is of no use, and damage was to be let pass: they were left as they are.
  case failed
}
