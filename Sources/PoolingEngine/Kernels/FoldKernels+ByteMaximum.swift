internal import CKernels

extension FoldKernels {
  /// The kernels of an 8-bit max, with loops of their own for 2×2 windows over one channel.
  static func byteMaximum(_ instructionSet: InstructionSet) -> FoldKernels {
    usesAVX2(instructionSet) ? avx2ByteMaximum : baselineByteMaximum
  }

  private static func usesAVX2(_ instructionSet: InstructionSet) -> Bool {
    instructionSet >= .avx2 && InstructionSet.avx2.isSupported
  }

  private static let baselineByteMaximum = byteMaximum(pairs: BytePairs.maxima)

  private static let avx2ByteMaximum: FoldKernels = {
    #if arch(x86_64)
      var kernels = byteMaximum { ckernels_max_pairs_u8_avx2($0, $1, $2) }
      kernels.liftPair = { first, second, out, count in
        ckernels_max_rows_u8_avx2(
          first.assumingMemoryBound(to: UInt8.self), second.assumingMemoryBound(to: UInt8.self),
          out.assumingMemoryBound(to: UInt8.self), count)
      }
      return kernels
    #else
      return baselineByteMaximum
    #endif
  }()

  private static func byteMaximum(
    pairs: @escaping (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>, Int) -> Void
  ) -> FoldKernels {
    var kernels = FoldKernels(IntegerMaximum<UInt8>.self)
    let foldColumns = kernels.foldColumns
    kernels.foldColumns = { row, out, plan, scratch in
      guard plan.channels == 1, plan.kernel == 2, plan.stride == 2, plan.dilation == 1 else {
        return foldColumns(row, out, plan, scratch)
      }
      let row = UnsafePointer(row.assumingMemoryBound(to: UInt8.self))
      let out = out.assumingMemoryBound(to: UInt8.self)
      let first = plan.interior.lowerBound
      pairs(row + plan.origin + 2 * first, out + first, plan.interior.count)
      ColumnLoops<IntegerMaximum<UInt8>>.foldEdges(row, into: out, plan)
    }
    return kernels
  }
}
