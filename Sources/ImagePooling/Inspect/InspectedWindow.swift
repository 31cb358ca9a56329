internal import PoolingEngine

/// A window of one channel before its samples are read.
struct InspectedWindow {
  let layer: Pooling
  let channel: Int
  /// Of what is pooled, upright.
  let size: Size
  let type: SampleType
  /// Of the rows: with logits between the samples float64.
  let rowType: SampleType
  let rows: InspectedAxis
  let columns: InspectedAxis
  let pictureType: SampleType?

  func storedRows(_ places: StoredPlaces) -> [Int] {
    (places.swapsAxes ? columns : rows).taps.compactMap { $0.source.map(places.storedRow) }
  }

  func storedColumns(_ places: StoredPlaces) -> [Int] {
    (places.swapsAxes ? rows : columns).taps.compactMap { $0.source.map(places.storedColumn) }
  }

  /// - Parameters:
  ///   - samples: has read the window's rows.
  ///   - alpha: whether the last channel weighs the others.
  func inspected(
    _ samples: InspectedRows, _ places: StoredPlaces, alpha: Bool, channels: Int, engine: InspectedNumber,
    rounded: InspectedNumber?
  ) -> Inspection.Channel {
    let isColour = alpha && channel < channels - 1
    let arithmetic = WindowArithmetic(
      layer: layer, type: type, rows: rows, columns: columns,
      taps: values(samples, places, alphaChannel: isColour ? channels - 1 : nil),
      alpha: isColour ? .weighsColour : .none, pictureType: pictureType)
    let explanation = arithmetic.explanation()
    let engineRounded = rounded.map { Int($0.value) }
    let roundedAgrees = engineRounded.map { explanation.allows(rounded: $0) } ?? (explanation.rounded == nil)
    return Inspection.Channel(
      channel: channel, taps: taps(arithmetic, explanation, places), explanation: explanation,
      engineResult: engine, engineRounded: engineRounded,
      agrees: explanation.allows(engine) && roundedAgrees, dialects: answers(arithmetic, explanation))
  }

  // MARK: - Taps

  private func values(
    _ samples: InspectedRows, _ places: StoredPlaces, alphaChannel: Int?
  ) -> [WindowArithmetic.Tap] {
    let takesLogits = layer.reduction.takesLogits
    func value(_ row: InspectedAxis.Tap, _ column: InspectedAxis.Tap, _ channel: Int)
      -> WindowArithmetic.Value
    {
      guard let r = row.source, let c = column.source else { return constant }
      let place = (row: r, column: c)
      guard
        let found = samples.value(
          row: places.row(of: place), column: places.column(of: place), channel: channel)
      else { preconditionFailure("the row was read before the engine gave the sample that it is part of") }
      return found
    }
    var result: [WindowArithmetic.Tap] = []
    for (r, row) in rows.taps.enumerated() where row.hasValue {
      for (c, column) in columns.taps.enumerated() where column.hasValue {
        var tap = WindowArithmetic.Tap(
          row: r, column: c, value: value(row, column, takesLogits ? 2 * channel : channel),
          weight: row.weight * column.weight)
        if takesLogits { tap.logit = value(row, column, 2 * channel + 1).double }
        if let alphaChannel, case .integer(let alpha) = value(row, column, alphaChannel) { tap.alpha = alpha }
        result.append(tap)
      }
    }
    return result
  }

  /// What a constant border holds.
  private var constant: WindowArithmetic.Value {
    guard case .sliding(_, _, _, _, .constant(let value), _) = layer.windowing.facts else {
      return .real(.nan)
    }
    switch InspectedNumber.filling(value, rowType) {
    case .integer(let number): return .integer(Int64(clamping: number))
    case let number: return .real(number.value)
    }
  }

  private func taps(
    _ arithmetic: WindowArithmetic, _ explanation: WindowExplanation, _ places: StoredPlaces
  ) -> [InspectedTap] {
    var result: [InspectedTap] = []
    var number = 0
    let ties = Set(explanation.ties)
    for row in rows.taps {
      for column in columns.taps {
        var tap = InspectedTap(
          row: row.place, column: column.place, kind: InspectedAxis.Kind.worse(row.kind, column.kind),
          sourceRow: nil, sourceColumn: nil, storedRow: nil, storedColumn: nil, value: nil,
          weight: .integer(0), wins: false, ties: false)
        if row.hasValue, column.hasValue {
          let known = arithmetic.taps[number]
          switch known.value {
          case .integer(let value): tap.value = .integer(Int128(value))
          case .real(let value): tap.value = .real(value, type.isFloatingPoint ? type : .float64)
          }
          tap.weight =
            explanation.shares.isEmpty
            ? .integer(Int128(known.weight) * (arithmetic.alpha == .weighsColour ? Int128(known.alpha) : 1))
            : .real(explanation.shares[number], .float64)
          tap.wins = explanation.winner == number
          tap.ties = ties.contains(number)
          number += 1
        }
        if let r = row.source, let c = column.source {
          (tap.sourceRow, tap.sourceColumn) = (r, c)
          if !places.isUpright {
            tap.storedRow = places.row(of: (row: r, column: c))
            tap.storedColumn = places.column(of: (row: r, column: c))
          }
        }
        result.append(tap)
      }
    }
    return result
  }

  // MARK: - Dialects

  private func answers(_ arithmetic: WindowArithmetic, _ own: WindowExplanation) -> [DialectAnswer] {
    Dialect.allCases.filter { $0 != layer.dialect }.map { dialect in
      var other = arithmetic
      other.layer.dialect = dialect
      let refusal = DialectAnswer.refusal(
        of: other.layer, size, plane: channel, rowType,
        windows: Size(height: rows.windows, width: columns.windows))
      if let refusal {
        return DialectAnswer(
          dialect: dialect, outcome: .refused, result: nil, resultType: nil, rounded: nil, reason: refusal)
      }
      let answer = other.explanation()
      let isSame = answer.result.isSame(as: own.result) && answer.rounded == own.rounded
      return DialectAnswer(
        dialect: dialect, outcome: isSame ? .same : .different, result: answer.result,
        resultType: answer.resultType, rounded: answer.rounded, reason: answer.reason)
    }
  }
}

extension InspectedAxis.Tap {
  /// Samples and a filled border have one.
  var hasValue: Bool { kind == .sample || kind == .border }
}

extension InspectedAxis.Kind {
  /// What a place is whose row and column are these.
  static func worse(_ a: InspectedAxis.Kind, _ b: InspectedAxis.Kind) -> InspectedAxis.Kind {
    for kind in [InspectedAxis.Kind.overhang, .padding, .border] where a == kind || b == kind { return kind }
    return .sample
  }
}
