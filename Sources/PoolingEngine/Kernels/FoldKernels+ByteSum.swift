internal import CKernels

extension FoldKernels {
  /// The kernels of sums of bytes in 16 bits.
  static func byteSum(_ instructionSet: InstructionSet) -> FoldKernels {
    instructionSet >= .avx2 && InstructionSet.avx2.isSupported ? avx2ByteSum : baselineByteSum
  }

  /// The kernels of sums of bytes in 32 bits.
  static func wideByteSum(_ instructionSet: InstructionSet) -> FoldKernels {
    instructionSet >= .avx2 && InstructionSet.avx2.isSupported ? avx2WideByteSum : baselineWideByteSum
  }

  private static let baselineByteSum = FoldKernels(IntegerSum<UInt8, UInt16>.self)
  private static let baselineWideByteSum = FoldKernels(IntegerSum<UInt8, UInt32>.self)

  // Weights are below 2¹⁶ and 2³² where the sums of whole windows are, which planning proves.
  private static let avx2ByteSum: FoldKernels = {
    #if arch(x86_64)
      return baselineByteSum.summingRows { rows, weights, rowCount, sums, replaces, count in
        ckernels_sum_rows_u8_u16_avx2(
          rows, weights, rowCount, replaces, sums.assumingMemoryBound(to: UInt16.self), count)
      }.foldingColours {
        $1.foldFewTaps($0, $2) || $1.foldWeightedColours($0, $2, ckernels_fold_columns_u16x3)
      }
    #else
      return baselineByteSum
    #endif
  }()

  private static let avx2WideByteSum: FoldKernels = {
    #if arch(x86_64)
      return baselineWideByteSum.summingRows { rows, weights, rowCount, sums, replaces, count in
        ckernels_sum_rows_u8_u32_avx2(
          rows, weights, rowCount, replaces, sums.assumingMemoryBound(to: UInt32.self), count)
      }.foldingColours { $1.foldWeightedColours($0, $2, ckernels_fold_columns_u32x3) }
    #else
      return baselineWideByteSum
    #endif
  }()

  /// These kernels with a loop that takes several rows of bytes at once.
  private func summingRows(
    _ sum:
      @escaping (
        _ rows: UnsafePointer<UnsafePointer<UInt8>?>, _ weights: UnsafePointer<UInt32>, _ rowCount: Int,
        _ sums: Accumulators, _ replaces: Bool, _ count: Int
      ) -> Void
  ) -> FoldKernels {
    var kernels = self
    kernels.foldRows = RowsAtOnce(most: Int(CKERNELS_ROWS_AT_ONCE)) {
      rows, weights, rowCount, sums, replaces, count in
      // Pointers to bytes and untyped ones are laid out alike.
      rows.withMemoryRebound(to: UnsafePointer<UInt8>?.self, capacity: rowCount) {
        sum($0, weights, rowCount, sums, replaces, count)
      }
    }
    kernels.absorb = { input, sums, row in
      var rows: UnsafePointer<UInt8>? = input.assumingMemoryBound(to: UInt8.self)
      var weight = UInt32(truncatingIfNeeded: row.weight)
      sum(&rows, &weight, 1, sums, false, row.count)
    }
    return kernels
  }

  /// These kernels with a loop for the columns of colours; it says whether the plan is one for it.
  private func foldingColours(
    _ fold: @escaping (_ row: Accumulators, _ plan: ColumnPlan, _ out: Accumulators) -> Bool
  ) -> FoldKernels {
    var kernels = self
    let foldColumns = kernels.foldColumns
    kernels.foldColumns = { row, out, plan, scratch in
      if !fold(row, plan, out) { foldColumns(row, out, plan, scratch) }
    }
    return kernels
  }
}
