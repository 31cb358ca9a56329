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
    "differences.js": PackageResources.differences_js, "lens.js": PackageResources.lens_js,
    "figures.js": PackageResources.figures_js, "comparison.js": PackageResources.comparison_js,
    "sheet.css": PackageResources.sheet_css, "sheet.js": PackageResources.sheet_js,
  ]

  /// - Precondition: there is such a file. Names come from this module's templates, and a test puts each page together.
  static func file(_ name: String) -> [UInt8] {
    guard let bytes = files[name] else { preconditionFailure("no embedded file is called \(name)") }
    return bytes
  }
}
