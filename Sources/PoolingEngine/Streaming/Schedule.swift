/// How a pooling of planes in memory is carried out. No schedule changes a byte of the result.
public struct Schedule: Hashable, Sendable {
  /// Rows handed to the engine at a time; nil: what suits the cache.
  public var stripHeight: Int?
  /// Workers; each pools a range of output rows, a window is never shared.
  public var threads: Int
  /// The most that vector kernels may use; what the processor lacks is left out.
  public var instructionSet: InstructionSet

  public init(stripHeight: Int? = nil, threads: Int = 1, instructionSet: InstructionSet = .best) {
    self.stripHeight = stripHeight
    self.threads = threads
    self.instructionSet = instructionSet
  }
}
