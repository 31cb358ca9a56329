/// The numbers of a text, plane after plane.
struct CSVTable {
  var channels = 1
  var rows = 0
  var columns = 0
  var numbers: [Double] = []
  /// The text had the header line of a dump.
  var isDump = false
  /// No cell has a fraction, an exponent or a name.
  var isAllIntegers = true
}
