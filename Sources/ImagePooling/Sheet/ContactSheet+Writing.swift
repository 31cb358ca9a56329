extension ContactSheet {
  /// Writes the sheet.
  ///
  /// - Parameter tell: gets each cell once it is drawn, and may throw to end it all.
  /// - Throws: ``OutputPlan/Refusal`` before anything is written: values out of bounds, no directory, no manifest, a name that is taken;
  ///   ``StandardErrorIsInput`` likewise; ``ImagePoolError`` if the sheet cannot be written. What cannot be read for a cell is that cell's.
  public func write(tell: (Cell) throws -> Void = { _ in }) throws -> Summary {
    let form = try checkedForm()
    let (entries, folder) = try entries()
    var summary = entries.summary
    // What killed runs left here.
    TemporaryFiles.removeAbandoned(beside: overwrite ? SystemCalls.resolved(output) : output)
    let sink: any SheetSink =
      switch form {
      case .html: try SheetPage(self)
      case .png: try SheetGrid(self, cells: summary.cells)
      }
    var pictures = SheetPictureReader(self, form, folder)
    // What a picture takes comes on top of what is held already.
    pictures.limits.memory = max(0, limits.memory - sink.memory - entries.memory)
    var number = 0
    while let entry = try entries.next() {
      let (cell, picture) = ContactSheet.cell(number, entry, pictures)
      if cell.status == .unreadable, let failure = cell.failure {
        summary.counts[entry.status, default: 0] -= 1
        summary.counts[.unreadable, default: 0] += 1
        summary.kinds[failure.kind, default: 0] += 1
      }
      try sink.add(cell, picture)
      try tell(cell)
      number += 1
    }
    summary.cells = number
    try sink.finish(summary)
    return summary
  }

  private static func cell(
    _ number: Int, _ entry: SheetEntry, _ pictures: SheetPictureReader
  ) -> (Cell, SheetPicture?) {
    var cell = Cell(
      number: number, input: entry.input, output: entry.output, status: entry.status, failure: entry.failure,
      warnings: entry.warnings, inputSize: entry.inputSize, outputSize: entry.outputSize,
      absence: entry.absence)
    guard entry.status != .failed, entry.absence == nil, let output = entry.output else { return (cell, nil) }
    do throws(ImagePoolError) {
      let (picture, size, bytes) = try pictures.read(output)
      (cell.outputSize, cell.bytes) = (size, bytes)
      return (cell, picture)
    } catch {
      cell.status = .unreadable
      cell.failure = Cell.Failure(kind: error.kind.rawValue, message: error.message, remedy: error.remedy)
      return (cell, nil)
    }
  }

  // MARK: - Before any work

  private func checkedForm() throws(OutputPlan.Refusal) -> Form {
    guard let form else {
      throw OutputPlan.Refusal(
        "-o \(output): a sheet is a page or a picture; give -o FILE.html or -o FILE.png")
    }
    guard (16...1024).contains(cell) else {
      throw OutputPlan.Refusal("a cell of \(cell) pixels; give 16 to 1024")
    }
    guard (1...64).contains(columns) else { throw OutputPlan.Refusal("\(columns) columns; give 1 to 64") }
    guard limit > 0 else { throw OutputPlan.Refusal("at most \(limit) cells; allow at least 1") }
    return form
  }

  private func entries() throws -> (any SheetEntries, SheetFolder) {
    // Says what is wrong with the directory before anything else is looked at.
    let folder = try SheetFolder(directory)
    let manifest = try manifest()
    let protection = SheetProtection(self, manifest: manifest)
    // Ahead of the planner's words, as those would go to standard error.
    if let manifest { try protection.checkErrors(manifest) }
    try OutputPlanner(
      inputs: manifest.map { [$0] } ?? [], names: [(output, "the sheet")], overwrite: overwrite
    ).check()
    guard let manifest else { return (try ListedPictures(self, protection), folder) }
    let entries = try RecordedEntries(manifest, for: self)
    let below = try SheetFolder(directory, commonDirectories: entries.commonDirectories ?? [])
    if !protection.isIdle { try entries.forEachLine { try protection.check($0, below) } }
    return (entries, below)
  }

  /// The manifest to read; nil: pictures are listed.
  private func manifest() throws(OutputPlan.Refusal) -> Path? {
    switch source {
    case .pictures: return nil
    case .manifest(let path): return path
    case .found: break
    }
    let names: DirectoryNames
    do throws(SystemCalls.Failure) { names = try DirectoryNames(of: directory) } catch {
      throw OutputPlan.Refusal("\(directory): \(error.text); name a batch's output directory")
    }
    let usual = directory.joined("manifest.jsonl")
    if (try? SystemCalls.facts(of: usual))?.sort == .regular { return usual }
    // Other lists of JSON lines, such as a data set's, are passed over.
    let found = (0..<names.count).map { names[$0] }.filter { $0.fileExtension == "jsonl" }
      .map { directory.joined($0) }.filter { Manifest.mayBegin(in: $0) && !Manifest.isEmpty($0) }
    guard found.count > 1 else { return found.first }
    throw OutputPlan.Refusal(
      "\(directory) holds \(found.count) manifests, \(found[0]) and \(found[1])\(found.count > 2 ? " among them" : ""); "
        + "choose one with --manifest FILE, or --no-manifest to show all pictures")
  }
}

extension Manifest {
  fileprivate static func isEmpty(_ path: Path) -> Bool { (try? SystemCalls.facts(of: path))?.size == 0 }
}
