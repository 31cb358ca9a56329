public import PoolingEngine

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

  /// For every output, row-major, whether its window holds a sample of the input, be it by way of a filled border.
  ///
  /// - Precondition: a constant border's value is below 100.
  public func holds(row: Int, column: Int, of size: Size, plane: Int = 0) -> [Bool]? {
    guard let plan = plan(size, plane: plane) else { return nil }
    var marks = Planes(channels: 1, size: size, repeating: Int32(0))
    marks[0, row, column] = 100
    marks = filled(marks, plan)
    return plan.rows.flatMap { vertical in
      plan.columns.map { horizontal in
        vertical.taps.contains { row in horizontal.taps.contains { marks[0, row, $0] == 100 } }
      }
    }
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
