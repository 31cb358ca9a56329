internal import FeatureMaps
public import PoolingEngine

/// What to do with a picture or tensor: which channels, which pooling, and what may go wrong. A value, to be stored,
/// compared and used from several threads at once.
///
/// ```swift
/// var recipe = Recipe.thumbnail(fit: Size(height: 256, width: 256)); recipe.limits = .untrusted
/// let jpeg = try await recipe.run(.bytes(upload), to: .memory, as: .jpeg()).bytes
/// ```
///
/// A picture goes through these stages, row by row: decoded samples (8 or 16 bits, upright by its orientation, which is
/// windows mirrored and not rows turned), laid over ``background``, turned into ``channels``, into linear light, pooled by
/// every layer, and back from linear light.
public struct Recipe: Hashable, Sendable {
  /// The poolings, each over the result of the one before. Between layers nothing is rounded: a max of integers stays
  /// integers, an average goes on in floats (``Pooling/resultType(for:)``).
  public var layers: [Pooling]
  /// What is done: the layers' results, or their gradient, or an unpooling.
  public var work: Work
  /// The logits of an attention pooling, an array of the input's size with its channels or one.
  public var logits: Input?
  /// How places are numbered in the indices that are written.
  public var indexLayout: IndexLayout
  public var channels: ChannelLayout
  /// What alpha means to an average. Under ``AlphaRule/premultiplied`` a max takes fully transparent pixels for black, so that
  /// what they hide does not show; everything else is a plane to it.
  public var alpha: AlphaRule
  /// A picture with alpha is laid over this colour first, and has no alpha afterwards; nil: alpha is kept.
  public var background: Color?
  public var orientation: OrientationRule
  /// Whether samples are averaged as light instead of as codes (sRGB's curve; 16-bit integers in between). Dumps hold linear
  /// light then, 0...65535; pictures are coded again.
  public var linearLight: Bool
  /// Bits of the samples that are written as a picture.
  public var depth: SampleDepth
  /// Whether pictures are written without what the input says about itself: ICC profile, gamma, chromaticities, resolution.
  public var strips: Bool
  /// Whether a PNG of a palette becomes one again, if the exact result has at most 256 colours.
  public var keepsPalette: Bool
  /// Whether the report gets a digest of the samples that are written.
  public var digests: Bool
  /// Whether an average may be taken of a JPEG that its decoder has reduced by 2, 4 or 8, where a factor of two or more is left
  /// for it on both axes. Faster, and no longer exact: ``Report/jpegShrink`` says by how much it was, and
  /// ``reportsDeviation`` measures what it cost. Single averages only, and not in linear light; all else is done exactly.
  public var jpegShrink = false
  /// Whether a result of a reduced JPEG is compared with the exact one, which takes a second run over the input:
  /// ``Report/deviation``.
  public var reportsDeviation = false
  /// Whether samples are converted to sRGB by the picture's ICC profile (relative colorimetric, no black point compensation)
  /// as ``Report/srgb`` says. A gray picture stays gray with sRGB's curve, alpha is left as it is, inks with
  /// a profile become RGB. If nothing but a picture is written and nothing mixes colours before, the pooled samples are converted;
  /// otherwise rows are before they are pooled.
  public var toSRGB = false
  public var failOn: FailOn
  public var limits: Limits
  /// What the axes of an array mean; nil: channels first, and arrays that look otherwise are refused.
  public var tensorLayout: TensorLayout?
  /// What becomes black and white when a tensor is written as a picture; nil: only uint8 and uint16 can be, as they are.
  public var range: ValueRange?
  /// Which tensor of a `.safetensors` file is pooled; nil: the only one. Files of other formats are refused with it.
  public var tensorName: String?
  /// The axes of the `.npy` and `.safetensors` files that are written, dumps and indices among them; nil: those of the
  /// input, channels ahead of rows, and C, H, W of pictures.
  public var outputLayout: TensorLayout?
  /// What is made of the pooled samples on their way into `.npy` and `.safetensors` files, planes and rows, for a model; nil:
  /// they stay what they are. Any other output is refused with it. Indices are places and stay so.
  public var normalization: Normalization?

  public init(
    layers: [Pooling], work: Work = .pool, logits: Input? = nil, indexLayout: IndexLayout = .plane,
    channels: ChannelLayout = .asShown, alpha: AlphaRule = .planes,
    background: Color? = nil, orientation: OrientationRule = .upright, linearLight: Bool = false,
    depth: SampleDepth = .keep, strips: Bool = false, keepsPalette: Bool = false, digests: Bool = false,
    failOn: FailOn = .error, limits: Limits = .default, tensorLayout: TensorLayout? = nil,
    range: ValueRange? = nil
  ) {
    self.layers = layers
    self.work = work
    self.logits = logits
    self.indexLayout = indexLayout
    self.channels = channels
    self.alpha = alpha
    self.background = background
    self.orientation = orientation
    self.linearLight = linearLight
    self.depth = depth
    self.strips = strips
    self.keepsPalette = keepsPalette
    self.digests = digests
    self.failOn = failOn
    self.limits = limits
    self.tensorLayout = tensorLayout
    self.range = range
  }

  /// A max must not find the colours of fully transparent pixels.
  var hidesTransparent: Bool {
    alpha == .premultiplied && layers.first?.reduction == .max
  }

  /// A framework's view: alpha is one more plane.
  ///
  /// ```swift
  /// let layer = Pooling(.average(countIncludePad: false), over: .sliding(3, stride: 2, padding: .all(1)))
  /// let map = try Recipe.pool(layer).planes(of: .file("photo.jpg"), as: Float.self)
  /// ```
  public static func pool(_ layers: Pooling...) -> Recipe { Recipe(layers: layers) }

  /// A picture's view: area windows of the largest size that fits the box, never larger than the picture, and colours
  /// weighted by alpha.
  public static func thumbnail(fit box: Size) -> Recipe { thumbnail(.fit(box)) }

  /// A smaller copy: of the size and the part of the upright picture that `size` says, colours weighted by alpha, a palette
  /// kept where that loses nothing. A picture that has the size already is encoded anew as it is, but for the colours
  /// of fully transparent pixels, which become black.
  ///
  /// ```swift
  /// let square = Recipe.thumbnail(.fill(Size(height: 128, width: 128)))
  /// let report = try square.runBlocking(.file("photo.jpg"), to: .file("photo.small.jpg"))
  /// ```
  public static func thumbnail(_ size: ThumbnailSize, method: ThumbnailMethod = .area) -> Recipe {
    let layer = Pooling(
      method == .max ? .max : .average, over: .thumbnail(size, isAdaptive: method != .area))
    return Recipe(layers: [layer], alpha: .premultiplied, keepsPalette: true)
  }
}
