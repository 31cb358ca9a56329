internal import FeatureMaps
public import PoolingEngine

/// The engine held against results of the frameworks: a set of golden cases, each run through the library's public calls and
/// compared.
///
/// ```swift
/// let verification = try Verification(golden: GoldenSetPlace.find())
/// print(verification, verification.passed)
/// ```
///
/// A case is translated by its operator, parameters, framework and element type alone; what the framework gave is read only to
/// compare. Costs a fraction of a millisecond per small case; memory is the set's files.
public struct Verification: Hashable, Sendable {
  /// Cases of one operator and framework.
  public struct Row: Hashable, Sendable {
    public var operation: String
    public var framework: String
    /// The dialect that the engine computed in.
    public var dialect: Dialect?
    public var cases = 0
    public var passed = 0
    public var failed = 0
    public var declined = 0
    /// The largest error of a sample in units of its tolerance.
    public var worstError = 0.0
    public var comparedSamples = 0
    /// Samples that are not equal, within the tolerance or not.
    public var unequalSamples = 0
    /// Samples compared within one level of 255, and those of them that are not equal.
    public var levelSamples = 0
    public var unequalLevelSamples = 0
  }

  /// In the manifest's order.
  public private(set) var cases: [VerificationCase] = []
  /// The versions of the frameworks that made the set.
  public let versions: [String: String]

  /// The manifest that was read.
  public let manifestPath: Path
  /// The time that reading and running took.
  public let seconds: Double

  /// Runs every case of a set.
  ///
  /// - Parameter golden: a manifest (`cases.json`), beside which the file of arrays lies that it names, or the folder of both.
  /// - Throws: ``ImagePoolError``: `unreadable` for files that are not there; `truncated`, `corrupt`, `unsupported` or
  ///   `limit` for what is no such set; the message names the file.
  public init(golden: Path) throws(ImagePoolError) {
    let start = ContinuousClock.now
    let facts = try? SystemCalls.facts(of: golden)
    manifestPath = facts?.sort == .directory ? golden.joined("cases.json") : golden
    let manifest = try Self.manifest(manifestPath)
    versions = manifest.versions
    cases = manifest.cases.map { VerificationCase($0, of: manifest) }
    seconds = (ContinuousClock.now - start) / .seconds(1)
  }

  /// Whether no case failed.
  public var passed: Bool { failures.isEmpty && !cases.isEmpty }

  public var failures: [VerificationCase] {
    cases.filter { if case .failed = $0.outcome { true } else { false } }
  }

  /// The cases that were not run, each with its reason.
  public var declined: [VerificationCase] {
    cases.filter { if case .declined = $0.outcome { true } else { false } }
  }

  /// One row per operator and framework, in the order of their first cases.
  public var rows: [Row] {
    var rows: [Row] = []
    var places: [String: Int] = [:]
    for one in cases {
      let key = one.operation + " " + one.framework
      let place = places[key] ?? rows.count
      if place == rows.count {
        places[key] = place
        rows.append(Row(operation: one.operation, framework: one.framework, dialect: one.dialect))
      }
      rows[place].add(one)
    }
    return rows
  }

  private static func manifest(_ path: Path) throws(ImagePoolError) -> GoldenManifest {
    do throws(FeatureMapError) {
      return try GoldenManifest(cases: try read(path)) { (name) throws(FeatureMapError) in
        try read(path.directory.joined(Path(name)))
      }
    } catch {
      throw ImagePoolError(error).of(path.description)
    }
  }

  /// More than any set of cases needs, and less than a machine holds.
  private static let largestFile = 1 << 30

  private static func read(_ path: Path) throws(FeatureMapError) -> [UInt8] {
    do throws(SystemCalls.Failure) {
      let descriptor = try SystemCalls.openForReading(path)
      defer { try? SystemCalls.closeDescriptor(descriptor) }
      let bytes = try SystemCalls.readBytes(descriptor, upTo: largestFile + 1)
      if bytes.count <= largestFile { return bytes }
    } catch {
      throw FeatureMapError(
        .unreadable, "\(path) cannot be read: \(error.text)",
        remedy: "name a manifest (cases.json) that has its arrays beside it, or their folder")
    }
    throw FeatureMapError(.limit, "\(path) is above \(largestFile) bytes", remedy: "verify the set in parts")
  }
}

extension Verification.Row {
  fileprivate mutating func add(_ one: VerificationCase) {
    cases += 1
    switch one.outcome {
    case .passed: passed += 1
    case .failed: failed += 1
    case .declined: declined += 1
    }
    worstError = max(worstError, one.worstError)
    comparedSamples += one.comparedSamples
    unequalSamples += one.unequalSamples
    if one.isWithinOneLevel {
      levelSamples += one.comparedSamples
      unequalLevelSamples += one.unequalSamples
    }
  }
}
