extension RequestServer {
  /// What is said of a request.
  public struct Reply: Sendable {
    /// The exit status that the command line would have.
    public var status: Int32
    /// A JSON object per input, as `--json` prints them.
    public var reports: [String]
    /// Why it was not run.
    public var refusal: Refusal?
    /// A result that goes with the reply.
    public var output: [UInt8]?

    /// - Parameter failures: whether an input failed.
    public init(reports: [String], failures: Bool, output: [UInt8]? = nil) {
      status = failures ? 1 : 0
      self.reports = reports
      self.output = output
    }

    public init(_ refusal: Refusal) {
      status = 64
      reports = []
      self.refusal = refusal
    }

    /// The line, without its line break.
    ///
    /// - Parameter number: which of all requests it is, from 1; told where there is no id to know it by.
    func line(id: [UInt8]?, number: Int = 0) -> [UInt8] {
      var line = Array("{\"id\":".utf8)
      line += id ?? Array("null".utf8)
      if id == nil { line += Array(",\"number\":\(number)".utf8) }
      line += Array(",\"status\":\(status),\"error\":".utf8)
      line += refusal.map { $0.json } ?? Array("null".utf8)
      line += Array(",\"reports\":[".utf8)
      for (index, report) in reports.enumerated() {
        if index > 0 { line.append(UInt8(ascii: ",")) }
        line += Array(report.utf8)
      }
      line.append(UInt8(ascii: "]"))
      if let output { line += Array(",\"output_length\":\(output.count)".utf8) }
      line.append(UInt8(ascii: "}"))
      return line
    }
  }
}
