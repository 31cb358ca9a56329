internal import ColorProfiles
internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

extension ImagePoolError {
  init(_ error: CodecError) {
    self.init(Kind(rawValue: error.kind.rawValue), error.message, remedy: error.remedy)
  }

  init(_ error: ProfileError) {
    let kind: Kind
    switch error.kind {
    case .broken: kind = .corrupt
    case .otherSpace, .unsupported: kind = .unsupported
    case .notBuiltIn:
      self.init(.unsupported, error.message, remedy: "use a build with it, or leave --to-srgb out")
      return
    case .limit: kind = .limit
    }
    self.init(kind, error.message, remedy: "leave --to-srgb out, or take samples as they are: --fail-on none")
  }

  init(_ error: FeatureMapError) {
    let kind: Kind = error.kind == .notATensor ? .notAnImage : Kind(rawValue: error.kind.rawValue)
    self.init(kind, error.message, remedy: error.remedy)
  }

  init(_ error: PoolingError) {
    let names = error.acceptedBy.map(\.name)
    let remedy =
      names.isEmpty
      ? ImagePoolError.remedy(error.rule)
      : "accepted with " + names.map { "--dialect \($0)" }.joined(separator: " or ")
    self.init(.geometry, error.message, remedy: remedy)
  }

  private static func remedy(_ rule: PoolingError.Rule) -> String {
    switch rule {
    case .emptyOutput, .borderSize: "take a smaller kernel or padding, or a larger picture"
    case .emptyInput: "give an array with samples"
    case .resultType: "ask for the input's own type"
    case .overflow: "take smaller numbers"
    case .unpooledSize, .indexRange: "give the size before pooling, --output-size H,W"
    case .norm: "give another --norm"
    case .temperature: "give another --temperature"
    case .fractionalSequence: "give other boundaries or random numbers, or a --seed"
    case .sampleCount: "give an array of the right shape"
    default: "change the pooling's options"
    }
  }

  /// Whatever a stage of a run can throw.
  init(any error: any Error) {
    switch error {
    case let error as ImagePoolError: self = error
    case let error as CodecError: self.init(error)
    case let error as ProfileError: self.init(error)
    case let error as FeatureMapError: self.init(error)
    case let error as PoolingError: self.init(error)
    case let error as SystemCalls.Failure:
      self.init(.unwritable, "cannot be written: \(error.text)", readerWentAway: error.isBrokenPipe)
    default: self.init(.unsupported, "\(error)")
    }
  }

  /// The same failure, said of that input.
  func of(_ input: String?) -> ImagePoolError {
    var result = self
    result.input = self.input ?? input
    return result
  }

  static func tookTooLong(_ time: Duration) -> ImagePoolError {
    ImagePoolError(.limit, "took longer than \(time)", remedy: timeRemedy)
  }

  // What decoders say as well.
  private static let timeRemedy = "allow more with --timeout-per-file"

  /// The same failure; a decoder's that ran out of time, which it does not know, names it.
  func naming(_ time: Duration?) -> ImagePoolError {
    guard let time, kind == .limit, remedy == ImagePoolError.timeRemedy else { return self }
    return .tookTooLong(time).of(input)
  }

  /// Without the advice to let damage pass, for where it passes already or where nothing is decoded.
  var withoutAdviceOnDamage: ImagePoolError {
    var result = self
    if remedy.contains("--fail-on none") { result.remedy = "get the file again" }
    return result
  }
}
