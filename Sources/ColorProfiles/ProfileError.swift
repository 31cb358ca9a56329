/// Why a picture cannot be converted by its ICC profile. `message` is one line and names no file.
public struct ProfileError: Error, Sendable, Hashable {
  public enum Kind: Sendable, Hashable, CaseIterable {
    /// The bytes are no profile, or one that contradicts itself.
    case broken
    /// A profile of other samples than the picture's.
    case otherSpace
    /// A profile that does not describe a device: a device link, an abstract or a named one.
    case unsupported
    /// More memory than making a transform may take.
    case limit
    /// This program was built without lcms2.
    case notBuiltIn
  }

  public var kind: Kind
  public var message: String
}
