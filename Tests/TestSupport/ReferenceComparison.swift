public import PoolingEngine

/// Differences of two sets of planes from their definitions, one sample and one window after the other. Slow.
public struct ReferenceComparison {
  public private(set) var differing = 0
  public private(set) var maximum = 0.0
  public private(set) var mean = 0.0
  public private(set) var rootMeanSquare = 0.0
  public private(set) var psnr = Double.infinity
  /// Nil where no window fits.
  public private(set) var ssim: Double?
  /// Channel, row, column: the first in the order of rows, columns, channels.
  public private(set) var first: [Int]?

  public init(_ a: Planes<Double>, _ b: Planes<Double>, dataRange: Double) {
    let count = Double(a.samples.count)
    var squares = 0.0
    for row in 0..<a.size.height {
      for column in 0..<a.size.width {
        for channel in 0..<a.channels {
          let difference = abs(a[channel, row, column] - b[channel, row, column])
          if difference > 0, first == nil { first = [channel, row, column] }
          differing += difference > 0 ? 1 : 0
          maximum = max(maximum, difference)
          mean += difference / count
          squares += difference * difference / count
        }
      }
    }
    rootMeanSquare = squares.squareRoot()
    if squares > 0 { psnr = 10 * Self.log10(dataRange * dataRange / squares) }
    ssim = Self.ssim(a, b, dataRange)
  }

  private static func ssim(_ a: Planes<Double>, _ b: Planes<Double>, _ range: Double) -> Double? {
    let (height, width) = (a.size.height - 6, a.size.width - 6)
    guard height > 0, width > 0 else { return nil }
    let (c1, c2) = (0.0001 * range * range, 0.0009 * range * range)
    var sum = 0.0
    for channel in 0..<a.channels {
      for top in 0..<height {
        for left in 0..<width {
          var taps: [(x: Double, y: Double)] = []
          for row in top..<(top + 7) {
            for column in left..<(left + 7) {
              taps.append((a[channel, row, column], b[channel, row, column]))
            }
          }
          let mx = taps.reduce(0) { $0 + $1.x } / 49
          let my = taps.reduce(0) { $0 + $1.y } / 49
          let vx = taps.reduce(0) { $0 + ($1.x - mx) * ($1.x - mx) } / 48
          let vy = taps.reduce(0) { $0 + ($1.y - my) * ($1.y - my) } / 48
          let cov = taps.reduce(0) { $0 + ($1.x - mx) * ($1.y - my) } / 48
          sum += ((2 * mx * my + c1) * (2 * cov + c2)) / ((mx * mx + my * my + c1) * (vx + vy + c2))
        }
      }
    }
    return sum / Double(height * width * a.channels)
  }

  /// By halving and doubling: x = m·2ᵉ, and digit after digit of log₂ m from its squares.
  private static func log10(_ x: Double) -> Double {
    var (mantissa, result, digit) = (x.significand, Double(x.exponent), 0.5)
    for _ in 0..<60 {
      mantissa *= mantissa
      if mantissa >= 2 {
        mantissa /= 2
        result += digit
      }
      digit /= 2
    }
    return result * 0.301_029_995_663_981_2
  }
}
