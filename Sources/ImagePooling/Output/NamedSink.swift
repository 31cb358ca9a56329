internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

/// A sink whose failures to write are said of the file that it writes, not of the input.
final class NamedSink: RowSink {
  private let next: any RowSink
  private let path: Path?

  convenience init(_ next: any RowSink, _ file: ResultFile) { self.init(next, file.path) }

  init(_ next: any RowSink, _ path: Path?) {
    self.next = next
    self.path = path
  }

  func begin(_ format: RowFormat) throws { try named { try next.begin(format) } }

  func write(_ strip: borrowing Strip) throws {
    do { try next.write(strip) } catch { throw name(error) }
  }

  func commit() throws { try named { try next.commit() } }

  private func named(_ body: () throws -> Void) throws {
    do { try body() } catch { throw name(error) }
  }

  private func name(_ error: any Error) -> any Error {
    let failure = ImagePoolError(any: error)
    guard failure.kind == .unwritable, failure.remedy.isEmpty, let path else { return error }
    // Both libraries end their words with the system's reason.
    let reason = failure.message.split(separator: ": ").last.map(String.init) ?? failure.message
    return ImagePoolError(
      .unwritable, "cannot write \(path): \(reason)", remedy: "make room, or write elsewhere",
      readerWentAway: failure.readerWentAway)
  }
}
