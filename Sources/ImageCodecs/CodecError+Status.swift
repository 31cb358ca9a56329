internal import CCodecs

extension CodecError {
  static let noMemory = CodecError(.limit, "no memory for the codec", remedy: "free some memory")

  /// What a C call reported, in words.
  init(_ status: ccodecs_status, of kind: ImageKind? = nil) {
    let format = kind.map { $0 == .png ? "PNG" : "JPEG" } ?? "file"
    let said = status.text
    let detail = said.isEmpty ? "" : ": \(said)"
    switch status.code {
    case .truncated:
      self.init(
        .truncated, "the \(format) ends early",
        remedy: "get the file again, or take what there is: --fail-on none")
    case .corrupt:
      self.init(
        .corrupt, "the \(format) is damaged\(detail)",
        remedy: "get the file again, or take what there is: --fail-on none")
    case .unsupported:
      self.init(.unsupported, said.isEmpty ? "unsupported" : said, remedy: "convert it first")
    case .unreadable: self.init(.unreadable, "cannot be read\(detail)")
    case .unwritable: self.init(.unwritable, "cannot be written\(detail)")
    case .tooManyScans:
      self.init(.limit, "more scans than allowed", remedy: "raise --max-scans if you trust it")
    case .outOfMemory: self.init(.limit, "not enough memory for the \(format)", remedy: "raise --max-memory")
    case .tooLate:
      self.init(
        .limit, "took longer than it was given", remedy: "allow more with --timeout-per-file")
    case .ok: preconditionFailure("no error")
    }
  }
}

extension ccodecs_status {
  /// The library's message.
  var text: String {
    withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}

extension String {
  /// The text of a zero-terminated C string.
  init(cText: UnsafePointer<CChar>?) {
    self = cText.map { String(cString: $0) } ?? ""
  }
}
