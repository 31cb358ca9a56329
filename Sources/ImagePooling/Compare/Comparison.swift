public import PoolingEngine

/// How two pictures or tensors of one shape differ, sample by sample.
///
/// Samples are those of the upright picture, interleaved, of palettes what they stand for, 8 or 16 bits; of tensors their
/// own. d is the difference of two samples at one place, N the number of places:
///
/// - ``maximum`` = max |d|, ``mean`` = Σ|d| / N, ``rootMeanSquare`` = √(Σd² / N).
/// - ``psnr`` = 10·log₁₀(R² / (Σd² / N)) decibels, R the ``dataRange``; infinite where no sample differs.
/// - ``ssim``: the structural similarity of Wang, Bovik, Sheikh and Simoncelli (Image quality assessment, IEEE Transactions
///   on Image Processing 13, 2004), with the defaults of scikit-image's `structural_similarity`: windows of 7×7, each tap
///   weighing the same, variances and covariance over 48, K₁ = 0.01, K₂ = 0.03, Cᵢ = (Kᵢ·R)²,
///
///       (2·μa·μb + C₁)·(2·σab + C₂) / ((μa² + μb² + C₁)·(σa² + σb² + C₂)),
///
///   the mean over the windows that lie within the picture, channel by channel, and the mean of the channels.
///
/// Two NaN at one place are equal; so are equal infinities, and −0 and +0. NaN against a number, and an infinity against
/// anything else, differ by infinity, and so do finite numbers whose difference Double cannot hold. Sums of 8- and 16-bit
/// samples are integers and exact; everything else is computed in Double. A difference from an int64 is taken exactly and
/// rounded once; ``ssim`` rounds int64 beyond 2⁵³.
public struct Comparison: Hashable, Sendable {
  /// Upright.
  public let size: Size
  /// Samples per pixel; planes of a tensor, over all axes ahead of rows and columns.
  public let channels: Int
  /// Of the samples that are compared, after channels and depth were made alike.
  public let firstType, secondType: SampleType
  /// Places with other samples.
  public let differing: Int
  /// The largest absolute difference; infinite where a sample is and its counterpart is not.
  public let maximum: Double
  /// The mean of all absolute differences.
  public let mean: Double
  /// The root of the mean of their squares.
  public let rootMeanSquare: Double
  /// The R of ``psnr`` and ``ssim``: what was given, else 255 if one of the two holds uint8 and 65535 if uint16; nil for
  /// other numbers, whose range nobody knows.
  public let dataRange: Double?
  /// Peak signal to noise ratio in decibels: 20·log₁₀(R / ``rootMeanSquare``); infinite if nothing differs.
  public let psnr: Figure
  public let ssim: Figure
  /// Topmost of all, leftmost in its row, lowest channel of its pixel; nil if no sample differs.
  public let firstDifference: FirstDifference?
  /// What decoders complained about, where that was let pass.
  public let warnings: [String]

  /// A number that there is not always.
  public enum Figure: Hashable, Sendable {
    case number(Double)
    /// There is none; why, and what to do, in words.
    case none(because: String)

    /// The number; nil if there is none.
    public var value: Double? { if case .number(let value) = self { value } else { nil } }
    /// Why there is none, a phrase; nil if there is one.
    public var absence: String? { if case .none(let reason) = self { reason } else { nil } }
  }

  /// The samples compared: places times channels.
  public var samples: Int { size.height * size.width * channels }
  /// Every sample equals its counterpart.
  public var isEqual: Bool { differing == 0 }

  /// The side of the windows of ``ssim``.
  static let window = 7
}
