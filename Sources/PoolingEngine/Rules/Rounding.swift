/// How an exact average becomes an integer sample.
public enum Rounding: String, Hashable, Sendable, CaseIterable {
  /// To the nearest; halves to the even neighbour (IEEE 754 roundTiesToEven; `round()` of PyTorch and NumPy).
  case halfEven = "half-even"
  /// To the nearest; halves toward +∞.
  case halfUp = "half-up"
  /// Toward −∞.
  case down
}
