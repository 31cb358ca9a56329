import Testing

/// What is refused before any work, and in which words.
extension SheetTests {
  struct Refusal: CustomTestStringConvertible {
    let line: String
    let words: String
    var testDescription: String { line }
  }

  static let refusals = [
    Refusal(
      line: "out --manifest m.jsonl -o sheet",
      words: "-o sheet: a sheet is a page or a picture; give -o FILE.html or -o FILE.png"),
    Refusal(
      line: "out --manifest m.jsonl -o sheet.jpg",
      words: "-o sheet.jpg: a sheet is a page or a picture; give -o FILE.html or -o FILE.png"),
    Refusal(
      line: "out --manifest m.jsonl -o -",
      words: "-o -: a sheet is a page or a picture; give -o FILE.html or -o FILE.png"),
    Refusal(
      line: "nowhere -o s.html", words: "nowhere: No such file or directory; name a batch's output directory"),
    Refusal(line: "m.jsonl -o s.html", words: "m.jsonl: Not a directory; name a batch's output directory"),
    Refusal(
      line: "out --manifest none.jsonl -o s.html",
      words: "the manifest none.jsonl cannot be read: No such file or directory"),
    Refusal(
      line: "out --manifest in -o s.html",
      words: "in is no file; a manifest is read more than once, so give one"),
    Refusal(
      line: "out --manifest /dev/null -o s.html",
      words: "/dev/null is no file; a manifest is read more than once, so give one"),
    Refusal(
      line: "out --manifest empty.jsonl -o s.html",
      words:
        "empty.jsonl is empty; give the manifest of a batch, or --no-manifest to show all pictures in out"),
    Refusal(
      line: "out --manifest garbage.jsonl -o s.html",
      words:
        "garbage.jsonl: no line of it is one of a manifest; give the manifest of a batch, or --no-manifest to show all pictures in out"
    ),
    Refusal(
      line: "bare -o s.html", words: "bare: there are no pictures in it; name a batch's output directory"),
    Refusal(
      line: "two -o s.html",
      words:
        "two holds 2 manifests, two/a.jsonl and two/b.jsonl; choose one with --manifest FILE, or --no-manifest to show all pictures"
    ),
    // Nothing that exists is replaced without being asked, and what the batch reads and writes never is.
    Refusal(
      line: "out --manifest m.jsonl -o taken.html",
      words: "taken.html exists; give another name, or --overwrite to replace it"),
    Refusal(
      line: "out --manifest m.jsonl -o taken.png",
      words: "taken.png exists; give another name, or --overwrite to replace it"),
    Refusal(
      line: "out --manifest page.html -o page.html --overwrite",
      words: "page.html is an input (page.html), and inputs are never changed; give another -o"),
    Refusal(
      line: "out --manifest m.jsonl -o out/a.png --overwrite",
      words: "out/a.png is a file of the batch (out/a.png), and those are never changed; give another -o"),
    Refusal(
      line: "out --manifest m.jsonl -o in/a.png --overwrite",
      words: "in/a.png is a file of the batch (in/a.png), and those are never changed; give another -o"),
    Refusal(
      line: "out --manifest m.jsonl -o link.png --overwrite",
      words: "link.png is a file of the batch (out/a.png), and those are never changed; give another -o"),
    Refusal(
      line: "out --no-manifest -o out/a.png --overwrite",
      words: "out/a.png is a file of the batch (out/a.png), and those are never changed; give another -o"),
    // The batch's directory as a copy, which the manifest does not name.
    Refusal(
      line: "copy --manifest m.jsonl -o copy/a.png --overwrite",
      words: "copy/a.png is a file of the batch (copy/a.png), and those are never changed; give another -o"),
    Refusal(
      line: "copy --manifest m.jsonl -o copied.png --overwrite",
      words: "copied.png is a file of the batch (copy/a.png), and those are never changed; give another -o"),
    Refusal(
      line: "copy -o copied.png --overwrite",
      words: "copied.png is a file of the batch (copy/a.png), and those are never changed; give another -o"),
    // As it was named from another directory: beside the manifest, and beside the output directory.
    Refusal(
      line: "moved/out --manifest moved/m.jsonl -o moved/in/c.png --overwrite",
      words:
        "moved/in/c.png is a file of the batch (moved/out/../in/c.png), and those are never changed; give another -o"
    ),
    Refusal(
      line: "out --manifest moved/m.jsonl -o moved/in/c.png --overwrite",
      words:
        "moved/in/c.png is a file of the batch (moved/in/c.png), and those are never changed; give another -o"
    ),
    Refusal(
      line: "out --manifest - -o s.html",
      words: "a manifest is read more than once, so it cannot come from standard input; give --manifest FILE"),
    Refusal(
      line: "out --manifest m.jsonl -o folder.html",
      words: "folder.html is a directory, which no output replaces; give another -o"),
    // Options that make no sense.
    Refusal(
      line: "out --manifest m.jsonl -o s.html --columns 3",
      words: "--columns is of a .png; a page has as many as fit"),
    Refusal(
      line: "out --manifest m.jsonl -o s.png --cell 1024 --max-pixels 1000",
      words:
        "a sheet of 1 row of 4 cells would be 4136x1040; give a smaller --limit or --cell, or allow it with --max-pixels"
    ),
    Refusal(
      line: "out --manifest m.jsonl -o s.png --cell 1024 --max-memory 1M",
      words:
        "a row of 4 cells takes more memory than allowed; give a smaller --cell or fewer --columns, or allow it with --max-memory"
    ),
  ]
}
