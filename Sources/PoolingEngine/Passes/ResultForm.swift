/// One requested form of a pooling's result.
struct ResultForm: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case values(SampleType, narrowing: Bool)
    case indices
  }

  let kind: Kind

  static func values(_ type: SampleType, narrowing: Bool = false) -> ResultForm {
    ResultForm(kind: .values(type, narrowing: narrowing))
  }

  static let indices = ResultForm(kind: .indices)

  /// What numbers of 16-bit meaning are divided by for this form.
  func scale(of source: SampleType) -> Double {
    guard case .values(.uint8, narrowing: true) = kind, source != .uint8 else { return 1 }
    return 257
  }

  var sampleType: SampleType {
    switch kind {
    case .values(let type, _): type
    case .indices: .int64
    }
  }
}
