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
      try readToTheEnd()
      do throws(ImagePoolError) { _ = try run.damage(of: input) } catch {
        throw error.of(run.context.name?.description)
      }
    }
  }

  /// Rows that no window takes still tell of damage.
  private func readToTheEnd() throws {
    var rest = Strip(format: input.rows.format, capacity: 16)
    do {
      repeat { try input.rows.read(into: &rest) } while rest.rowCount > 0
    } catch {
      throw ImagePoolError(any: error).of(run.context.name?.description)
    }
  }
}
