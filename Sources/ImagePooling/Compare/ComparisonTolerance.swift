extension Comparison {
  /// How different two inputs may be; all that is given must hold. Nothing given: every sample must be equal.
  public struct Tolerance: Hashable, Sendable {
    /// ``Comparison/maximum`` may be as large as this.
    public var maximumAbsolute: Double?
    /// ``Comparison/psnr`` may be as small as this, in decibels.
    public var minimumPSNR: Double?
    /// ``Comparison/ssim`` may be as small as this.
    public var minimumSSIM: Double?

    public init(
      maximumAbsolute: Double? = nil, minimumPSNR: Double? = nil, minimumSSIM: Double? = nil
    ) {
      self.maximumAbsolute = maximumAbsolute
      self.minimumPSNR = minimumPSNR
      self.minimumSSIM = minimumSSIM
    }

    /// Nothing is given: every sample must be equal.
    public var isExact: Bool { maximumAbsolute == nil && minimumPSNR == nil && minimumSSIM == nil }
  }

  /// Whether two inputs are equal enough. `imagepool compare` ends with status 0, 1 or 2.
  public enum Verdict: Hashable, Sendable {
    case equalEnough
    /// What does not hold, a phrase each.
    case different([String])
    /// A tolerance is of a number that there is not; why, a phrase each.
    case undecided([String])
  }

  /// What a tolerance makes of the differences.
  public func verdict(by tolerance: Tolerance) -> Verdict {
    if tolerance.isExact {
      return isEqual ? .equalEnough : .different(["\(differing) of \(samples) samples differ"])
    }
    var failures: [String] = []
    var gaps: [String] = []
    if let allowed = tolerance.maximumAbsolute, !(maximum <= allowed) {
      failures.append("max_abs \(Self.short(maximum)) is above \(Self.short(allowed))")
    }
    for (name, figure, least) in [
      ("psnr", psnr, tolerance.minimumPSNR), ("ssim", ssim, tolerance.minimumSSIM),
    ] {
      guard let least else { continue }
      switch figure {
      case .none(let reason): gaps.append("no \(name): \(reason)")
      case .number(let value) where !(value >= least):
        failures.append("\(name) \(Self.short(value)) is below \(Self.short(least))")
      case .number: break
      }
    }
    if !gaps.isEmpty { return .undecided(gaps) }
    return failures.isEmpty ? .equalEnough : .different(failures)
  }
}
