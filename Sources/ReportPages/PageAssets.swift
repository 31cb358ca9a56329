/// The files of this module that are embedded when it is built (`resources` in Package.swift).
enum PageAssets {
  static func template(_ kind: ReportPage.Kind) -> [UInt8] {
    switch kind {
    case .inspection: PackageResources.inspection_html
    case .comparison: PackageResources.comparison_html
    case .sheet: PackageResources.sheet_html
    }
  }

  /// Styles and scripts by file name.
  private static let files: [String: [UInt8]] = [
    "page.css": PackageResources.page_css, "numbers.js": PackageResources.numbers_js,
    "blocks.js": PackageResources.blocks_js, "colours.js": PackageResources.colours_js,
    "paint.js": PackageResources.paint_js, "dom.js": PackageResources.dom_js,
    "camera.js": PackageResources.camera_js, "view.js": PackageResources.view_js,
    "comparison.css": PackageResources.comparison_css,
    "differences.js": PackageResources.differences_js, "neighbourhood.js": PackageResources.neighbourhood_js,
    "figures.js": PackageResources.figures_js, "comparison.js": PackageResources.comparison_js,
    "sheet.css": PackageResources.sheet_css, "sheet.js": PackageResources.sheet_js,
    "inspection.css": PackageResources.inspection_css, "lens.css": PackageResources.lens_css,
    "exact.js": PackageResources.exact_js,
    "windows.js": PackageResources.windows_js, "selection.js": PackageResources.selection_js,
    "mean.js": PackageResources.mean_js, "norm.js": PackageResources.norm_js,
    "report.js": PackageResources.report_js, "explain.js": PackageResources.explain_js,
    "answer.js": PackageResources.answer_js, "results.js": PackageResources.results_js,
    "winners.js": PackageResources.winners_js, "position.js": PackageResources.position_js,
    "grid.js": PackageResources.grid_js, "lens.js": PackageResources.lens_js,
    "source.js": PackageResources.source_js, "marks.js": PackageResources.marks_js,
    "difference.js": PackageResources.difference_js, "pictures.js": PackageResources.pictures_js,
    "viewtools.js": PackageResources.viewtools_js,
    "channels.js": PackageResources.channels_js, "wins.js": PackageResources.wins_js,
    "geometry.js": PackageResources.geometry_js, "main.js": PackageResources.main_js,
  ]

  /// - Precondition: there is such a file. Names come from this module's templates, and a test puts each page together.
  static func file(_ name: String) -> [UInt8] {
    guard let bytes = files[name] else { preconditionFailure("no embedded file is called \(name)") }
    return bytes
  }
}
