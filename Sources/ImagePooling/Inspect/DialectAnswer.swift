public import PoolingEngine

/// What another framework's rules give for an inspected output sample.
public struct DialectAnswer: Equatable, Sendable {
  /// How it compares with the layer's own dialect.
  public enum Outcome: String, Hashable, Sendable {
    /// The same number, and the same sample of a picture; the element type may be another.
    case same
    /// Another number, or another sample of a picture.
    case different
    /// The framework does not take the layer, or gives another output size.
    case refused
  }

  /// Whose rules these are; never the layer's own.
  public var dialect: Dialect
  public var outcome: Outcome
  /// In the element type that this dialect gives; nil if it refuses the layer.
  public var result: InspectedNumber?
  public var resultType: SampleType?
  /// The sample of a picture, where there is one.
  public var rounded: Int?
  /// The rule that decided, or why the layer is refused.
  public var reason: String
}

extension DialectAnswer {
  /// Why a dialect does not take a layer, or takes it to another size; nil if it does neither.
  ///
  /// - Parameters:
  ///   - layer: with the dialect in question.
  ///   - size: of what is pooled, upright.
  ///   - windows: how many the layer's own dialect gives.
  static func refusal(
    of layer: Pooling, _ size: Size, plane: Int, _ type: SampleType, windows: Size
  ) -> String? {
    do throws(PoolingError) {
      let output = try layer.geometry(of: size, plane: plane, sampleType: type).output
      return output == windows ? nil : "its output has \(output.height) rows and \(output.width) columns"
    } catch {
      return error.message
    }
  }
}
