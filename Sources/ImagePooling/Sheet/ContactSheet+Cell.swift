public import PoolingEngine

extension ContactSheet {
  /// What a sheet shows of one input.
  public struct Cell: Hashable, Sendable {
    /// What went wrong: with the input, or of an `unreadable` cell with its picture.
    public struct Failure: Hashable, Sendable {
      /// As in the manifest: an ``ImagePoolError`` kind, what is wrong, and what helps ("" if nothing is known to).
      public var kind, message, remedy: String
    }

    /// The place in the sheet, row by row, from 0.
    public var number: Int
    /// Nil where no manifest tells.
    public var input: Path?
    /// As the manifest names it.
    public var output: Path?
    /// What became of the input, or `unreadable`.
    public var status: Status
    public var failure: Failure?
    /// What the manifest says beside, or what reading the picture gave.
    public var warnings: [String]
    /// Upright.
    public var inputSize, outputSize: Size?
    /// Of the output's file.
    public var bytes: Int?
    /// Why there is no picture although nothing failed, in words; else nil.
    public var absence: String?

    /// What it is called: the input, or without one the picture.
    public var name: Path { input ?? output ?? "" }
  }

  /// What a sheet came to.
  public struct Summary: Hashable, Sendable {
    /// Inputs by what became of them; those without a cell as the manifest says.
    public var counts: [Status: Int] = [:]
    /// Failed and unreadable ones by kind of error.
    public var kinds: [String: Int] = [:]
    /// The cells of the sheet.
    public var cells = 0
    /// The manifest; nil if pictures were listed.
    public var manifest: Path?
    /// Lines that are none of a manifest, a torn last one not counted, and the number of the first, from 1.
    public var strangeLines = 0
    public var firstStrangeLine: Int?
    /// The last line has no end, as a run leaves it that was killed.
    public var isTorn = false

    /// All inputs.
    public var inputs: Int { counts.values.reduce(0, +) }
    /// Everything that was to be read was read.
    public var isWhole: Bool { strangeLines == 0 && !isTorn && counts[.unreadable, default: 0] == 0 }
  }
}
