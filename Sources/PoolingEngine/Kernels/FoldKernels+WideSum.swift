internal import CKernels

extension FoldKernels {
  /// The kernels of sums of words in 32 bits: 16-bit samples, or bytes times bytes.
  static func wordSum(_ instructionSet: InstructionSet) -> FoldKernels {
    instructionSet >= .avx2 && InstructionSet.avx2.isSupported ? avx2WordSum : baselineWordSum
  }

  private static let baselineWordSum = FoldKernels(IntegerSum<UInt16, UInt32>.self)

  private static let avx2WordSum: FoldKernels = {
    #if arch(x86_64)
      var kernels = baselineWordSum
      @Sendable func add(_ input: Input, _ sums: Accumulators, _ row: RowContext, replaces: Bool) {
        ckernels_sum_row_u16_u32_avx2(
          input.assumingMemoryBound(to: UInt16.self), UInt32(truncatingIfNeeded: row.weight), replaces,
          sums.assumingMemoryBound(to: UInt32.self), row.count)
      }
      kernels.lift = { add($0, $1, $2, replaces: true) }
      kernels.absorb = { add($0, $1, $2, replaces: false) }
      return kernels
    #else
      return baselineWordSum
    #endif
  }()

  /// These sums in 32 bits, which hold a window's rows, with columns that are summed in 64 bits, which hold the whole window.
  var withWideColumns: FoldKernels {
    var kernels = self
    kernels.foldedStride = MemoryLayout<Int64>.stride
    kernels.foldColumns = { row, out, plan, scratch in
      let count = plan.inputWidth * plan.channels
      let narrow = row.assumingMemoryBound(to: UInt32.self)
      let wide = scratch.assumingMemoryBound(to: Int64.self)
      for i in 0..<count { wide[i] = Int64(narrow[i]) }
      ColumnLoops<IntegerSum<Int64, Int64>>.fold(
        UnsafePointer(wide), into: out.assumingMemoryBound(to: Int64.self), plan, scratch: wide + count)
    }
    return kernels
  }
}
