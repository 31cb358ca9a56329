extension PoolingPlan {
  /// The same plan for another plane, where windows differ by plane: its random numbers are others.
  ///
  /// - Parameter layer: what the plan was made of; the numbers of all planes have been checked.
  func ofPlane(_ plane: Int, _ layer: Pooling, _ instructionSet: InstructionSet) -> PoolingPlan {
    guard layer.windowing.variesByPlane, plane > 0 else { return self }
    do {
      return try PoolingPlan(
        layer, format: format, orientation: .upright, alpha: nil, forms: forms, plane: plane,
        instructionSet: instructionSet)
    } catch {
      preconditionFailure(
        "planes of one size differ in their random numbers only, and those were checked: \(error)")
    }
  }
}
