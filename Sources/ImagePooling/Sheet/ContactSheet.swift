/// A contact sheet of a batch: each input a cell, with its picture, or why there is none. As a page of HTML or as a PNG.
///
/// Held are a cell (of a PNG a row of them), and 32 bytes for each line of the manifest. The sheet appears complete or not at all.
public struct ContactSheet: Hashable, Sendable {
  /// What a sheet is written as.
  public enum Form: String, Hashable, Sendable, CaseIterable { case html, png }

  /// What became of an input.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    case ok, warned, failed, skipped
    /// The record says that there is a picture, and it could not be read for the sheet.
    case unreadable
  }

  /// Where cells come from.
  public enum Source: Hashable, Sendable {
    /// The manifest that ``ContactSheet/directory`` holds, or without one all pictures below it.
    case found
    case manifest(Path)
    case pictures
  }

  /// Holds the batch's outputs. Nothing outside of it is shown, whatever a manifest names and links lead to.
  public var directory: Path
  public var source: Source = .found
  /// Ends in `.html`, `.htm` or `.png`.
  public var output: Path
  /// Whether an output that exists is replaced; files of the batch never are.
  public var overwrite = false
  /// The side of the square that pictures are fitted to, in pixels, 16...1024.
  public var cell = 160
  /// Cells side by side in a PNG, 1...64.
  public var columns = 10
  /// The most cells; whatever comes after them is counted.
  public var limit = 2000
  /// Which inputs get a cell, by what the manifest says of them; empty: all.
  public var only: Set<Status> = []
  /// How much damage to a picture makes its cell `unreadable`.
  public var failOn: FailOn = .error
  /// What a picture may cost to read.
  public var limits: Limits = .default

  /// A sheet with default sizes, which ``write(tell:)`` makes; nothing is looked at yet.
  public init(of directory: Path, to output: Path) {
    self.directory = directory
    self.output = output
  }

  /// Nil if the output's name does not say.
  public var form: Form? {
    switch output.fileExtension {
    case "html", "htm": .html
    case "png": .png
    default: nil
    }
  }
}

extension ContactSheet.Status {
  /// Among all.
  var place: Int { ContactSheet.Status.allCases.firstIndex(of: self) ?? 0 }
}
