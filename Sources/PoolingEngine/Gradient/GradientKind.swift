/// What the gradient of one plane is computed by.
enum GradientKind: Sendable {
  /// Each window hands on to one sample: its index in the (enlarged) plane, −1 for none, and a factor of sign.
  case routed(indices: Planes<Int64>, takesSign: Bool)
  case average
  case norm(Double)
  case soft(temperature: Double, weightsConstant: Bool)
}
