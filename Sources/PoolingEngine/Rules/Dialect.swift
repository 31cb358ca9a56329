/// Whose rules a pooling follows where the frameworks disagree: divisors, ties, NaN, −∞, limits.
public struct Dialect: Hashable, Sendable, CaseIterable, CustomStringConvertible {
  /// The name on the command line and in reports.
  public let name: String

  private init(name: String) { self.name = name }

  /// PyTorch 2.13 on a CPU.
  public static let torch = Dialect(name: "torch")
  /// TensorFlow 2.21 on a CPU.
  public static let tensorflow = Dialect(name: "tensorflow")
  /// ONNX operators as ONNX Runtime 1.32 computes them on a CPU.
  public static let onnx = Dialect(name: "onnx")

  public static let allCases: [Dialect] = [.torch, .tensorflow, .onnx]

  /// The dialect of that name, if there is one.
  public init?(named name: String) {
    guard let found = Dialect.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  public var description: String { name }
}
