internal import FeatureMaps

extension PictureHandling {
  var members: [JSONValue.Member] {
    [
      JSONValue.Member("orientation_applied", JSONValue(orientation.rawValue)),
      JSONValue.Member("alpha", .string(alpha.rawValue)),
      JSONValue.Member("linear", .bool(linear)),
      JSONValue.Member("rounding", JSONValue(rounding?.rawValue)),
      JSONValue.Member("profile", JSONValue(profile?.rawValue)),
      JSONValue.Member("gamma", JSONValue(gamma?.rawValue)),
      JSONValue.Member("output_colour", JSONValue(outputColor)),
      JSONValue.Member("output_bit_depth", JSONValue(outputBitDepth)),
      JSONValue.Member("output_sampling", JSONValue(outputSampling?.rawValue)),
    ]
  }
}
