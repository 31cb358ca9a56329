public import PoolingEngine

/// Code that is generic over the element type, for use with ``AnyPlanes/accept(_:)`` and ``Tensor/withPlanes(_:)``.
public protocol PlanesVisitor {
  associatedtype Output
  associatedtype Failure: Error = Never

  mutating func visit<S: Sample>(_ planes: Planes<S>) throws(Failure) -> Output
}
