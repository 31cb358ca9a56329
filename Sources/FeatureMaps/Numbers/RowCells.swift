/// Takes chosen samples as text for reading.
struct RowCells: SampleRow.Visitor {
  /// The places wanted, ascending.
  let places: [Int]
  let digits: Int
  var cells: [DecimalText] = []

  init(places: [Int], digits: Int) {
    self.places = places
    self.digits = digits
  }

  mutating func visit<S: DumpSample>(_ sample: (Int) -> S, count: Int) {
    cells = places.map { place in
      var text: [UInt8] = []
      sample(place).appendText(to: &text)
      return DecimalText(String(decoding: text, as: UTF8.self), digits: digits)
    }
  }
}
