internal import ImageCodecs

/// What channels are to the reader of a page: those of a picture, or planes of numbers.
struct PageChannels {
  /// The color model of a picture; nil for planes of numbers.
  let color: ColorModel?
  let count: Int

  /// The name that the pages' scripts know the model by.
  var model: String {
    switch color {
    case .gray: "gray"
    case .grayAlpha: "gray_alpha"
    case .rgb: "rgb"
    case .rgba: "rgb_alpha"
    case .cmyk: "cmyk"
    case nil: "planes"
    }
  }

  /// A name for each channel; planes of numbers are named by their index.
  var names: [String] {
    switch color {
    case .gray: ["gray"]
    case .grayAlpha: ["gray", "alpha"]
    case .rgb: ["red", "green", "blue"]
    case .rgba: ["red", "green", "blue", "alpha"]
    case .cmyk: ["cyan", "magenta", "yellow", "black"]
    case nil: (0..<count).map { "\($0)" }
    }
  }
}
