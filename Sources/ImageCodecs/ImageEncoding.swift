/// A format and its settings.
public enum ImageEncoding: Sendable, Hashable {
  case png(PNGEncoding = PNGEncoding())
  case jpeg(JPEGEncoding = JPEGEncoding())

  public var kind: ImageKind {
    switch self {
    case .png: .png
    case .jpeg: .jpeg
    }
  }
}
