/// |got − want| ≤ absolute + relative · |want|; both 0: exact.
public struct GoldenTolerance: Hashable, Sendable {
  public var relative: Double
  public var absolute: Double

  public init(relative: Double, absolute: Double) {
    self.relative = relative
    self.absolute = absolute
  }

  public static let exact = GoldenTolerance(relative: 0, absolute: 0)
}
