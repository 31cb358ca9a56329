/// An input as an ``InputList`` gives it.
struct ListedInput: Sendable {
  /// What it is called and opened by.
  var path: Path
  /// Where its output goes below the output directory, unless a template says otherwise: the directories below the one that
  /// was walked; none for a file that was named.
  var directory: Path?
  /// Its place in the list, from 0.
  var index: Int

  /// What `{dir}` stands for: the directories below the walked one, or those of the name itself.
  var ownDirectory: Path { directory ?? path.directory }
}
