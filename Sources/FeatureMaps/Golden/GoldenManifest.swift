/// A golden set: cases and the arrays they name (format: `Tests/TestSupport/Golden/README.md`).
public struct GoldenManifest: Sendable {
  public let cases: [GoldenCase]
  /// Cases per operator, as the manifest states them; they are checked against ``cases`` when it is read.
  public let counts: [String: Int]
  /// The versions of the frameworks that made the set.
  public let versions: [String: String]
  public let tensors: Safetensors

  /// - Parameters:
  ///   - cases: the bytes of `cases.json`.
  ///   - tensors: the bytes of `tensors.safetensors`.
  /// - Throws: ``FeatureMapError``; of kind `corrupt` also if the counts are wrong or a case names an array that is not
  ///   there.
  public init(cases: [UInt8], tensors: [UInt8]) throws(FeatureMapError) {
    try self.init(cases: cases) { (_) throws(FeatureMapError) in tensors }
  }

  /// The same with the arrays' file read when its name is known.
  ///
  /// - Parameter readTensors: gets the name that the manifest gives, a plain file name, and gives that file's bytes.
  public init(
    cases: [UInt8], readTensors: (String) throws(FeatureMapError) -> [UInt8]
  ) throws(FeatureMapError) {
    let json = try JSONValue(parsing: cases)
    guard json["format"]?.integerValue == 1, let list = json["cases"]?.elements else {
      throw FeatureMapError(.unsupported, "this is no golden set of format 1")
    }
    let name = json["tensors"]?.stringValue ?? "tensors.safetensors"
    guard !name.isEmpty, !name.contains("/"), name != "..", name != "." else {
      throw FeatureMapError(
        .corrupt, "the golden set names its arrays \"\(name)\", which is no file beside it")
    }
    let container = try Safetensors(try readTensors(name))
    var read: [GoldenCase] = []
    var counts: [String: Int] = [:]
    for element in list {
      let goldenCase = try GoldenCase(element)
      if let name = goldenCase.tensorNames.first(where: { container.entry(named: $0) == nil }) {
        throw FeatureMapError(.corrupt, "golden case \(goldenCase.id): there is no tensor \"\(name)\"")
      }
      counts[goldenCase.operation, default: 0] += 1
      read.append(goldenCase)
    }
    for member in json["counts"]?.members ?? [] where counts[member.name] != member.value.integerValue {
      throw FeatureMapError(
        .corrupt,
        "the golden set has \(counts[member.name] ?? 0) cases of \(member.name), not as many as it states")
    }
    self.cases = read
    self.counts = counts
    self.tensors = container
    let versions = (json["versions"]?.members ?? []).map { ($0.name, $0.value.stringValue ?? "") }
    self.versions = Dictionary(versions) { first, _ in first }
  }

  /// The array of that name: rank 4 as N, C, H, W, so N·C planes; `random_samples` is of rank 3.
  public func tensor(named name: String) throws(FeatureMapError) -> Tensor {
    try tensors.tensor(named: name, readsUnsigned64: true)
  }

  /// Compares a result with the case's array of that role (`output`, `indices`, `grad_input`, `grad_logits`) under the set's
  /// rule: shapes and types match; |got − want| ≤ atol + rtol·|want|; NaN matches NaN; equal infinities match; −0 matches
  /// +0 unless the case is tagged `signed_zero`; indices are exact.
  ///
  /// - Parameter tolerance: replaces the case's own; nil: that.
  /// - Throws: ``FeatureMapError`` if the case has no such role or its array cannot be read.
  public func compare(
    _ result: Tensor, with role: String, of goldenCase: GoldenCase,
    tolerance replacement: GoldenTolerance? = nil
  ) throws(FeatureMapError) -> TensorComparison {
    guard let name = goldenCase.expected[role] else {
      throw FeatureMapError(.unsupported, "golden case \(goldenCase.id) expects no \(role)")
    }
    let own: GoldenTolerance =
      switch role {
      case "output": goldenCase.tolerance
      case "indices": .exact
      default: goldenCase.gradientTolerance ?? .exact
      }
    return TensorComparison(
      result, expected: try tensor(named: name), tolerance: replacement ?? own,
      signedZeros: goldenCase.tags.contains("signed_zero"))
  }
}
