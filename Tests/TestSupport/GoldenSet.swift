public import FeatureMaps
internal import Foundation

/// The repository's copy of the golden set: results that PyTorch, TensorFlow, ONNX Runtime, scikit-image, Pillow and
/// OpenCV gave (`Golden/README.md`).
public enum GoldenSet {
  /// All cases, read once.
  public static let manifest: GoldenManifest = {
    do {
      return try GoldenManifest(cases: bytes(of: "cases.json"), tensors: bytes(of: "tensors.safetensors"))
    } catch {
      fatalError("the golden set in Tests/TestSupport/Golden cannot be read: \(error)")
    }
  }()

  /// The cases of some operators, in the manifest's order.
  public static func cases(of operations: Set<String>) -> [GoldenCase] {
    manifest.cases.filter { operations.contains($0.operation) }
  }

  /// A file of the set.
  public static func bytes(of file: String) throws -> [UInt8] {
    let folder = Bundle.module.resourceURL?.appendingPathComponent("Golden")
    guard let folder else {
      throw FeatureMapError(.unreadable, "the folder Golden is not among the resources")
    }
    return [UInt8](try Data(contentsOf: folder.appendingPathComponent(file)))
  }
}
