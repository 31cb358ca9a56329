/// Writes samples with commas between them.
struct RowText: SampleRow.Visitor {
  enum Style {
    case csv, json
  }

  var text: [UInt8] = []
  private let style: Style

  init(_ style: Style) { self.style = style }

  mutating func visit<S: DumpSample>(_ sample: (Int) -> S, count: Int) {
    for i in 0..<count {
      if i > 0 { text.append(UInt8(ascii: ",")) }
      switch style {
      case .csv: sample(i).appendText(to: &text)
      case .json: sample(i).appendJSON(to: &text)
      }
    }
  }
}
