internal import CKernels

/// The vector instructions that there are kernels for. Results are the same under each.
public enum InstructionSet: String, Hashable, Sendable, CaseIterable, Comparable {
  /// What every processor of the architecture has (SSE2 on x86-64, NEON on arm64).
  case baseline
  case avx2

  public var isSupported: Bool {
    switch self {
    case .baseline: true
    case .avx2: ckernels_has_avx2()
    }
  }

  /// The widest that this processor supports.
  public static let best: InstructionSet = allCases.last { $0.isSupported } ?? .baseline

  private var rank: Int { InstructionSet.allCases.firstIndex(of: self) ?? 0 }

  public static func < (a: InstructionSet, b: InstructionSet) -> Bool { a.rank < b.rank }
}
