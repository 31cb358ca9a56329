internal import PoolingEngine

// Maxima and minima: a scan in row-major order.
extension WindowArithmetic {
  func selection(isMinimum: Bool) -> WindowExplanation {
    type.isFloatingPoint ? realSelection(isMinimum: isMinimum) : integerSelection(isMinimum: isMinimum)
  }

  private func integerSelection(isMinimum: Bool) -> WindowExplanation {
    let numbers = taps.map { tap -> Int128 in
      if case .integer(let number) = tap.value { Int128(number) } else { 0 }
    }
    guard let winner = first(of: numbers, isMinimum: isMinimum) else {
      let range = InspectedNumber.range(of: type)
      let start = isMinimum ? range.upperBound : range.lowerBound
      return explained(
        exact: .integer(start), result: .integer(start),
        reason: "no tap has a value, which leaves what the search starts from")
    }
    let ties = numbers.indices.filter { $0 > winner && numbers[$0] == numbers[winner] }
    return explained(
      exact: .integer(numbers[winner]), result: .integer(numbers[winner]),
      reason: Self.reason(ties, isMinimum), winner: winner, ties: ties)
  }

  private func realSelection(isMinimum: Bool) -> WindowExplanation {
    let numbers = taps.map(\.value.double)
    let nans = numbers.indices.filter { numbers[$0].isNaN }
    func given(
      _ number: Double, _ reason: String, winner: Int? = nil, ties: [Int] = []
    ) -> WindowExplanation {
      let number = InspectedNumber.real(number, type).converted(to: type)
      return explained(exact: number, result: number, reason: reason, winner: winner, ties: ties)
    }
    if dialect == .torch, let last = nans.last {
      return given(
        .nan, "NaN wins, and of several the last one has the place", winner: last,
        ties: Array(nans.dropLast()))
    }
    if dialect == .onnx, nans.first == 0 {
      return given(.nan, "the first tap is NaN, and it wins from there", winner: 0)
    }
    // Whatever else is NaN is passed over.
    let places = numbers.indices.filter { !numbers[$0].isNaN }
    let passed =
      nans.isEmpty ? "" : "NaN is passed over\(dialect == .onnx ? ", as it is not the first tap" : ""); "
    let start = isMinimum ? Double.infinity : -Double.infinity
    let found = first(of: places.map { numbers[$0] }, isMinimum: isMinimum).map { places[$0] }
    // TensorFlow's search starts from the last finite number, so an infinity of that sign does not count.
    if dialect == .tensorflow, found.map({ numbers[$0] == start }) ?? true {
      let limit = InspectedNumber.greatestFinite(of: type)
      return given(
        isMinimum ? limit : -limit,
        passed
          + "nothing beats the \(isMinimum ? "greatest" : "lowest") finite number, from which the search starts"
      )
    }
    guard let winner = found else {
      return given(start, passed + "no tap has a value, which leaves what the search starts from")
    }
    let ties = places.filter { $0 > winner && numbers[$0] == numbers[winner] }
    return given(numbers[winner], passed + Self.reason(ties, isMinimum), winner: winner, ties: ties)
  }

  /// The place of the greatest or least, the first of equals. Zeros of both signs are equal.
  private func first<T: Comparable>(of numbers: [T], isMinimum: Bool) -> Int? {
    var best: Int?
    for place in numbers.indices {
      guard let known = best else {
        best = place
        continue
      }
      if isMinimum ? numbers[place] < numbers[known] : numbers[place] > numbers[known] { best = place }
    }
    return best
  }

  private static func reason(_ ties: [Int], _ isMinimum: Bool) -> String {
    let name = isMinimum ? "least" : "greatest"
    return ties.isEmpty ? "the \(name) sample" : "the first of \(ties.count + 1) \(name) samples"
  }
}
