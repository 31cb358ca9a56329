internal import PoolingEngine

/// The samples of one window in one channel, and what the rules of a dialect make of them: nested loops over tens of numbers, shared
/// with nothing in the engine.
struct WindowArithmetic {
  /// A sample as it is pooled.
  enum Value {
    case integer(Int64)
    case real(Double)

    var double: Double {
      switch self {
      case .integer(let number): Double(number)
      case .real(let number): number
      }
    }
  }

  /// A tap that has a value.
  struct Tap {
    /// Its place among the rows' and the columns' taps.
    var row, column: Int
    var value: Value
    /// The product of the axes' weights.
    var weight: Int
    /// Of attention pooling.
    var logit = 0.0
    /// The pixel's alpha; of colours under premultiplied alpha.
    var alpha: Int64 = 0
  }

  /// What alpha is to this channel.
  enum AlphaRole { case none, weighsColour }

  var layer: Pooling
  /// Of the samples; of attention pooling that of the samples with their logits, float64.
  let type: SampleType
  let rows: InspectedAxis
  let columns: InspectedAxis
  /// In row-major order.
  let taps: [Tap]
  let alpha: AlphaRole
  /// Of the picture that would be written.
  let pictureType: SampleType?

  var dialect: Dialect { layer.dialect }
  /// What the engine names as the result's type is part of its interface, not of its arithmetic.
  var resultType: SampleType { layer.resultType(for: type) }

  func explanation() -> WindowExplanation {
    switch layer.reduction.facts {
    case .max: selection(isMinimum: false)
    case .min: selection(isMinimum: true)
    case .average(let includes, let override):
      alpha == .weighsColour ? colourMean() : mean(includes: includes, override: override, isSum: false)
    case .sum: mean(includes: false, override: nil, isSum: true)
    case .median: median()
    case .lp(let norm): norm.isInfinite ? magnitude(greatest: norm > 0) : self.norm(norm)
    case .soft(let temperature, _): softmax(temperature) { $0.value.double }
    case .attention(let temperature): softmax(temperature) { $0.logit }
    }
  }

  /// An explanation with the picture's sample, where there is one.
  func explained(
    exact: InspectedNumber, result: InspectedNumber, reason: String, tolerance: Double = 0,
    sum: InspectedNumber? = nil, divisor: InspectedNumber? = nil,
    rule: WindowExplanation.DivisorRule? = nil, winner: Int? = nil, ties: [Int] = [], shares: [Double] = [],
    zeroHasEitherSign: Bool = false
  ) -> WindowExplanation {
    // A max of a picture's samples is a picture's sample already.
    let isRounded = pictureType != nil && pictureType != resultType
    return WindowExplanation(
      dialect: dialect, winner: winner, ties: ties, sum: sum, divisor: divisor, divisorRule: rule,
      exact: exact, result: result, resultType: resultType,
      rounded: isRounded ? pictureType.map { Int(exact.rounded(layer.rounding, to: $0)) } : nil,
      pictureType: isRounded ? pictureType : nil, rounding: layer.rounding, shares: shares, reason: reason,
      tolerance: tolerance, zeroHasEitherSign: zeroHasEitherSign)
  }

  /// Half a unit in the last place of 1.
  static let unit = 0x1p-53
}
