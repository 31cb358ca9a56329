/// What a sheet must not change: it replaces no file of the batch, and neither standard output nor standard error is appended to one.
struct SheetProtection {
  /// Longer names are no file's; a name may have any number of directories, of which the last are tried.
  private static let longestName = 4096
  private static let mostDirectories = 64

  private let sheet: ContactSheet
  private let manifest: Path?
  /// The file that the sheet would replace.
  private let target: SystemCalls.Facts?
  private let output, errors: SystemCalls.Facts?

  init(_ sheet: ContactSheet, manifest: Path?) {
    self.sheet = sheet
    self.manifest = manifest
    target = try? SystemCalls.facts(of: sheet.output)
    func file(_ descriptor: Int32) -> SystemCalls.Facts? {
      guard let facts = try? SystemCalls.facts(of: descriptor), facts.sort == .regular else { return nil }
      return facts
    }
    (output, errors) = (file(1), file(2))
  }

  /// Nothing can be harmed, so names need not be looked for.
  var isIdle: Bool { target == nil && output == nil && errors == nil }

  /// - Throws: ``OutputPlan/Refusal``, or ``ContactSheet/StandardErrorIsInput``.
  func check(_ entry: SheetEntry, _ folder: SheetFolder) throws {
    if let input = entry.input {
      for name in [input] + others(for: input) { try check(name) }
    }
    if let output = entry.output {
      for name in folder.places(of: output) + others(for: output) + ends(of: output) { try check(name) }
    }
  }

  /// A file under this name.
  func check(_ name: Path) throws {
    guard name.bytes.count <= Self.longestName, let facts = try? SystemCalls.facts(of: name) else { return }
    try checkErrors(name, facts)
    if let output, output.isSameFile(as: facts) {
      throw OutputPlan.Refusal(
        "standard output is an input (\(name)), and inputs are never changed; redirect it elsewhere")
    }
    if let target, target.isSameFile(as: facts) {
      throw OutputPlan.Refusal(
        "\(sheet.output) is a file of the batch (\(name)), and those are never changed; give another -o")
    }
  }

  /// Of standard error alone.
  func checkErrors(_ name: Path) throws(ContactSheet.StandardErrorIsInput) {
    if let facts = try? SystemCalls.facts(of: name) { try checkErrors(name, facts) }
  }

  private func checkErrors(
    _ name: Path, _ facts: SystemCalls.Facts
  ) throws(ContactSheet.StandardErrorIsInput) {
    if let errors, errors.isSameFile(as: facts) { throw ContactSheet.StandardErrorIsInput(input: name) }
  }

  /// A relative name from where the batch may have been run: beside its manifest, or beside its output directory.
  private func others(for name: Path) -> [Path] {
    guard name.bytes.first != UInt8(ascii: "/") else { return [] }
    var directories = [sheet.directory.joined("..")]
    if let manifest { directories.append(manifest.directory) }
    return directories.map { $0.joined(name) }
  }

  /// The ends of a name below the directory, wherever that was when the batch wrote.
  private func ends(of name: Path) -> [Path] {
    guard name.bytes.count <= Self.longestName else { return [] }
    let parts = name.components.suffix(Self.mostDirectories)
    return parts.indices.map { parts[$0...].reduce(sheet.directory) { $0.joined($1) } }
  }
}

extension ContactSheet {
  /// Standard error is the manifest or a file of the batch, so nothing can be said there without changing it.
  public struct StandardErrorIsInput: Error, Hashable, CustomStringConvertible {
    public var input: Path
    public var description: String {
      "standard error is an input (\(input)), and inputs are never changed; redirect it elsewhere"
    }
  }
}
