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

  var sampleType: SampleType {
    switch kind {
    case .values(let type, _): type
    case .indices: .int64
    }
  }
}
