internal import FeatureMaps
public import PoolingEngine

/// Layers as JSON text, for programs that call the library: a layer, an array of layers, or an object with that array as `layers`.
/// Each is an object with `op` and the options of the command line by their names (`docs/json.md`).
public enum LayerList {
  /// - Throws: ``ImagePoolError`` of kind `invalid_argument` for what is no layer, `geometry` for what the dialect refuses whatever
  ///   the input's size.
  public static func poolings(json text: [UInt8]) throws(ImagePoolError) -> [Pooling] {
    let value: JSONValue
    do throws(FeatureMapError) { value = try JSONValue(parsing: text) } catch {
      throw ImagePoolError(.invalidArgument, "the layers are no JSON: \(error.message)", remedy: remedy)
    }
    return try poolings(value)
  }

  static func poolings(_ value: JSONValue) throws(ImagePoolError) -> [Pooling] {
    let layers = value.elements ?? value["layers"]?.elements ?? (value["op"] == nil ? [] : [value])
    guard !layers.isEmpty else {
      throw ImagePoolError(.invalidArgument, "there are no layers", remedy: remedy)
    }
    var result: [Pooling] = []
    for (number, layer) in layers.enumerated() {
      do throws(ImagePoolError) {
        result.append(try LayerDescription(layer).pooling())
      } catch {
        guard layers.count > 1 else { throw error }
        var error = error
        error.message = "layer \(number + 1): \(error.message)"
        throw error
      }
    }
    return result
  }

  private static let remedy = "write {\"op\": \"max\", \"kernel\": 2}"
}
