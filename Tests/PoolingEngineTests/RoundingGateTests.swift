import PoolingEngine
import Testing

/// Averages a hair above a half, where rounding in floating point would see the half itself: planning must send them to
/// integers.
@Suite("Roundings that floating point cannot decide")
struct RoundingGateTests {
  /// Two by two weighted taps whose mean of `level`, and `level` + 1 in the last place, is
  /// level + 1/2 + 1/(2D) with D = P·C: with weights 1, P − 1 down and C − c, c across, where C = m(P − 1) − 1 and
  /// c = (Pm − 1)/2, the last tap has the share (P − 1)c / PC = 1/2 + 1/(2PC).
  private func justAboveHalf<S: Sample & FixedWidthInteger>(_ level: S, p: Int, m: Int) throws -> Planes<S> {
    let (c, total) = ((p * m - 1) / 2, m * (p - 1) - 1)
    let rows = try AxisWindows(
      inputLength: 2, [Window(firstTap: 0, tapCount: 2, leadingWeight: 1, trailingWeight: p - 1)])
    let columns = try AxisWindows(
      inputLength: 2, [Window(firstTap: 0, tapCount: 2, leadingWeight: total - c, trailingWeight: c)])
    let input = try Planes<S>(
      channels: 1, size: Size(height: 2, width: 2), [level, level, level, level + 1])
    return try Pooling(.average, over: .custom(rows: rows, columns: columns))(input, as: S.self)
  }

  @Test("Bytes: D = 2.4e5 and 1.7e7, beyond what Float tells apart", arguments: [(65, 59), (257, 257)])
  func bytes(p: Int, m: Int) throws {
    #expect(try justAboveHalf(UInt8(200), p: p, m: m).samples == [201])
  }

  @Test("16 bits: D = 1.07e12, beyond what Double tells apart")
  func words() throws {
    #expect(try justAboveHalf(UInt16(40_000), p: 32_769, m: 1001).samples == [40_001])
  }
}
