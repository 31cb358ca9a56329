/// Planes of a view that are pooled together, as the channels of rows: those of a pixel where samples lie interleaved, some small
/// planes, or one.
struct ViewGroup {
  /// Channels that a row holds.
  let channels: Int
  /// The plane's number, batch item after batch item; the first one's of several.
  let plane: Int
  private let batch: Int
  private let channel: Int

  /// - Parameters:
  ///   - number: the group's place among all.
  ///   - channels: of every group, a divisor of the layout's.
  init(_ number: Int, of layout: PlanesLayout, channels: Int) {
    self.channels = channels
    plane = number * channels
    (batch, channel) = (plane / layout.channels, plane % layout.channels)
  }

  static func count(_ layout: PlanesLayout, channels: Int) -> Int {
    layout.batch * layout.channels / max(1, channels)
  }

  /// The group's first element, in bytes behind the view's.
  func offset(in layout: PlanesLayout) -> Int {
    batch * layout.strides.batch + channel * layout.strides.channel
  }

  /// How many channels a group has: all where the engine takes the rows of pixels as they lie. Small planes are put side by side, since
  /// beginning a pass costs as much as copying some thousand samples.
  static func channels(of layout: PlanesLayout, for layer: Pooling) -> Int {
    guard layout.channels > 1, !layer.windowing.variesByPlane else { return 1 }
    if layout.hasWholePixelRows { return layout.channels }
    let (samples, overflow) = layout.size.height.multipliedReportingOverflow(by: layout.size.width)
    guard !overflow, samples <= smallPlane else { return 1 }
    var channels = min(layout.channels, mostSmallPlanes)
    while !layout.channels.isMultiple(of: channels) { channels -= 1 }
    return channels
  }

  private static let smallPlane = 2048
  private static let mostSmallPlanes = 128
}
