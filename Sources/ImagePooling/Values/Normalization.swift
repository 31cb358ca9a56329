internal import PoolingEngine

/// Values that a model takes, made of the pooled samples on the way out: y = (x · rescale − mean) / deviation.
///
/// Every operation is one of float32, in this order, as torchvision's `v2.functional.to_dtype(scale=True)` and `normalize` do it:
/// x is converted to float32, multiplied by float32(rescale), float32(mean) is subtracted, the difference divided by
/// float32(deviation); ``element`` `float16` is one more rounding at the end. (torchvision's scale is the product with
/// 1.0/255, not a division by 255; the two differ in the last bit of some values.) An operation that was not asked for is not done.
///
/// ```swift
/// var recipe = Recipe.pool(Pooling(.average, over: .adaptive(224)))
/// recipe.normalization = try Normalization(
///   rescale: 1.0 / 255, mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
/// let planes = try recipe.planes(of: .file("photo.jpg"), as: Float.self)
/// ```
public struct Normalization: Hashable, Sendable {
  /// What the values are delivered as. The raw value is that of `--dtype`.
  public enum Element: String, Hashable, Sendable, CaseIterable {
    case float16, float32

    var sampleType: SampleType { self == .float16 ? .float16 : .float32 }
  }

  /// Why numbers make no normalization.
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String
  }

  /// 1 if nothing is multiplied.
  public let rescale: Double
  /// One number for all channels, or one for each; empty: nothing is subtracted.
  public let mean: [Double]
  /// The same of the divisors.
  public let deviation: [Double]
  public let element: Element

  /// - Throws: ``Refusal`` for a number that is not finite in float32, a deviation that is 0 there, and counts of means and deviations that
  ///   belong to different numbers of channels.
  public init(
    rescale: Double = 1, mean: [Double] = [], deviation: [Double] = [], element: Element = .float32
  ) throws(Refusal) {
    guard ([rescale] + mean + deviation).allSatisfy({ Float($0).isFinite }) else {
      throw Refusal(description: "a rescale, mean or deviation is not finite in float32")
    }
    guard deviation.allSatisfy({ Float($0) != 0 }) else {
      throw Refusal(description: "a deviation of 0 divides by nothing")
    }
    guard mean.count <= 1 || deviation.count <= 1 || mean.count == deviation.count else {
      throw Refusal(
        description:
          "\(mean.count) means and \(deviation.count) deviations; give one of each per channel, or one for all"
      )
    }
    self.rescale = rescale
    self.mean = mean
    self.deviation = deviation
    self.element = element
  }

  /// Only the element type is asked for.
  var isConversion: Bool { rescale == 1 && mean.isEmpty && deviation.isEmpty }

  /// What the engine is asked for where a layer gives `type`: a mere conversion of floats is one rounding, its own.
  func pooledType(_ type: SampleType) -> SampleType {
    isConversion && type.isFloatingPoint ? element.sampleType : type
  }

  /// - Parameter channels: C; of a batch those of one item.
  /// - Throws: ``ImagePoolError`` of kind `geometry` if there are numbers for another count of channels.
  func check(channels: Int) throws(ImagePoolError) {
    for (name, numbers) in [("mean", mean), ("std", deviation)]
    where numbers.count > 1 && numbers.count != channels {
      throw ImagePoolError(
        .geometry,
        "has \(channels) channel\(channels == 1 ? "" : "s"), and --\(name) has \(numbers.count) values",
        remedy: "give --\(name) one value for all channels, or one for each")
    }
  }
}
