public import PoolingEngine

/// What kind of numbers a generated picture holds.
public enum SampleKind: String, CaseIterable, Sendable {
  /// Over the whole range of an integer type; floats in ±1.
  case noise
  /// A handful of small integers, among them both zeros: many ties.
  case ties
  /// Floats with NaN (of several payloads), ±∞, both zeros and magnitudes from 1e-30 to 1e30; integers: the extremes.
  case wild
  /// Floats whose magnitudes differ widely, all finite; integers as noise, but int64 within ±2⁴⁰, so that no sum wraps.
  case wide
  /// Floats as `wide` with a NaN or an infinity here and there, so that many windows hold none; integers as noise.
  case sparse
  /// One value everywhere.
  case constant
  /// Grows from sample to sample.
  case ramp
}

extension TestSample where Self: FixedWidthInteger {
  public static func random(_ kind: SampleKind, using random: inout SeededRandom) -> Self {
    switch kind {
    case .ties: return Self(random.int(0...3)) &- (Self.isSigned ? 2 : 0)
    case .wild:
      return random.chance(3) ? .min : random.chance(2) ? .max : Self(truncatingIfNeeded: random.next())
    case .wide where Self.bitWidth == 64:
      return Self(truncatingIfNeeded: random.int(-(1 << 40)...(1 << 40)))
    case .noise, .wide, .sparse, .constant, .ramp:
      return Self(truncatingIfNeeded: random.next())
    }
  }
}

extension TestSample where Self: BinaryFloatingPoint {
  /// A NaN with a sign and a payload, which must not leave the engine.
  private static var payloadNaN: Self { -Self(Double(nan: 5, signaling: false)) }

  public static func random(_ kind: SampleKind, using random: inout SeededRandom) -> Self {
    switch kind {
    case .ties: return random.pick([-2, -1, -0.0, 0, 0, 1])
    case .noise, .constant, .ramp: return Self(2 * random.unit() - 1)
    case .wide: return wide(using: &random)
    case .sparse:
      return random.chance(60) ? random.pick([.nan, .infinity, -.infinity, -0.0]) : wide(using: &random)
    case .wild:
      switch random.int(0...15) {
      case 0: return -.infinity
      case 1: return .infinity
      case 2: return .nan
      case 3: return Self.payloadNaN
      case 4: return -0.0
      case 5: return 0
      default: return wide(using: &random)
      }
    }
  }

  private static func wide(using random: inout SeededRandom) -> Self {
    // float16 ends at 65504 and at 6e-8.
    let power = Self.type == .float16 ? random.int(-7...5) : random.int(-30...30)
    var value = 2 * random.unit() - 1
    for _ in 0..<power.magnitude { value = power < 0 ? value / 10 : value * 10 }
    return Self(value)
  }
}

extension Planes where S: TestSample {
  /// A generated picture.
  public static func random(
    _ kind: SampleKind, channels: Int, size: Size, using random: inout SeededRandom
  ) -> Planes {
    let value = S.random(kind, using: &random)
    var planes = Planes(channels: channels, size: size, repeating: value)
    guard kind != .constant else { return planes }
    var number = 0
    for channel in 0..<channels {
      for row in 0..<size.height {
        for column in 0..<size.width {
          planes[channel, row, column] =
            kind == .ramp ? S.clamping(Double(number % 251)) : S.random(kind, using: &random)
          number += 1
        }
      }
    }
    return planes
  }
}
