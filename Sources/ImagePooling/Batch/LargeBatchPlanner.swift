internal import PoolingEngine

/// Looks at all names of a batch before anything is written. Nothing is kept of them but hashes, 16 bytes each; where two are
/// equal, the names are read again.
struct LargeBatchPlanner {
  private let batch: LargeBatch
  private let history: RunHistory
  private let naming: OutputNaming
  private let tree: OutputTree

  init(_ batch: LargeBatch, _ history: RunHistory) {
    self.batch = batch
    self.history = history
    naming = batch.naming
    tree = OutputTree(batch.directory)
  }

  /// Gives the number of inputs that there are to work on.
  ///
  /// - Throws: ``OutputPlan/Refusal`` with the names.
  func check() throws(OutputPlan.Refusal) -> Int {
    try checkDirectory()
    if batch.name?.uses(.index) == true { try checkRepetition() }
    let outputs = SortedTable<NameHash>()
    var taken = TakenNames()
    let work = try look(outputs, &taken)
    outputs.sort()
    for place in 1..<max(1, outputs.count) where outputs[place] == outputs[place - 1] {
      throw collision(outputs[place])
    }
    outputs.removeAll(from: 0)
    if taken.identities.count > 0 {
      taken.identities.sort()
      try checkInputs(taken.identities)
    }
    if let refusal = taken.refusal { throw refusal }
    return work
  }

  private func forEach(
    _ body: (ListedInput) throws(OutputPlan.Refusal) -> Void
  ) throws(OutputPlan.Refusal) {
    let reader = batch.inputs.makeReader(excluding: batch.directory)
    while let input = reader.next() {
      if let shard = batch.shard, !shard.contains(naming.key(of: input)) { continue }
      try body(input)
    }
    try reader.check()
  }

  private func checkDirectory() throws(OutputPlan.Refusal) {
    guard let facts = try? SystemCalls.facts(of: batch.directory) else {
      guard (try? SystemCalls.factsOfName(batch.directory))?.sort == .link else { return }
      throw OutputPlan.Refusal(
        "\(batch.directory) is a link that leads to no directory; make the directory, or give another -o")
    }
    guard facts.sort == .directory else {
      throw OutputPlan.Refusal("\(batch.directory) is a file, and results need a directory; give another -o")
    }
    for directory in batch.inputs.directories {
      guard let other = try? SystemCalls.facts(of: directory), other.isSameFile(as: facts) else { continue }
      throw OutputPlan.Refusal(
        "\(batch.directory) is the directory of inputs \(directory), and results there would be inputs of the next run; "
          + "give another -o")
    }
  }

  /// Without `{index}` two outputs of one input have one name.
  private func checkRepetition() throws(OutputPlan.Refusal) {
    let names = SortedTable<NameHash>()
    try forEach { input in names.append(NameHash(input.path.bytes)) }
    names.sort()
    for place in 1..<max(1, names.count) where names[place] == names[place - 1] {
      let hash = names[place]
      try forEach { (input) throws(OutputPlan.Refusal) in
        if NameHash(input.path.bytes) == hash {
          throw OutputPlan.Refusal("\(input.path) is named twice; name it once")
        }
      }
    }
  }

  /// What a plan knows of an input's output: its name, or that the input fails.
  private func name(of input: ListedInput) throws(OutputPlan.Refusal) -> Path? {
    do throws(ImagePoolError) { return try naming.choice(for: input).name } catch {
      if error == OutputNaming.pipe { throw OutputPlan.Refusal("\(error.of(input.path.description))") }
      return nil
    }
  }

  /// Stands for an output. Inputs without one stand for themselves, so that none is named twice.
  private func hash(_ input: ListedInput, _ output: Path?) -> NameHash {
    output.map { NameHash($0.bytes) } ?? NameHash([0] + input.path.bytes)
  }

  private func look(_ outputs: SortedTable<NameHash>, _ taken: inout TakenNames) throws(OutputPlan.Refusal)
    -> Int
  {
    // Nothing is taken in a directory that is not there.
    let isNew = !SystemCalls.exists(batch.directory)
    // Reports go there.
    let reports = (try? SystemCalls.facts(of: 1)).flatMap { $0.sort == .regular ? $0 : nil }
    var work = 0
    var found = taken
    try forEach { (input) throws(OutputPlan.Refusal) in
      if let reports, let facts = try? SystemCalls.facts(of: input.path), facts.isSameFile(as: reports) {
        throw OutputPlan.standardOutputIsInput(input.path)
      }
      let output = try name(of: input)
      outputs.append(hash(input, output))
      if let output, isManifest(tree.path(output)) {
        throw OutputPlan.Refusal(
          "\(tree.path(output)), the output of \(input.path), is the manifest; give another --manifest")
      }
      guard case .work(let isOurs, _) = history.verdict(NameHash(input.path.bytes), input.path) else {
        return
      }
      work += 1
      guard !isNew, let output else { return }
      found.look(tree.path(output), mayReplace: isOurs || batch.existing != .refuse)
    }
    taken = found
    return work
  }

  /// Whether an output would take the manifest's place, which may not be there yet.
  private func isManifest(_ output: Path) -> Bool {
    guard let manifest = batch.record?.manifest, manifest.lastComponent == output.lastComponent else {
      return false
    }
    let directories = (manifest.directory, output.directory)
    if let a = try? SystemCalls.facts(of: directories.0), let b = try? SystemCalls.facts(of: directories.1) {
      return a.isSameFile(as: b)
    }
    return directories.0.components == directories.1.components
  }

  private func collision(_ hash: NameHash) -> OutputPlan.Refusal {
    var first: ListedInput?
    do throws(OutputPlan.Refusal) {
      try forEach { (input) throws(OutputPlan.Refusal) in
        let output = try name(of: input)
        guard self.hash(input, output) == hash else { return }
        guard let other = first else {
          first = input
          return
        }
        if other.path == input.path { throw OutputPlan.Refusal("\(input.path) is named twice; name it once") }
        guard let output else { return }
        throw OutputPlan.Refusal(
          "\(other.path) and \(input.path) would both be written to \(tree.path(output)); "
            + "keep them apart with --name '\(naming.cure(other, input))'")
      }
    } catch {
      return error
    }
    return OutputPlan.Refusal(
      "two inputs would be written to one output, and the inputs are changing; try again")
  }

  /// No input may be among the files that would be replaced.
  private func checkInputs(_ identities: SortedTable<NameHash>) throws(OutputPlan.Refusal) {
    try forEach { (input) throws(OutputPlan.Refusal) in
      let kinds = [try? SystemCalls.facts(of: input.path), try? SystemCalls.factsOfName(input.path)]
      for facts in kinds.compactMap({ $0 }) where identities.contains(TakenNames.identity(facts)) {
        throw inputTaken(input, facts)
      }
    }
  }

  private func inputTaken(_ input: ListedInput, _ facts: SystemCalls.Facts) -> OutputPlan.Refusal {
    var refusal: OutputPlan.Refusal?
    try? forEach { (other) throws(OutputPlan.Refusal) in
      guard refusal == nil, let output = try name(of: other).map(tree.path),
        let taken = try? SystemCalls.factsOfName(output), taken.isSameFile(as: facts)
      else { return }
      refusal = OutputPlan.Refusal(
        "\(output) is an input (\(input.path)), and inputs are never changed; give another -o or --name")
    }
    return refusal
      ?? OutputPlan.Refusal("\(input.path) is an input and would be replaced; give another -o or --name")
  }
}
