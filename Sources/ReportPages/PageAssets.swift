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
    "page.css": PackageResources.page_css, "sheet.css": PackageResources.sheet_css,
    "sheet.js": PackageResources.sheet_js,
  ]

  /// - Precondition: there is such a file. Names come from this module's templates, and a test puts each page together.
  static func file(_ name: String) -> [UInt8] {
    guard let bytes = files[name] else { preconditionFailure("no embedded file is called \(name)") }
    return bytes
  }
}
