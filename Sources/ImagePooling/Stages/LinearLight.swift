internal import PoolingEngine

/// The sRGB curve (IEC 61966-2-1) as integer tables between samples and 16-bit linear light.
///
/// The tables are made with additions, multiplications, divisions and square roots only, so they are the same on every
/// processor. Going to linear light and back gives every 8-bit sample again; of 16-bit samples the darkest, where the
/// curve is steep, can change by some steps.
enum LinearLight {
  static let toLinear8: [UInt16] = (0...255).map { scaled(linear(Double($0) / 255)) }
  static let toLinear16: [UInt16] = (0...65535).map { scaled(linear(Double($0) / 65535)) }
  static let toGamma8: [UInt8] = inverse(levels: 255).map { UInt8($0) }
  static let toGamma16: [UInt16] = inverse(levels: 65535).map { UInt16($0) }

  private static func scaled(_ value: Double) -> UInt16 { UInt16(value * 65535 + 0.5) }

  /// For every linear sample the nearest level of the curve: level s begins where the curve reaches s − ½.
  private static func inverse(levels: Int) -> [Int] {
    var result: [Int] = []
    result.reserveCapacity(65536)
    var level = 0
    var next = linear(0.5 / Double(levels)) * 65535
    for value in 0...65535 {
      while level < levels, Double(value) >= next {
        level += 1
        next = linear((Double(level) + 0.5) / Double(levels)) * 65535
      }
      result.append(level)
    }
    return result
  }

  /// Linear light of a coded value, both 0...1.
  static func linear(_ coded: Double) -> Double {
    if coded <= 0.04045 { return coded / 12.92 }
    let base = (coded + 0.055) / 1.055
    let root = fifthRoot(base)
    return base * base * root * root  // base^(12/5)
  }

  /// Newton's iteration on y⁵ = x; for x in 0.09...1.06 it has converged long before the last step.
  private static func fifthRoot(_ x: Double) -> Double {
    var y = 1.0
    for _ in 0..<12 {
      let fourth = y * y * y * y
      y -= (y * fourth - x) / (5 * fourth)
    }
    return y
  }

  /// Looks samples up in a table, all but alpha.
  ///
  /// - Parameters:
  ///   - table: an entry for every value of `In`.
  ///   - alpha: what becomes of the last of `channels` samples, if that is opacity.
  static func map<In: FixedWidthInteger & UnsignedInteger, Out>(
    _ input: UnsafeBufferPointer<In>, _ output: UnsafeMutableBufferPointer<Out>, channels: Int,
    hasAlpha: Bool,
    by table: [Out], alpha: (In) -> Out
  ) {
    precondition(
      table.count > Int(In.max) && output.count >= input.count, "every sample has an entry and a place")
    table.withUnsafeBufferPointer { table in
      // Numbers of channels that the compiler sees unroll.
      switch (channels, hasAlpha) {
      case (4, true): mapPixels(input, output, 3, table, alpha)
      case (2, true): mapPixels(input, output, 1, table, alpha)
      default: for place in input.indices { output[place] = table[Int(input[place])] }
      }
    }
  }

  @inline(__always)
  private static func mapPixels<In: FixedWidthInteger & UnsignedInteger, Out>(
    _ input: UnsafeBufferPointer<In>, _ output: UnsafeMutableBufferPointer<Out>, _ colours: Int,
    _ table: UnsafeBufferPointer<Out>, _ alpha: (In) -> Out
  ) {
    for start in stride(from: 0, to: input.count, by: colours + 1) {
      for place in start..<(start + colours) { output[place] = table[Int(input[place])] }
      output[start + colours] = alpha(input[start + colours])
    }
  }

  /// Takes rows of linear light and hands the next sink what the curve makes of them.
  ///
  /// - Parameter hasAlpha: the last channel is left as it is (narrowed for 8 bits).
  static func encoder(before sink: any RowSink, as type: SampleType, hasAlpha: Bool) -> SinkStage {
    if type == .uint16 {
      return SinkStage(before: sink, sampleType: .uint16) { input, output, format in
        map(
          input.assumingMemoryBound(to: UInt16.self), output.assumingMemoryBound(to: UInt16.self),
          channels: format.channels, hasAlpha: hasAlpha, by: toGamma16
        ) { $0 }
      }
    }
    return SinkStage(before: sink, sampleType: .uint8) { input, output, format in
      map(
        input.assumingMemoryBound(to: UInt16.self), output.assumingMemoryBound(to: UInt8.self),
        channels: format.channels, hasAlpha: hasAlpha, by: toGamma8
      ) { UInt8((Int($0) + 128) / 257) }
    }
  }
}
