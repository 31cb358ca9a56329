internal import CCodecs

extension UnsafePointer<ccodecs_notes> {
  /// The distinct notes.
  var texts: [String] {
    (0..<pointee.distinct).map { String(cText: ccodecs_note(self, $0)) }
  }
}
