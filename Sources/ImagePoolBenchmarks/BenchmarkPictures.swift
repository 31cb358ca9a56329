/// The large JPEGs: from a bench set of photographs if one is given, else a mosaic of the sample pictures.
///
/// They are made by `djpeg` and `cjpeg`, so that they do not depend on the program that is measured.
struct BenchmarkPictures {
  private let options: Options

  init(_ options: Options) { self.options = options }

  /// 4000 x 3000, baseline, 4:2:0.
  func twelveMegapixels() throws -> String {
    if let folder = options.benchSet {
      let path = "\(folder)/jpeg_12mp_420.jpg"
      guard Files.exists(path) else { throw BenchmarkError("no \(path)") }
      return path
    }
    let tiles = try [
      "mountains-420.jpg", "rose-window-444.jpg", "night-sky-progressive.jpg", "lighthouse-rotated.jpg",
    ]
    .map { try decoded("\(options.samples)/\($0)") }
    var mosaic = PixelMap(width: 4000, height: 3000)
    for y in 0..<mosaic.height {
      for x in 0..<mosaic.width {
        let tile = tiles[(y / 1500) * 2 + x / 2000]
        mosaic.copyPixel(x: x, y: y, from: tile, x: mirrored(x, tile.width), y: mirrored(y, tile.height))
      }
    }
    return try encoded(mosaic, as: "\(options.work)/mosaic-12mp.jpg")
  }

  /// The picture tiled 2 x 2, quality 90, 4:2:0.
  func fourTimes(_ path: String) throws -> String {
    let one = try decoded(path)
    var four = PixelMap(width: one.width * 2, height: one.height * 2)
    let row = one.width * 3
    for y in 0..<four.height {
      let source = one.samples[(y % one.height) * row..<(y % one.height + 1) * row]
      four.samples.replaceSubrange(y * 2 * row..<(y * 2 + 1) * row, with: source)
      four.samples.replaceSubrange((y * 2 + 1) * row..<(y + 1) * 2 * row, with: source)
    }
    return try encoded(four, as: "\(options.work)/tiled-48mp.jpg")
  }

  /// 0 1 … n−1 n−1 … 1 0 0 1 …
  private func mirrored(_ place: Int, _ length: Int) -> Int {
    let turn = place % (2 * length)
    return turn < length ? turn : 2 * length - 1 - turn
  }

  private func tool(_ name: String) throws -> String {
    guard let path = Files.inPath(name) else {
      throw BenchmarkError("\(name) is not installed (package libjpeg-turbo-progs)")
    }
    return path
  }

  private func decoded(_ jpeg: String) throws -> PixelMap {
    let pixmap = "\(options.work)/decoded.ppm"
    try ChildProcess(tool("djpeg"), ["-rgb", "-pnm", "-outfile", pixmap, jpeg]).output()
    return try PixelMap(ppm: try Files.read(pixmap))
  }

  private func encoded(_ map: PixelMap, as path: String) throws -> String {
    let pixmap = "\(options.work)/encoded.ppm"
    try Files.write(map.ppm, to: pixmap)
    try ChildProcess(tool("cjpeg"), ["-quality", "90", "-sample", "2x2", "-outfile", path, pixmap]).output()
    return path
  }
}
