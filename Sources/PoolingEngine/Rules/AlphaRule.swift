/// What the last channel of a two- or four-channel picture means to an average.
public enum AlphaRule: String, Hashable, Sendable, CaseIterable {
  /// One more plane, as a framework sees it.
  case planes
  /// Colours are weighted by alpha: colour = Σc·a / Σa (0 where Σa = 0), alpha = Σa / D, each divided and rounded once.
  /// For uint8 and uint16 averages; a max treats alpha as a plane under either rule.
  case premultiplied
}
