internal import PoolingEngine

extension Inspection {
  /// The window for a terminal, several lines.
  public var text: String {
    var lines = [
      "\(operation), \(dialect): output row \(rows.window), column \(columns.window) of "
        + "\(outputSize.height) x \(outputSize.width), from \(inputSize.height) x \(inputSize.width) "
        + "\(sampleType.rawValue)"
    ]
    if layersBefore > 0 {
      lines.append("over the result of \(layersBefore) layer\(layersBefore == 1 ? "" : "s") before it")
    }
    lines.append("rows     \(rows.text)")
    lines.append("columns  \(columns.text)")
    if orientation != .upright {
      lines.append("stored   turned (EXIF orientation \(orientation.rawValue)); places are upright")
    }
    lines.append("read     \(rowsRead) of \(storedRows) rows")
    for channel in channels {
      lines += ["", "channel \(channel.channel)"] + grid(channel, \.cell) + channel.places(orientation)
      if channel.explanation.divisorRule == .alpha || channel.explanation.divisorRule == .softmaxWeights {
        lines += ["weights"] + grid(channel) { $0.value == nil ? "" : "\($0.weight)" }
      }
      lines += channel.lines(isLinearLight)
    }
    return lines.joined(separator: "\n")
  }

  /// More rows or columns of taps are not shown.
  private static let shownTaps = 16

  /// The taps as a table, with the places at its head and side.
  private func grid(_ channel: Channel, _ cell: (InspectedTap) -> String) -> [String] {
    let (high, wide) = (rows.taps.count, columns.taps.count)
    guard high > 0, wide > 0 else { return ["  no taps"] }
    let (shownRows, shownColumns) = (min(high, Self.shownTaps), min(wide, Self.shownTaps))
    // The taps' own places: fractional windows differ by channel.
    var cells = [[""] + channel.taps.prefix(shownColumns).map { "\($0.column)" }]
    for row in 0..<shownRows {
      cells.append(
        ["\(channel.taps[row * wide].row)"] + (0..<shownColumns).map { cell(channel.taps[row * wide + $0]) })
    }
    let widths = cells[0].indices.map { column in cells.reduce(0) { max($0, $1[column].count) } }
    var lines = cells.map { line in
      var text =
        "  "
        + zip(line, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
      while text.hasSuffix(" ") { text.removeLast() }
      return text
    }
    if shownRows < high || shownColumns < wide {
      lines.append("  \(high) x \(wide) taps in all; --json lists them")
    }
    return lines
  }
}

extension InspectedAxis {
  fileprivate var text: String {
    var text = "window \(window) of \(windows) over \(length):"
    guard let first = taps.first, let last = taps.last else { return text + " no taps" }
    let step = taps.count > 1 ? taps[1].place - first.place : 1
    text += taps.count == 1 ? " place \(first.place)" : " places \(first.place) to \(last.place)"
    if step > 1 { text += " in steps of \(step)" }
    let border = taps.count { $0.kind == .border }
    for (count, name) in [
      (paddingTaps, "in the padding"), (overhangTaps, "overhang"), (border, "in the border"),
    ]
    where count > 0 {
      text += ", \(count) \(name)"
    }
    if unitWeight > 1 || taps.contains(where: { $0.weight != 1 }) {
      let shown = taps.prefix(32).map { "\($0.weight)" }.joined(separator: " ")
      text += ", weights \(shown)\(taps.count > 32 ? " …" : "") where a whole sample has \(unitWeight)"
    }
    return text
  }
}

extension InspectedTap {
  /// The value; `*` wins, `=` equals the winner, `b` lies in a filled border.
  fileprivate var cell: String {
    guard let value else { return kind == .overhang ? "over" : "pad" }
    return "\(value)" + (kind == .border ? "b" : "") + (wins ? "*" : ties ? "=" : "")
  }
}

extension Inspection.Channel {
  /// Where the first and the last sample are stored, if that is elsewhere.
  fileprivate func places(_ orientation: Orientation) -> [String] {
    let samples = taps.filter { $0.storedRow != nil && $0.kind == .sample }
    guard let first = samples.first, let last = samples.last else { return [] }
    return [first, last].prefix(samples.count).map { tap in
      "stored   \(tap.row),\(tap.column) is at \(tap.storedRow ?? 0),\(tap.storedColumn ?? 0)"
    }
  }

  fileprivate func lines(_ isLinearLight: Bool) -> [String] {
    var lines: [String] = []
    if let winner = taps.first(where: \.wins) {
      lines.append("winner   \(winner.row),\(winner.column), marked *: \(explanation.reason)")
      let ties = taps.count(where: \.ties)
      if ties > 0 { lines.append("ties     \(ties), marked =") }
    } else if explanation.sum == nil {
      lines.append("rule     \(explanation.reason)")
    }
    if let sum = explanation.sum {
      lines.append("sum      \(sum)")
      lines.append("rule     \(explanation.reason)")
      if let divisor = explanation.divisor, explanation.divisorRule == .softmaxWeights {
        lines.append("divisor  \(divisor), the sum of the weights before it")
      }
      lines.append("exact    \(quotient)")
    } else if case .quotient = explanation.exact {
      lines.append("exact    \(explanation.exact)")
    }
    lines.append("result   \(explanation.result) (\(explanation.resultType.rawValue))")
    if let rounded = explanation.rounded, let type = explanation.pictureType {
      lines.append(
        "rounded  \(rounded) (\(type.rawValue), \(explanation.rounding.rawValue)), \(isLinearLight ? "light that a picture codes again" : "as a picture holds it")"
      )
    }
    if !agrees {
      let picture = engineRounded.map { ", rounded \($0)" } ?? ""
      lines.append(
        "ENGINE   gives \(engineResult)\(picture): it and this explanation differ, which is a fault of this program"
      )
    } else if !engineResult.isSame(as: explanation.result) || engineRounded != explanation.rounded {
      let picture = engineRounded.map { ", rounded \($0)" } ?? ""
      lines.append("engine   \(engineResult)\(picture): the same up to the order of additions and powers")
    }
    for answer in dialects where answer.outcome != .same {
      let name = answer.dialect.name
      switch answer.outcome {
      case .refused: lines.append("\(name): refuses the layer: \(answer.reason)")
      default:
        let rounded = answer.rounded.map { ", rounded \($0)" } ?? ""
        let type =
          answer.resultType == explanation.resultType ? "" : " (\(answer.resultType?.rawValue ?? ""))"
        lines.append("\(name): \(answer.result.map { "\($0)" } ?? "")\(type)\(rounded): \(answer.reason)")
      }
    }
    let same = dialects.filter { $0.outcome == .same }.map(\.dialect.name)
    if !same.isEmpty { lines.append("\(same.joined(separator: ", ")): the same") }
    return lines
  }

  /// The division, and what comes of it; of a norm and of softmax weights only that.
  private var quotient: String {
    guard case .real = explanation.exact, let sum = explanation.sum, let divisor = explanation.divisor else {
      return "\(explanation.exact)"
    }
    switch explanation.divisorRule {
    case .realTaps, .realAndPaddingTaps, .override, .areaWeights:
      return "\(sum)/\(divisor) = \(explanation.exact)"
    default: return "\(explanation.exact)"
    }
  }
}
