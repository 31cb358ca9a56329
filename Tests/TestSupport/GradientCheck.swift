public import PoolingEngine

/// Holds the engine's gradients against the reference's.
public enum GradientCheck {
  /// What came of one comparison.
  public enum Outcome: Sendable {
    /// The engine has no such layer.
    case refused
    /// As many samples were compared; of some, nothing could be said.
    case agrees(samples: Int, uncertain: Int)
    case differs(String)
  }

  /// One layer over random planes.
  ///
  /// - Parameter isExact: the gradient is one of sums of whole numbers, which no order of additions changes.
  public static func outcome<S: TestSample & BinaryFloatingPoint>(
    _ layer: ReferenceGradientLayer, _ input: Planes<S>, logits: Planes<S>, upstream: (Size) -> Planes<S>,
    exactly isExact: Bool, schedule: Schedule
  ) -> Outcome {
    let isDouble = S.type == .float64
    let reference = (0..<input.channels).map {
      ReferenceGradient(layer, size: input.size, plane: $0, isDouble: isDouble)
    }
    let geometry = try? layer.engine.geometry(of: input.size)
    guard let geometry else { return .refused }
    guard let output = reference.first??.output, output == geometry.output else {
      return .differs("\(layer) over \(input.size): the engine's output is \(geometry.output)")
    }
    let upstream = upstream(output)
    var wants: (input: [ReferenceGradientSum], logits: [ReferenceGradientSum]) = ([], [])
    for (number, reference) in reference.enumerated() {
      guard let reference else { return .refused }
      let plane = reference.gradients(
        of: input.doubles(number),
        logits: layer.engine.reduction.takesLogits ? logits.doubles(logits.channels == 1 ? 0 : number) : nil,
        upstream: upstream.doubles(number))
      wants.input += plane.input
      if logits.channels == 1, number > 0 {
        for i in plane.logits.indices { wants.logits[i].add(plane.logits[i]) }
      } else {
        wants.logits += plane.logits
      }
    }
    do {
      if layer.engine.reduction.takesLogits {
        let got = try layer.engine.gradients(
          of: input, logits: logits, upstream: upstream, schedule: schedule)
        return compare(
          [("input", got.input, wants.input), ("logits", got.logits, wants.logits)], exactly: isExact, layer)
      }
      let got = try layer.engine.gradient(of: input, upstream: upstream, schedule: schedule)
      return compare([("input", got, wants.input)], exactly: isExact, layer)
    } catch {
      return .differs("\(layer) over \(input.size): the engine throws \(error)")
    }
  }

  private static func compare<S: TestSample & BinaryFloatingPoint>(
    _ gradients: [(name: String, got: Planes<S>, want: [ReferenceGradientSum])], exactly isExact: Bool,
    _ layer: ReferenceGradientLayer
  ) -> Outcome {
    var (samples, uncertain) = (0, 0)
    for (name, got, want) in gradients {
      guard got.samples.count == want.count else {
        return .differs(
          "\(layer): \(got.samples.count) samples of the gradient of \(name), not \(want.count)")
      }
      for (i, (sample, sum)) in zip(got.samples, want).enumerated() {
        guard !sum.isUncertain else {
          uncertain += 1
          continue
        }
        guard sum.admits(sample, exactly: isExact) else {
          let plane = max(1, got.size.height * got.size.width)
          return .differs(
            "\(layer) over \(got.size): gradient of \(name), plane \(i / plane), row \(i % plane / got.size.width), column "
              + "\(i % got.size.width): got \(sample), want \(sum.sum)")
        }
        samples += 1
      }
    }
    return .agrees(samples: samples, uncertain: uncertain)
  }
}

extension Planes where S: TestSample & BinaryFloatingPoint {
  /// One plane as Doubles.
  public func doubles(_ plane: Int) -> [Double] {
    let count = size.height * size.width
    return samples[plane * count..<(plane + 1) * count].map { Double($0) }
  }
}
