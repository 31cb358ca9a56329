import FeatureMaps
import PoolingEngine
import TestSupport
import Testing

struct GoldenTests {
  @Test func countsAreThoseOfTheSet() {
    let manifest = GoldenSet.manifest
    #expect(manifest.cases.count == 698)
    let core: Set = [
      "max_pool2d", "avg_pool2d", "max_pool_with_argmax", "global_max_pool", "global_avg_pool",
    ]
    let cases = GoldenSet.cases(of: core)
    #expect(cases.count == 409)
    #expect(cases.count { $0.expectedError != nil } == 15)
    #expect(Set(manifest.cases.map(\.id)).count == 698)
    #expect(manifest.versions["torch"] == "2.13.0+cpu")
  }

  @Test func everyArrayOfTheEnginesTypesIsRead() throws {
    let manifest = GoldenSet.manifest
    #expect(manifest.tensors.entries.count == 2319)
    for entry in manifest.tensors.entries where entry.elementType != .uint64 {
      let tensor = try manifest.tensor(named: entry.name)
      #expect(tensor.shape == entry.shape)
      #expect(tensor.channels == entry.shape.dropLast(2).reduce(1, *))
    }
  }
}
