/// Finishes maxima: values as they are, floats with the dialect's floor, first-tap rule and the canonical NaN.
enum MaximumResult {
  /// Integer maxima in their own type.
  static func values<V: FixedWidthInteger & Sample, A>(
    _ value: @escaping (A) -> V, as type: V.Type
  ) -> Finisher.Apply {
    { accumulators, out, context in
      let accumulators = accumulators.assumingMemoryBound(to: A.self)
      let out = out.assumingMemoryBound(to: V.self)
      for i in 0..<context.count { out[i] = value(accumulators[i]) }
      return 0
    }
  }

  /// 16-bit maxima as 8-bit samples of the same meaning.
  static func narrowed<A>(_ value: @escaping (A) -> UInt16, rounding: Rounding) -> Finisher.Apply {
    { accumulators, out, context in
      let accumulators = accumulators.assumingMemoryBound(to: A.self)
      let out = out.assumingMemoryBound(to: UInt8.self)
      for i in 0..<context.count {
        out[i] = UInt8(
          truncatingIfNeeded: Division.quotient(Int32(value(accumulators[i])), 257, rounding: rounding))
      }
      return 0
    }
  }

  /// Float maxima.
  ///
  /// - Parameters:
  ///   - floor: what takes the place of −∞ where a framework starts from the lowest finite number; nil: nothing.
  ///   - usesHead: a NaN that is the window's first tap is the result.
  static func values<V: BinaryFloatingPoint & Sample, A>(
    _ value: @escaping (A) -> V, as type: V.Type, floor: V?, usesHead: Bool
  ) -> Finisher.Apply {
    { accumulators, out, context in
      let accumulators = accumulators.assumingMemoryBound(to: A.self)
      let out = out.assumingMemoryBound(to: V.self)
      for i in 0..<context.count {
        let v = value(accumulators[i])
        out[i] = v != v ? .nan : v
      }
      if let floor {
        for i in 0..<context.count where out[i] == -.infinity { out[i] = floor }
      }
      if usesHead { forEachNaNHead(V.self, context) { i, _ in out[i] = .nan } }
      return 0
    }
  }

  /// The winners' places; −1 for windows without taps.
  static func indices<V: Sample>(of value: V.Type) -> Finisher.Apply {
    { accumulators, out, context in
      let winners = accumulators.assumingMemoryBound(to: Winner<V>.self)
      let out = out.assumingMemoryBound(to: Int64.self)
      for i in 0..<context.count {
        out[i] = winners[i].index == Winner<V>.noIndex ? -1 : Int64(winners[i].index)
      }
      return 0
    }
  }

  /// The winners' places where a NaN that is the first tap wins. A window of NaNs whose first tap is a number cannot
  /// be: that number wins.
  static func indicesWithHead<V: BinaryFloatingPoint & Sample>(of value: V.Type) -> Finisher.Apply {
    let plain = indices(of: value)
    return { accumulators, out, context in
      _ = plain(accumulators, out, context)
      let out = out.assumingMemoryBound(to: Int64.self)
      forEachNaNHead(V.self, context) { i, index in out[i] = Int64(index) }
      return 0
    }
  }

  @inline(__always)
  private static func forEachNaNHead<V: BinaryFloatingPoint & Sample>(
    _ type: V.Type, _ context: FinishContext, _ body: (_ sample: Int, _ index: Int) -> Void
  ) {
    guard let head = context.head?.assumingMemoryBound(to: V.self), let columns = context.headColumns else {
      return
    }
    let pixels = context.count / max(1, context.channels)
    for pixel in 0..<pixels where columns[pixel] >= 0 {
      let column = Int(columns[pixel])
      for channel in 0..<context.channels {
        let tap = head[column * context.channels + channel]
        if tap != tap {
          body(pixel * context.channels + channel, context.headFirstIndex + column * context.indexStep)
        }
      }
    }
  }
}
