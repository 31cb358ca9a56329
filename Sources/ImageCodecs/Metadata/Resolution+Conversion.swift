extension Resolution {
  /// As pHYs holds it: per metre, or a ratio. 254 tenths of a millimetre are an inch.
  var forPNG: Resolution? {
    switch unit {
    case .perMetre, .aspectRatio: self
    case .perInch: scaled(by: 10_000, over: 254, .perMetre, most: UInt32(Int32.max))
    case .perCentimetre: scaled(by: 100, over: 1, .perMetre, most: UInt32(Int32.max))
    }
  }

  /// As JFIF holds it, in 16 bits: per inch if that says the same, else per centimetre if that does; per inch
  /// rounded otherwise. `nil` where it does not fit.
  var forJFIF: Resolution? {
    let most = UInt32(UInt16.max)
    switch unit {
    case .perInch, .perCentimetre, .aspectRatio: return scaled(by: 1, over: 1, unit, most: most)
    case .perMetre:
      let perInch = scaled(by: 254, over: 10_000, .perInch, most: most)
      if perInch?.forPNG == self { return perInch }
      if x % 100 == 0, y % 100 == 0 { return scaled(by: 1, over: 100, .perCentimetre, most: most) }
      return perInch
    }
  }

  /// Rounded to the nearest; `nil` if a side comes to nothing or to more than `most`.
  private func scaled(by factor: UInt64, over divisor: UInt64, _ unit: Unit, most: UInt32) -> Resolution? {
    func side(_ value: UInt32) -> UInt32? {
      let result = (UInt64(value) * factor + divisor / 2) / divisor
      return result >= 1 && result <= UInt64(most) ? UInt32(result) : nil
    }
    guard let x = side(x), let y = side(y) else { return nil }
    return Resolution(x: x, y: y, unit: unit)
  }
}
