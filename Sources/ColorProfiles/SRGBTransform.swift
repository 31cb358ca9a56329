internal import CColor

/// Converts interleaved samples from an ICC profile to sRGB. Not to be used from two tasks at once.
///
/// RGB becomes sRGB, four inks become sRGB, gray becomes gray with sRGB's curve; alpha is copied. The intent is relative
/// colorimetric: white becomes white and what sRGB holds stays as it is. Black point compensation is off, since it would
/// move every tone of a picture whose black is not sRGB's, and pictures with black at 0 do not need it.
///
/// 8-bit RGB and inks are converted in integers, by tables that lcms2 makes in floating point; everything else
/// goes through the profile in floating point. The results belong to the lcms2 release, and on processors of other
/// families single samples can differ by a level.
public final class SRGBTransform {
  private let raw: OpaquePointer

  /// Reads the profile. Costs some milliseconds where it has tables. Whatever the profile claims, no more than 128 MB are
  /// held meanwhile; most hold less than one.
  ///
  /// - Parameters:
  ///   - profile: the ICC profile, whole.
  ///   - space: what the samples are.
  ///   - inputBytes, outputBytes: per sample, 1 or 2 in native order. Inks have 1; the output has no fewer than the input.
  /// - Throws: ``ProfileError``.
  public init(
    profile: [UInt8], space: SampleSpace, hasAlpha: Bool, inputBytes: Int, outputBytes: Int
  ) throws(ProfileError) {
    precondition(inputBytes == 1 || inputBytes == 2, "samples have one or two bytes")
    precondition(outputBytes == 2 || outputBytes == inputBytes, "the output has no fewer bytes")
    precondition(space != .cmyk || (inputBytes == 1 && !hasAlpha), "inks have one byte and no alpha")
    let layout = ccolor_layout(
      space: space.raw, alpha: hasAlpha, input_bytes: UInt8(inputBytes), output_bytes: UInt8(outputBytes))
    var made: OpaquePointer?
    let status = profile.withUnsafeBufferPointer {
      ccolor_transform_create($0.baseAddress, $0.count, layout, &made)
    }
    guard let made else { throw ProfileError(status) }
    raw = made
  }

  deinit { ccolor_transform_destroy(raw) }

  /// Converts pixels; both buffers hold that many.
  public func convert(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, pixels: Int
  ) {
    let done = ccolor_transform_apply(
      raw, input.baseAddress?.assumingMemoryBound(to: UInt8.self), input.count,
      output.baseAddress?.assumingMemoryBound(to: UInt8.self), output.count, pixels)
    precondition(done == pixels, "a buffer holds fewer than \(pixels) pixels")
  }

  /// The lcms2 in use, as linked at run time, for example `lcms2 2.14`; `none` if this program was
  /// built without it.
  public static var libraryVersion: String {
    let number = Int(ccolor_version())
    if number == 0 { return "none" }
    let patch = number % 10
    return "lcms2 \(number / 1000).\(number / 10 % 100)" + (patch == 0 ? "" : ".\(patch)")
  }
}

extension SampleSpace {
  fileprivate var raw: ccolor_space {
    switch self {
    case .gray: .gray
    case .rgb: .rgb
    case .cmyk: .cmyk
    }
  }
}

extension ProfileError {
  fileprivate init(_ status: ccolor_status) {
    let said = withUnsafeBytes(of: status.message) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    switch status.code {
    case .broken, .ok:
      self.init(
        kind: .broken,
        message: said.isEmpty ? "the ICC profile is damaged" : "the ICC profile is damaged: \(said)")
    case .otherSpace: self.init(kind: .otherSpace, message: "the ICC profile is for samples of another kind")
    case .unsupported: self.init(kind: .unsupported, message: "the ICC profile does not describe a device")
    case .notBuiltIn:
      self.init(kind: .notBuiltIn, message: "this program was built without lcms2, which converts colours")
    case .outOfMemory:
      self.init(kind: .limit, message: "the ICC profile asks for more memory than it may")
    }
  }
}
