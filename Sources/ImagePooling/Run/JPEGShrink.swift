internal import ImageCodecs
internal import PoolingEngine

/// By how much a JPEG's decoder may reduce a picture before it is pooled, and what is pooled then.
///
/// **Which scale.** The largest of 8, 4 and 2 that leaves two reduced samples or more per window and axis. Decoding alone,
/// processor time in ms, best of 15, libjpeg-turbo 2.1.5 on AVX2 (Debian 12), baseline files of quality 90:
///
/// | picture | 1/1 | 3/4 | 1/2 | 3/8 | 1/4 | 1/8 |
/// | --- | --- | --- | --- | --- | --- | --- |
/// | 2 MP 4:2:0 | 5.1 | 8.8 | 4.1 | 4.9 | 3.6 | 3.1 |
/// | 2 MP 4:4:4 | 7.1 | 11.0 | 5.8 | 6.4 | 5.2 | 4.4 |
/// | 6 MP 4:2:0 | 16.0 | 27.6 | 13.1 | 15.4 | 11.6 | 9.8 |
/// | 6 MP 4:4:4 | 22.3 | 34.0 | 18.6 | 20.4 | 16.9 | 14.2 |
/// | 12 MP 4:2:0 | 32.6 | 56.6 | 26.3 | 31.0 | 23.6 | 20.2 |
/// | 12 MP 4:4:4 | 44.2 | 68.4 | 37.0 | 40.8 | 33.3 | 28.3 |
///
/// Each step pays, and the pooling behind it has a quarter of the samples. The scales between have no vector code and are
/// slower than the next power of two, so they are not used.
///
/// **What is pooled.** The windows stay those of the stored picture. A reduced sample stands for a cell of n×n stored ones and
/// weighs in a window as much as those of them that lie in it. The last row and column of cells may reach beyond the
/// picture, where the encoder invented samples to fill a block: they weigh as their real samples do, although their value was
/// made with the invented ones.
enum JPEGShrink {
  private static let reductions = [8, 4, 2]

  /// 1 where the recipe is not a single average of samples as they are coded: a max or a median of means is another
  /// thing, and so is a mean of codes in linear light.
  static func reduction(for recipe: Recipe, _ info: ImageInfo) -> Int {
    guard recipe.jpegShrink, info.kind == .jpeg, let layer = recipe.layers.first, recipe.layers.count == 1,
      recipe.work == .pool, !recipe.linearLight, case .average(_, nil) = layer.reduction.facts
    else { return 1 }
    let orientation = recipe.orientation == .upright ? info.orientation : .upright
    guard let geometry = try? layer.geometry(of: orientation.upright(info.storedSize)) else { return 1 }
    return reductions.first { self.layer(layer, geometry, orientation, reduction: $0) != nil } ?? 1
  }

  /// The layer over reduced rows, upright; nil if less than a factor of two is left.
  ///
  /// - Parameter geometry: the layer's windows over the picture as it is.
  static func layer(
    _ layer: Pooling, _ geometry: Geometry, _ orientation: Orientation, reduction: Int
  ) -> Pooling? {
    guard geometry.filledBorder.isEmpty else { return nil }
    let swaps = orientation.swapsAxes
    // Cells are counted from the first stored row and column, wherever those lie in the upright picture.
    let (rowsRun, columnsRun) = (orientation.reversesStoredRows, orientation.reversesStoredColumns)
    func cells(_ windows: AxisWindows, isReversed: Bool) -> AxisWindows? {
      isReversed
        ? windows.mirrored().overCells(of: reduction)?.mirrored() : windows.overCells(of: reduction)
    }
    guard let rows = cells(geometry.rows, isReversed: swaps ? columnsRun : rowsRun),
      let columns = cells(geometry.columns, isReversed: swaps ? rowsRun : columnsRun)
    else { return nil }
    return Pooling(
      layer.reduction, over: .custom(rows: rows, columns: columns), dialect: layer.dialect,
      rounding: layer.rounding)
  }
}
