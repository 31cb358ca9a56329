/// What reading a file of numbers gave.
public struct TensorReading: Sendable, Equatable {
  public var tensor: Tensor
  /// What a user should know although the tensor is whole: bytes after the data, integers read as float64.
  public var warnings: [String]

  public init(tensor: Tensor, warnings: [String] = []) {
    self.tensor = tensor
    self.warnings = warnings
  }
}
