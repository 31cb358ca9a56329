extension GoldenCase {
  /// - Throws: ``FeatureMapError`` of kind `corrupt`, naming the case and the field.
  init(_ json: JSONValue) throws(FeatureMapError) {
    let id = json["id"]?.stringValue ?? "without id"
    func missing(_ field: String) -> FeatureMapError {
      FeatureMapError(.corrupt, "golden case \(id): the field \"\(field)\" is missing or of a wrong type")
    }
    func string(_ field: String) throws(FeatureMapError) -> String {
      guard let value = json[field]?.stringValue else { throw missing(field) }
      return value
    }
    func names(_ field: String) throws(FeatureMapError) -> [String: String] {
      guard let value = json[field] else { return [:] }
      guard let members = value.members else { throw missing(field) }
      var names: [String: String] = [:]
      for member in members {
        guard let name = member.value.stringValue else { throw missing(field) }
        names[member.name] = name
      }
      return names
    }
    func bounds(_ field: String) throws(FeatureMapError) -> GoldenTolerance? {
      guard let value = json[field] else { return nil }
      guard let relative = value["rtol"]?.numberValue, let absolute = value["atol"]?.numberValue else {
        throw missing(field)
      }
      return GoldenTolerance(relative: relative, absolute: absolute)
    }

    self.id = try string("id")
    operation = try string("op")
    framework = try string("framework")
    frameworkVersion = try string("framework_version")
    elementType = try string("dtype")
    guard let members = json["params"]?.members else { throw missing("params") }
    parameters = GoldenParameters(members: members)
    input = try string("input")
    extra = try names("extra")
    upstreamGradient = json["grad_output"]?.stringValue
    expected = try names("expected")
    tolerance = try bounds("tolerance") ?? .exact
    gradientTolerance = try bounds("grad_tolerance")
    indexLayout = json["index_layout"]?.stringValue
    let tags = json["tags"]?.elements ?? []
    self.tags = Set(tags.compactMap(\.stringValue))
    guard self.tags.count == tags.count else { throw missing("tags") }
    note = json["note"]?.stringValue
    expectedError = json["expect_error"]?.stringValue
    guard expected.isEmpty == (expectedError != nil) else { throw missing("expected") }
  }

  /// The names of all arrays of this case.
  var tensorNames: [String] {
    [input] + extra.values + expected.values + (upstreamGradient.map { [$0] } ?? [])
  }
}
