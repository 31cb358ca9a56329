internal import PoolingEngine

/// A sample as the dumps see it: a number to be written, ordered and added up.
protocol DumpSample: Sample {
  /// What it is as a Double; int64 beyond 2⁵³ is rounded.
  var number: Double { get }
  /// Its text in comma-separated values: integers as such, floats by the shortest digits that read back to the same value,
  /// `nan`, `inf`, `-inf`.
  func appendText(to text: inout [UInt8])
  /// Its text in JSON.
  func appendJSON(to text: inout [UInt8])
  /// Counts it: integers exactly, floats as Doubles.
  func record(in statistics: inout ChannelStatistics)
}

extension DumpSample where Self: FixedWidthInteger {
  var number: Double { Double(self) }

  func appendText(to text: inout [UInt8]) {
    var rest = magnitude
    let start = text.count
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    } while rest != 0
    if self < 0 { text.append(UInt8(ascii: "-")) }
    text[start...].reverse()
  }

  func appendJSON(to text: inout [UInt8]) { appendText(to: &text) }

  func record(in statistics: inout ChannelStatistics) { statistics.add(Int64(self)) }
}

extension DumpSample where Self: BinaryFloatingPoint & LosslessStringConvertible {
  var number: Double { Double(self) }

  func appendText(to text: inout [UInt8]) {
    // The sign of a NaN says nothing.
    text.append(contentsOf: (isNaN ? "nan" : description).utf8)
  }

  func appendJSON(to text: inout [UInt8]) { JSONWriter.append(self, to: &text) }

  func record(in statistics: inout ChannelStatistics) { statistics.add(Double(self)) }
}

extension UInt8: DumpSample {}
extension UInt16: DumpSample {}
extension Int8: DumpSample {}
extension Int16: DumpSample {}
extension Int32: DumpSample {}
extension Int64: DumpSample {}
extension Float16: DumpSample {}
extension Float: DumpSample {}
extension Double: DumpSample {}
