internal import FeatureMaps
internal import PoolingEngine

/// The engine held against results of the frameworks: a set of golden cases, each run and compared.
public struct Verification: Hashable, Sendable {
  /// Cases of one operator and framework.
  public struct Row: Hashable, Sendable {
    public var operation: String
    public var framework: String
    public var cases = 0
    public var passed = 0
    public var failed = 0
    public var declined = 0
    /// The largest error of a sample in units of its tolerance.
    public var worstError = 0.0
    public var comparedSamples = 0
    public var differingSamples = 0
    public var isWithinOneLevel = false
  }

  /// In the manifest's order.
  public private(set) var cases: [VerificationCase] = []
  /// The versions of the frameworks that made the set.
  public let versions: [String: String]

  /// Runs every case of a set.
  ///
  /// - Parameter golden: `cases.json`, beside which `tensors.safetensors` lies, or the folder that holds both.
  /// - Throws: ``ImagePoolError`` if the set cannot be read.
  public init(golden: Path) throws(ImagePoolError) {
    let manifest = try Self.manifest(golden)
    versions = manifest.versions
    cases = manifest.cases.map { VerificationCase($0, of: manifest) }
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
        rows.append(Row(operation: one.operation, framework: one.framework))
      }
      rows[place].add(one)
    }
    return rows
  }

  private static func manifest(_ golden: Path) throws(ImagePoolError) -> GoldenManifest {
    let cases = golden.lastComponent.fileExtension == "json" ? golden : golden.joined("cases.json")
    let tensors = cases.directory.joined("tensors.safetensors")
    do throws(FeatureMapError) {
      return try GoldenManifest(cases: try read(cases), tensors: try read(tensors))
    } catch {
      throw ImagePoolError(error).of(cases.description)
    }
  }

  private static func read(_ path: Path) throws(FeatureMapError) -> [UInt8] {
    do throws(SystemCalls.Failure) {
      let descriptor = try SystemCalls.openForReading(path)
      defer { try? SystemCalls.closeDescriptor(descriptor) }
      return try SystemCalls.readBytes(descriptor, upTo: .max)
    } catch {
      throw FeatureMapError(
        .unreadable, "\(path) cannot be read: \(error.text)",
        remedy: "give the folder with cases.json and tensors.safetensors")
    }
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
    differingSamples += one.differingSamples
    isWithinOneLevel = isWithinOneLevel || one.isWithinOneLevel
  }
}
