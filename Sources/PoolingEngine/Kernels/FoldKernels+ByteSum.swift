internal import CKernels

extension FoldKernels {
  /// The kernels of sums of bytes in 16 bits.
  static func byteSum(_ instructionSet: InstructionSet) -> FoldKernels {
    instructionSet >= .avx2 && InstructionSet.avx2.isSupported ? avx2ByteSum : baselineByteSum
  }

  private static let baselineByteSum = FoldKernels(IntegerSum<UInt8, UInt16>.self)

  private static let avx2ByteSum: FoldKernels = {
    #if arch(x86_64)
      var kernels = baselineByteSum
      let absorb = kernels.absorb
      kernels.absorb = { input, sums, row in
        guard row.weight == 1 else { return absorb(input, sums, row) }
        ckernels_add_row_u8_avx2(
          input.assumingMemoryBound(to: UInt8.self), sums.assumingMemoryBound(to: UInt16.self), row.count)
      }
      kernels.liftPair = { first, second, sums, count in
        ckernels_add_rows_u8_avx2(
          first.assumingMemoryBound(to: UInt8.self), second.assumingMemoryBound(to: UInt8.self),
          sums.assumingMemoryBound(to: UInt16.self), count)
      }
      return kernels
    #else
      return baselineByteSum
    #endif
  }()
}
