/// What lies in the padding.
public enum Border: Hashable, Sendable {
  /// The dialect's rule: padding never wins a max, and counts or not in a mean. The default.
  case dialect
  /// The border is filled with a value first (clamped and rounded half to even into the element type); the wider
  /// picture is then pooled without padding.
  case constant(Double)
  /// The border repeats the nearest sample, then as above.
  case replicate
  /// The border mirrors the picture without repeating its edge sample, then as above. Needs each padding to be
  /// smaller than the axis.
  case reflect
}
