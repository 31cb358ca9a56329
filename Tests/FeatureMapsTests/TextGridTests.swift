import FeatureMaps
import PoolingEngine
import Testing

struct TextGridTests {
  static func text(_ tensor: Tensor, columns: Int = 20, rows: Int = 40, digits: Int = 6) throws -> String {
    let geometry = FeatureMapGeometry(
      operation: "max", dialect: "torch", input: Size(height: 9, width: 12), output: tensor.size,
      parameters: [.init("kernel", [3, 4]), .init("padding", "same"), .init("ceil_mode", false)])
    let sink = TextGridSink(.memory, geometry: geometry, columns: columns, rows: rows, digits: digits)
    try Support.drain(tensor.makeSource(), into: sink, stripHeight: 2)
    return String(decoding: sink.takeBytes(), as: UTF8.self)
  }

  @Test func integers() throws {
    let tensor = try Support.tensor(2, 2, 3, [1, 20, 255, 0, 7, 8, 9, 9, 9, 9, 9, 9] as [UInt8])
    let expected = """
      max, torch dialect: 12x9 -> 3x2, 2 channels of uint8
      kernel 3,4  padding same  ceil_mode false

      channel 0: minimum 0, maximum 255, mean 48.5
           c0   c1   c2
      r0    1   20  255
      r1    0    7    8

      channel 1: minimum 9, maximum 9, mean 9
          c0  c1  c2
      r0   9   9   9
      r1   9   9   9

      """
    #expect(try Self.text(tensor) == expected)
  }

  @Test func floatsAreRoundedAndAligned() throws {
    let tensor = try Support.tensor(
      1, 3, 3, [0.123456789, -2, 1234567, 1e-9, .nan, -.infinity, 99999.96, 0.5, -0.0] as [Double])
    let expected = """
      max, torch dialect: 12x9 -> 3x3, 1 channel of float64
      kernel 3,4  padding same  ceil_mode false

      channel 0: minimum -inf, maximum 1.23457e6, mean nan, 1 nan
                      c0              c1              c2
      r0       0.123457       -2               1.23457e6
      r1       1e-9          nan            -inf
      r2  100000               0.5            -0

      """
    #expect(try Self.text(tensor) == expected)
  }

  /// One number per rule of rounding.
  @Test(arguments: [
    (0.0, "0"), (-1.0, "-1"), (0.1, "0.1"), (123456.0, "123456"), (123456.5, "123457"),
    (0.000123456789, "0.000123457"),
    (0.00000123456789, "0.00000123457"), (0.000000123456789, "1.23457e-7"), (999999.5, "1e6"),
    (9.999995, "10"),
    (0.9999996, "1"), (1e22, "1e22"), (1.5e300, "1.5e300"), (-.leastNonzeroMagnitude, "-5e-324"),
    (100.0, "100"),
    (1e6, "1e6"),
    (2.5e-5, "0.000025"),
  ])
  func rounding(number: Double, text: String) throws {
    let grid = try Self.text(Support.tensor(1, 1, 1, [number]))
    #expect(grid.split(separator: "\n").last?.split(separator: " ").last.map(String.init) == text)
  }

  @Test func largeResultsSayWhatIsLeftOut() throws {
    let text = try Self.text(Support.counting(1, 100, 50, as: Int32.self), columns: 5, rows: 4)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[2] == "shown: 4 of 100 rows, 5 of 50 columns")
    #expect(lines[3] == "channel 0: minimum 0, maximum 4999, mean 2499.5")
    #expect(lines[4].split(separator: " ") == ["c0", "c1", "c2", "…", "c48", "c49"])
    #expect(lines[5].split(separator: " ") == ["r0", "0", "1", "2", "…", "48", "49"])
    #expect(lines[7].trimmingSpaces() == "⋮")
    #expect(lines[9].split(separator: " ") == ["r99", "4950", "4951", "4952", "…", "4998", "4999"])
    #expect(lines.count == 10)
  }
}

extension String {
  fileprivate func trimmingSpaces() -> String { filter { $0 != " " } }
}
