/// Takes samples as Doubles.
struct RowNumbers: SampleRow.Visitor {
  var numbers: [Double] = []

  mutating func visit<S: DumpSample>(_ sample: (Int) -> S, count: Int) {
    numbers.removeAll(keepingCapacity: true)
    for i in 0..<count { numbers.append(sample(i).number) }
  }
}
