/// The way out of the one thing that value-only float maxima cannot decide: which of +0 and −0 came first in a window.
/// As soon as a row holds a −0, the pass goes on with accumulators that carry indices.
struct Promotion {
  var target: FoldSet
  /// Whether a row holds −0.
  let isNeeded: (_ samples: UnsafeRawPointer, _ count: Int) -> Bool
  /// Value accumulators as candidates that precede all later samples: no −0 was among theirs.
  let convert: (_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer, _ count: Int) -> Void

  init<V: BinaryFloatingPoint & Sample, Bits: FixedWidthInteger>(
    to target: FoldSet, of value: V.Type, negativeZero: Bits
  ) {
    precondition(MemoryLayout<V>.size == MemoryLayout<Bits>.size)
    self.target = target
    isNeeded = { samples, count in
      let bits = samples.assumingMemoryBound(to: Bits.self)
      var found: Bits = 0
      for i in 0..<count { found |= bits[i] == negativeZero ? 1 : 0 }
      return found != 0
    }
    convert = { from, to, count in
      let values = from.assumingMemoryBound(to: V.self)
      let winners = to.assumingMemoryBound(to: Winner<V>.self)
      for i in 0..<count { winners[i] = Winner(value: values[i], index: -1) }
    }
  }
}
