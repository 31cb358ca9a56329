public import PoolingEngine

/// Where two pictures differ.
public enum ImageDiff {
  /// The first sample whose bits differ, with its neighbourhood in both; nil if there is none. A NaN equals only the same
  /// NaN, −0 only −0.
  public static func first<R: TestSample>(got: Planes<R>, want: Planes<R>) -> String? {
    guard got.size == want.size, got.channels == want.channels else {
      return "got \(got.channels) planes of \(got.size), want \(want.channels) of \(want.size)"
    }
    return first(got: got) { $0.bits == want.samples[$1].bits ? nil : show(want.samples[$1]) }
      .map { $0 + "\nwant:" + neighbourhood(want, $0) }
  }

  /// The first sample that is outside its interval; see ``ReferenceMean/interval(as:rounding:)``. Zeros of either sign
  /// are equal here.
  public static func first<R: TestSample>(
    got: Planes<R>, within means: (size: Size, means: [ReferenceMean]), rounding: Rounding
  ) -> String? {
    guard got.size == means.size, got.samples.count == means.means.count else {
      return "got \(got.channels) planes of \(got.size), want planes of \(means.size)"
    }
    let nan = R.rounding(.nan, .halfEven).value
    return first(got: got) { value, index in
      guard let (low, high) = means.means[index].interval(as: R.self, rounding: rounding) else {
        return value.bits == nan.bits ? nil : "the NaN"
      }
      return value >= low && value <= high ? nil : "\(show(low)) ... \(show(high))"
    }
  }

  /// The first sample that is none of those allowed.
  public static func first<R: TestSample>(
    got: Planes<R>, within reals: (size: Size, values: [ReferenceReal]), rounding: Rounding
  ) -> String? {
    guard got.size == reals.size, got.samples.count == reals.values.count else {
      return "got \(got.channels) planes of \(got.size), want planes of \(reals.size)"
    }
    return first(got: got) { value, index in
      let real = reals.values[index]
      if real.allows(value, rounding: rounding) { return nil }
      return "\(real.low) ... \(real.high)\(real.allowsNaN ? " or NaN" : "") (exact \(real.exact.rounded))"
    }
  }

  private static func first<R: TestSample>(got: Planes<R>, unlike: (R, Int) -> String?) -> String? {
    let plane = got.size.height * got.size.width
    for (index, value) in got.samples.enumerated() {
      guard let want = unlike(value, index) else { continue }
      let (channel, row, column) = (index / plane, index % plane / got.size.width, index % got.size.width)
      return
        "channel \(channel), row \(row), column \(column) of \(got.size): got \(show(value)), want \(want)\ngot:"
        + neighbourhood(got, index)
    }
    return nil
  }

  private static func show<R: TestSample>(_ value: R) -> String {
    R.type.isFloatingPoint ? "\(value) (0x\(String(value.bits, radix: 16)))" : "\(value)"
  }

  private static func neighbourhood<R: TestSample>(_ planes: Planes<R>, _ index: Int) -> String {
    let plane = planes.size.height * planes.size.width
    let (channel, row, column) = (index / plane, index % plane / planes.size.width, index % planes.size.width)
    var text = ""
    for y in max(0, row - 1)...min(planes.size.height - 1, row + 1) {
      text += "\n "
      for x in max(0, column - 2)...min(planes.size.width - 1, column + 2) {
        text += " \(planes[channel, y, x])"
      }
    }
    return text
  }

  /// The index of the sample named at the start of a description.
  private static func neighbourhood<R: TestSample>(_ planes: Planes<R>, _ description: String) -> String {
    let numbers = description.split(whereSeparator: { !$0.isNumber }).prefix(3).compactMap { Int($0) }
    guard numbers.count == 3 else { return "" }
    return neighbourhood(
      planes, (numbers[0] * planes.size.height + numbers[1]) * planes.size.width + numbers[2])
  }
}
