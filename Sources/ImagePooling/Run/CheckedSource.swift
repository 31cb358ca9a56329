internal import PoolingEngine

/// Pooled rows that look at cancellation before every read and at the input's damage after the last row.
final class CheckedSource: RowSource {
  let format: RowFormat
  private let rows: any RowSource
  private let input: PreparedInput
  private let run: RecipeRun
  private var isJudged = false

  init(_ rows: any RowSource, _ input: PreparedInput, _ run: RecipeRun) {
    self.rows = rows
    self.input = input
    self.run = run
    format = rows.format
  }

  func read(into strip: inout Strip) throws {
    try run.checkpoint()
    do {
      try rows.read(into: &strip)
    } catch {
      throw ImagePoolError(any: error).of(run.context.name?.description)
    }
    if strip.firstRow + strip.rowCount >= format.size.height, !isJudged {
      isJudged = true
      do throws(ImagePoolError) { _ = try run.damage(of: input) } catch {
        throw error.of(run.context.name?.description)
      }
    }
  }
}
