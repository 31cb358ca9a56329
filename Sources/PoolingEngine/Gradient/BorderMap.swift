/// Where the samples of a plane with a filled border come from.
struct BorderMap: Sendable {
  /// The input's row of each row of the enlarged plane; −1 where a constant stands.
  let rows: [Int]
  let columns: [Int]
  let input: Size
  private let constant: Double
  private let isPlain: Bool

  init(_ geometry: Geometry, of type: SampleType) {
    let border = geometry.filledBorder
    input = geometry.input
    isPlain = border.isEmpty
    rows = Self.places(input.height, before: border.top, after: border.bottom, border.border)
    columns = Self.places(input.width, before: border.left, after: border.right, border.border)
    if case .constant(let value) = border.border {
      constant =
        switch type {
        case .float16: Double(Float16(value))
        case .float32: Double(Float(value))
        default: value
        }
    } else {
      constant = 0
    }
  }

  var enlarged: Size { Size(height: rows.count, width: columns.count) }

  private static func places(_ length: Int, before: Int, after: Int, _ border: Border) -> [Int] {
    (-before..<length + after).map { place in
      if (0..<length).contains(place) { return place }
      return switch border {
      case .dialect, .constant: -1
      case .replicate: place < 0 ? 0 : length - 1
      case .reflect: place < 0 ? -place : 2 * (length - 1) - place
      }
    }
  }

  /// The plane with its border.
  func enlarge(_ plane: [Double]) -> [Double] {
    guard !isPlain else { return plane }
    return rows.flatMap { row in
      columns.map { column in row < 0 || column < 0 ? constant : plane[row * input.width + column] }
    }
  }

  /// The gradient of the plane from that of the enlarged one: a copied sample gets what its copies got.
  func fold(_ gradient: [Double]) -> [Double] {
    guard !isPlain else { return gradient }
    var result = [Double](repeating: 0, count: input.height * input.width)
    for (place, row) in rows.enumerated() where row >= 0 {
      for (along, column) in columns.enumerated() where column >= 0 {
        result[row * input.width + column] += gradient[place * columns.count + along]
      }
    }
    return result
  }
}
