internal import ImageCodecs
internal import PoolingEngine

/// A picture on its way to a file: its writer and the sinks before it.
struct PictureOutput {
  let writer: ImageWriter
  /// The element type of the samples that are written.
  let type: SampleType
  let palette: PaletteSink?
  let digest: DigestSink?
  /// The time that encoding has taken so far.
  let encoding = Stopwatch()
  /// Where rows of `type` go.
  let sink: any RowSink

  init(_ writer: ImageWriter, type: SampleType, asPalette: Bool, digests: Bool) {
    self.writer = writer
    self.type = type
    palette = asPalette ? PaletteSink(before: writer) : nil
    let timed = TimedSink(before: palette ?? writer, encoding)
    digest = digests ? DigestSink(before: timed) : nil
    sink = digest ?? timed
  }
}
