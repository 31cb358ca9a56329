import ImagePooling
import Testing

/// A layer's geometry, and the recipe around it, from the one import that users write.
@Test func recipeOfOneLayer() throws {
  let layer = Pooling(.average(countIncludePad: false), over: .sliding(3, stride: 2, padding: .all(1)))
  let geometry = try layer.geometry(of: Size(height: 5, width: 7))
  #expect(geometry.output == Size(height: 3, width: 4))
  #expect(Recipe.pool(layer).layers == [layer])
}
