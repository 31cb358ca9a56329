/// The planes of a view that are pooled together: all channels of a batch item where their samples lie interleaved, else one
/// plane.
struct ViewGroup {
  /// Channels that a row holds.
  let channels: Int
  /// The plane's number, batch item after batch item; the first one's of several.
  let plane: Int
  private let batch: Int
  private let channel: Int

  /// Whether the engine takes the rows of all channels as they lie.
  static func takesPixels(_ layout: PlanesLayout, _ layer: Pooling) -> Bool {
    layout.hasWholePixelRows && !layer.windowing.variesByPlane
  }

  init(_ number: Int, of layout: PlanesLayout, pixels: Bool) {
    if pixels {
      (channels, batch, channel, plane) = (layout.channels, number, 0, number * layout.channels)
    } else {
      (channels, plane) = (1, number)
      (batch, channel) = (number / layout.channels, number % layout.channels)
    }
  }

  static func count(_ layout: PlanesLayout, pixels: Bool) -> Int {
    pixels ? layout.batch : layout.batch * layout.channels
  }

  /// The group's first element, in bytes behind the view's.
  func offset(in layout: PlanesLayout) -> Int {
    batch * layout.strides.batch + channel * layout.strides.channel
  }
}
