import PoolingEngine

extension ReferencePooling {
  /// The picture with its border filled in; itself where nothing is to be filled.
  func filled<S: TestSample>(_ input: Planes<S>, _ plan: Plan) -> Planes<S> {
    guard case .sliding(let sliding) = windows, sliding.border != .dialect else { return input }
    let (top, left) = (plan.border[0], plan.border[1])
    let (height, width) = (input.size.height, input.size.width)
    let size = Size(height: height + top + plan.border[2], width: width + left + plan.border[3])
    var result = Planes(channels: input.channels, size: size, repeating: S.floor)
    for channel in 0..<input.channels {
      for row in 0..<size.height {
        for column in 0..<size.width {
          let y = Self.place(row - top, height, sliding.border)
          let x = Self.place(column - left, width, sliding.border)
          if let y, let x {
            result[channel, row, column] = input[channel, y, x]
          } else if case .constant(let value) = sliding.border {
            result[channel, row, column] = S.clamping(value)
          }
        }
      }
    }
    return result
  }

  /// Where the sample of a place comes from; nil: the constant.
  private static func place(_ place: Int, _ n: Int, _ border: Border) -> Int? {
    if place >= 0 && place < n { return place }
    switch border {
    case .dialect, .constant: return nil
    case .replicate: return place < 0 ? 0 : n - 1
    case .reflect: return place < 0 ? -place : 2 * (n - 1) - place
    }
  }
}
