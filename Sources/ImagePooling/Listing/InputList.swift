/// The inputs of a batch: files, directories, and names from a list. They are listed anew whenever they are needed, so a
/// million of them take no more memory than one.
public struct InputList: Sendable {
  let operands: [Path]
  let list: NameList?

  /// - Parameters:
  ///   - operands: files, and directories that are walked. A file is an input whatever it is.
  ///   - list: a file of names, each ended by a zero byte or, if the file has none, by a line break; `-`: standard input.
  ///     What it names are files.
  /// - Throws: ``OutputPlan/Refusal`` if the list cannot be read.
  public init(_ operands: [Path], from list: Path? = nil) throws(OutputPlan.Refusal) {
    self.operands = operands
    self.list = try list.map { (path) throws(OutputPlan.Refusal) in try NameList(path == "-" ? nil : path) }
  }

  /// Directories among the operands.
  var directories: [Path] { operands.filter { (try? SystemCalls.facts(of: $0))?.sort == .directory } }

  /// Whether one of the operands is a directory, which stands for all files in it.
  public var hasDirectories: Bool { !directories.isEmpty }

  /// - Parameter excluded: a directory that walks leave out.
  func makeReader(excluding excluded: Path?) -> Reader {
    Reader(self, excluding: excluded.flatMap { try? SystemCalls.facts(of: $0) })
  }

  /// Gives one input after the other. Not to be used from two threads at once.
  final class Reader {
    private let list: InputList
    private let excluded: SystemCalls.Facts?
    private var nextOperand = 0
    private var walk: DirectoryWalk?
    private let names: NameList.Reader?
    private var index = 0
    private var ignoredBefore = 0

    fileprivate init(_ list: InputList, excluding excluded: SystemCalls.Facts?) {
      self.list = list
      self.excluded = excluded
      names = list.list.map(NameList.Reader.init)
    }

    /// Files that walks have passed over so far.
    var ignored: Int { ignoredBefore + (walk?.ignored ?? 0) }

    /// The list of names could not be read to its end.
    func check() throws(OutputPlan.Refusal) {
      guard let failure = names?.failure else { return }
      throw OutputPlan.Refusal("--from \(list.list?.name ?? "-"): cannot be read: \(failure.text)")
    }

    /// The next input; nil at the end.
    func next() -> ListedInput? {
      while true {
        if let walk {
          if let found = walk.next() { return listed(found.path, found.directory) }
          ignoredBefore += walk.ignored
          self.walk = nil
        }
        guard nextOperand < list.operands.count else { break }
        let operand = list.operands[nextOperand]
        nextOperand += 1
        guard (try? SystemCalls.facts(of: operand))?.sort == .directory else { return listed(operand, nil) }
        walk = DirectoryWalk(operand, excluding: excluded)
      }
      return names?.next().map { listed($0, nil) }
    }

    private func listed(_ path: Path, _ directory: Path?) -> ListedInput {
      defer { index += 1 }
      return ListedInput(path: path, directory: directory, index: index)
    }
  }
}
