public import PoolingEngine

/// Holds the engine against the reference and says the first difference.
public enum EngineCheck {
  /// Pools planes by engine and reference. Max and min: values alone, and values with indices, bit for bit. Average and sum:
  /// in each of `types`; integers' sums exactly, floats' in the stated order where there is one, else within the argued
  /// bound. Median: bit for bit, but for the sign of a zero. Lp and soft: within their argued bounds.
  ///
  /// - Returns: what differs, nil if nothing does.
  public static func difference<S: TestSample>(
    _ layer: ReferencePooling, _ input: Planes<S>, as types: [SampleType]? = nil,
    schedule: Schedule = Schedule()
  ) -> String? {
    do {
      let types = types ?? resultTypes(of: S.self)
      let difference: String?
      switch layer.operation {
      case .max, .min: difference = try maximumDifference(layer, input, schedule)
      case .average, .sum: difference = try averageDifference(layer, input, types, schedule)
      case .median where !S.type.isFloatingPoint:
        difference = try medianDifference(layer, input, types, schedule)
      case .median, .lp, .soft:
        difference = try realDifference(layer, input, types, schedule)
      case .attention: difference = "attention takes logits"
      }
      return difference.map { "\(context(layer, input, schedule)): \($0)" }
    } catch {
      return "\(context(layer, input, schedule)): refused: \(error)"
    }
  }

  /// The element types that averages of a type are asked in.
  public static func resultTypes<S: TestSample>(of type: S.Type) -> [SampleType] {
    let others: [SampleType] =
      S.type.isFloatingPoint ? [.float32, .float64] : [.float16, .float32, .float64, .uint8, .int64]
    return others.contains(S.type) ? others : [S.type] + others
  }

  private static func context<S: TestSample>(
    _ layer: ReferencePooling, _ input: Planes<S>, _ schedule: Schedule
  ) -> String {
    "\(layer) of \(input.channels) \(S.type) planes of \(input.size), \(schedule)"
  }

  private static func maximumDifference<S: TestSample>(
    _ layer: ReferencePooling, _ input: Planes<S>, _ schedule: Schedule
  ) throws -> String? {
    guard let values = layer.maxima(input), let indexed = layer.maximaWithIndices(input) else {
      return "the reference refuses"
    }
    let got = try layer.engine(for: input.size)(input, as: S.self, schedule: schedule)
    if let difference = ImageDiff.first(got: got, want: values) { return "values: " + difference }
    let both = try layer.engine(for: input.size).withIndices(input, schedule: schedule)
    if let difference = ImageDiff.first(got: both.values, want: indexed.values) {
      return "values with indices: " + difference
    }
    return ImageDiff.first(got: both.indices, want: indexed.indices).map { "indices: " + $0 }
  }

  private static func averageDifference<S: TestSample>(
    _ layer: ReferencePooling, _ input: Planes<S>, _ types: [SampleType], _ schedule: Schedule
  ) throws -> String? {
    guard let means = layer.means(input) else { return "the reference refuses" }
    for type in types where !isUndefined(layer, input, as: type) {
      func compare<R: TestSample>(_: R.Type) throws -> String? {
        let got = try layer.engine(for: input.size)(input, as: R.self, schedule: schedule)
        return difference(layer, input, got: got, means: means)
      }
      if let difference = try compare(type.testType) { return "as \(type): \(difference)" }
    }
    return nil
  }

  private static func medianDifference<S: TestSample>(
    _ layer: ReferencePooling, _ input: Planes<S>, _ types: [SampleType], _ schedule: Schedule
  ) throws -> String? {
    guard let (size, medians) = layer.integerMedians(input) else { return "the reference refuses" }
    for type in types {
      func compare<R: TestSample>(_: R.Type) throws -> String? {
        let got = try layer.engine(for: input.size)(input, as: R.self, schedule: schedule)
        let values = medians.map { $0.value(as: R.self, rounding: layer.rounding).value }
        guard let want = try? Planes(channels: got.channels, size: size, values) else {
          return "another size"
        }
        return ImageDiff.first(got: got, want: want)
      }
      if let difference = try compare(type.testType) { return "as \(type): \(difference)" }
    }
    return nil
  }

  private static func realDifference<S: TestSample>(
    _ layer: ReferencePooling, _ input: Planes<S>, _ types: [SampleType], _ schedule: Schedule
  ) throws -> String? {
    guard let want = layer.reals(input) else { return "the reference refuses" }
    for type in types {
      func compare<R: TestSample>(_: R.Type) throws -> String? {
        let got = try layer.engine(for: input.size)(input, as: R.self, schedule: schedule)
        return ImageDiff.first(got: got, within: want, rounding: layer.rounding)
      }
      if let difference = try compare(type.testType) { return "as \(type): \(difference)" }
    }
    return nil
  }

  /// The same for an attention, within its argued bound.
  public static func difference<S: TestSample, L: TestSample & BinaryFloatingPoint>(
    _ layer: ReferencePooling, _ input: Planes<S>, logits: Planes<L>, as types: [SampleType]? = nil,
    schedule: Schedule = Schedule()
  ) -> String? {
    do {
      guard let want = layer.reals(input, logits: logits) else { return "the reference refuses" }
      for type in types ?? resultTypes(of: S.self) {
        func compare<R: TestSample>(_: R.Type) throws -> String? {
          let got = try layer.engine(for: input.size)(input, logits: logits, as: R.self, schedule: schedule)
          return ImageDiff.first(got: got, within: want, rounding: layer.rounding)
        }
        if let difference = try compare(type.testType) {
          return "\(context(layer, input, schedule)), as \(type): \(difference)"
        }
      }
      return nil
    } catch {
      return "\(context(layer, input, schedule)): refused: \(error)"
    }
  }

  /// PyTorch's int64 sums wrap, but it has no weighted windows: which sum of theirs would wrap, no rule says.
  private static func isUndefined<S: TestSample>(
    _ layer: ReferencePooling, _ input: Planes<S>, as type: SampleType
  ) -> Bool {
    guard S.type == .int64, type == .int64, layer.dialect == .torch, layer.operation != .sum else {
      return false
    }
    switch layer.windows {
    case .sliding, .adaptive, .global, .fractional, .boundaries: return false
    case .area, .custom: return input.samples.contains { $0.asDouble.magnitude > 0x1p40 }
    }
  }

  /// Compares averages that the engine gave with the reference's.
  public static func difference<S: TestSample, R: TestSample>(
    _ layer: ReferencePooling, _ input: Planes<S>, got: Planes<R>,
    means: (size: Size, means: [ReferenceMean]),
    isOrdered: Bool? = nil
  ) -> String? {
    if S.type.isFloatingPoint, !(isOrdered ?? layer.hasStatedOrder) {
      return ImageDiff.first(got: got, within: means, rounding: layer.rounding)
    }
    var wanted = means.means
    if S.type == R.type, S.type == .int64 || S.type == .int32 {
      wanted = layer.means(input, as: R.type)?.means ?? []
    }
    let values = wanted.map { $0.value(as: R.self, rounding: layer.rounding).value }
    guard let want = try? Planes(channels: got.channels, size: means.size, values) else {
      return "another size"
    }
    return ImageDiff.first(got: got, want: want)
  }
}
