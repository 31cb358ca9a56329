internal import FeatureMaps

extension TarBatch {
  /// What became of one member.
  public struct Member: Sendable {
    public enum Treatment: Sendable {
      /// A picture has become its result.
      case pooled(Report)
      /// It is as it was, but for its header.
      case copied
      /// A picture that could not be pooled is as it was.
      case kept(ImagePoolError)
      /// A picture that could not be pooled has made room for a member that says why.
      case replaced(ImagePoolError)
      /// It ends the run.
      case refused(ImagePoolError)
    }

    /// The archive that it belongs to.
    public var archive: Path?
    public var name: Path
    /// What WebDataset calls its sample; nil if it belongs to none.
    public var sample: Path?
    /// Its name in the result; nil if it is not there.
    public var output: Path?
    public var treatment: Treatment
    /// Links from or to it that lead nowhere in the result.
    public var warnings: [String]
    /// Bytes of content in the result.
    public var bytesWritten: Int?
    public var seconds: Double

    /// Why it could not be pooled.
    public var error: ImagePoolError? {
      switch treatment {
      case .pooled, .copied: nil
      case .kept(let error), .replaced(let error), .refused(let error): error
      }
    }

    private var word: String {
      switch treatment {
      case .pooled: "pooled"
      case .copied: "copied"
      case .kept: "kept"
      case .replaced: "replaced"
      case .refused: "refused"
      }
    }

    /// One JSON object on one line: the fields of `imagepool pool --json`, and which archive and sample it is of.
    public var json: String {
      let more =
        Report.nameMembers("archive", archive) + Report.nameMembers("sample", sample)
        + [JSONValue.Member("member", .string(word))]
      var members: [JSONValue.Member]
      switch treatment {
      case .pooled(var report):
        report.warnings += warnings
        return report.json(with: more)
      case .copied:
        members = [JSONValue.Member("schema", 1)]
        members += Report.nameMembers("input", name) + Report.nameMembers("output", output)
        members += [
          JSONValue.Member("status", .string(warnings.isEmpty ? "ok" : "warned")),
          JSONValue.Member("error", .null),
          JSONValue.Member("warnings", .array([])), JSONValue.Member("dumps", .array([])),
        ]
      case .kept(let error), .replaced(let error), .refused(let error):
        members = Report.failureMembers(error, name, output: output, status: "failed")
      }
      let links = JSONValue.Member("warnings", .array(warnings.map(JSONValue.string)))
      members = members.map { $0.name == links.name ? links : $0 }
      members.append(JSONValue.Member("bytes_written", JSONValue(bytesWritten)))
      members += Report.closingMembers(seconds: seconds, peakMemoryBytes: PeakMemory.bytes) + more
      return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
    }

    /// The content of the member that says why a picture could not be pooled: the line of the report without what differs from
    /// run to run.
    static func errorContent(_ error: ImagePoolError, _ name: Path, sample: Path?) -> [UInt8] {
      let members =
        Report.failureMembers(error, name, status: "failed") + Report.nameMembers("sample", sample)
      return JSONValue.object(members).encoded() + [UInt8(ascii: "\n")]
    }
  }
}
