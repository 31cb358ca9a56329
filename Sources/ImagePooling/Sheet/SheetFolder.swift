/// The directory that holds a batch's outputs, and the way from a name in a manifest to a file in it.
///
/// A file is opened only if it lies in the directory once all links are followed, so a manifest that somebody else wrote cannot put other
/// files of one's own into a sheet.
struct SheetFolder {
  let path: Path
  private let root: OutputDirectory
  private let resolved: [Path]
  private let commonDirectories: [Path]

  /// - Parameter commonDirectories: what the names of all outputs begin with.
  init(_ path: Path, commonDirectories: [Path] = []) throws(OutputPlan.Refusal) {
    self.path = path
    do throws(SystemCalls.Failure) {
      root = OutputDirectory(path, descriptor: try SystemCalls.openDirectory(path))
    } catch {
      throw OutputPlan.Refusal("\(path): \(error.text); name a batch's output directory")
    }
    resolved = SystemCalls.resolved(path).components
    self.commonDirectories = commonDirectories
  }

  /// Where an output can be: under its name as it was, or, if the directory was moved or is called otherwise from here, below the
  /// directory: behind its own name, or behind what all outputs have in common.
  func places(of output: Path) -> [Path] {
    var places = [output]
    let parts = output.components
    func below(_ count: Int) -> Path { parts.dropFirst(count).reduce(path) { $0.joined($1) } }
    if let name = resolved.last, let place = parts.dropLast().firstIndex(of: name) {
      places.append(below(place + 1))
    }
    if !commonDirectories.isEmpty, parts.count > commonDirectories.count {
      places.append(below(commonDirectories.count))
    }
    return places
  }

  /// The file that a name means, its directories and its own name, below the root.
  ///
  /// - Throws: ``ImagePoolError``: `missing`, or `outside`.
  func find(_ output: Path) throws(ImagePoolError) -> [Path] {
    guard !output.bytes.isEmpty, let place = places(of: output).first(where: SystemCalls.exists) else {
      throw ImagePoolError(
        .missing, "is not there", remedy: "name the directory that holds the outputs, or run the batch again")
    }
    do throws(SystemCalls.Failure) { _ = try SystemCalls.facts(of: place) } catch {
      throw ImagePoolError(
        error.isMissing ? .missing : .unreadable, "cannot be read: \(error.text)",
        remedy: "name the directory that holds the outputs, or look at its permissions")
    }
    let target = SystemCalls.resolved(place)
    let parts = target.components
    guard target.bytes.first == UInt8(ascii: "/"), parts.count > resolved.count,
      parts.prefix(resolved.count).elementsEqual(resolved)
    else {
      throw ImagePoolError(
        .outside, "leads out of \(path)", remedy: "name the directory that holds the outputs")
    }
    return Array(parts.dropFirst(resolved.count))
  }

  /// Opens a file that was found; no link is followed any more.
  func open(_ parts: [Path]) throws(ImagePoolError) -> SheetFile {
    do throws(SystemCalls.Failure) {
      var directory = root
      for part in parts.dropLast() {
        directory = OutputDirectory(
          directory.path.joined(part),
          descriptor: try SystemCalls.openDirectory(part, in: directory.descriptor))
      }
      // A path below the root has at least one part.
      let name = parts.last ?? "."
      return try SheetFile(try SystemCalls.openForReading(name, in: directory.descriptor))
    } catch {
      throw ImagePoolError(.unreadable, "cannot be read: \(error.text)", remedy: "check the permissions")
    }
  }
}

extension ImagePoolError.Kind {
  /// A picture that a record names is not there.
  public static let missing = ImagePoolError.Kind(rawValue: "missing")
  /// A picture that a record names lies elsewhere.
  public static let outside = ImagePoolError.Kind(rawValue: "outside")
}
