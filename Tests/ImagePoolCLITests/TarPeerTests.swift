import Foundation
import TestSupport
import Testing

/// Archives of other programs go through `imagepool tar`, and they read what it writes.
@Suite("imagepool tar beside other programs")
struct TarPeerTests {
  let program = try! Program()

  private static func runs(_ line: String) -> Bool {
    (try? Program().shell(line + " > /dev/null 2>&1").status == 0) ?? false
  }

  static let python = ProcessInfo.processInfo.environment["IMAGEPOOL_PEERS_PYTHON"] ?? "python3"
  static let hasPython = runs("'\(python)' -c ''")
  static let hasGNUTar = runs("tar --version | grep 'GNU tar'")
  static let hasWebDataset = runs("'\(python)' -c 'import webdataset, PIL, numpy'")

  /// Members whose names need every way that a form has to store them.
  private static let files = [
    "1.jpg", "1.cls", "dir/sub/2.jpg", "dir/sub/2.json",
    String(repeating: "d", count: 90) + "/"
      + String(repeating: "e", count: 60) + "/3.jpg", String(repeating: "n", count: 150) + ".4.cls",
    "ümläut.5.jpg",
  ]

  private func writeFiles(_ names: [String]) throws {
    for (number, name) in names.enumerated() {
      let content =
        name.hasSuffix("jpg") ? try ThumbnailBatch.jpeg(number, size: 40) : Array("number \(number)".utf8)
      try program.write(content, "given/" + name)
    }
  }

  /// What the extracted members would be: `imagepool thumbnail` of each picture, all others as they are.
  private func check(_ names: [String]) throws {
    for name in names {
      let made = try program.read("made/" + name)
      guard name.hasSuffix("jpg") else {
        #expect(try made == program.read("given/" + name))
        continue
      }
      let short = "plain.jpg"
      try program.write(try program.read("given/" + name), short)
      #expect(try program.run("thumbnail", short, "-o", "one", "--fit", "8", "--overwrite").status == 0)
      #expect(try made == program.read("one/plain.jpg"), "\(name)")
    }
  }

  @Test(
    "GNU tar's archives", .enabled(if: hasGNUTar, "there is no GNU tar"),
    arguments: [("gnu", 7), ("posix", 7), ("ustar", 5), ("v7", 4), ("oldgnu", 7)])
  func gnuTar(form: String, count: Int) throws {
    // What the older forms cannot store is left out.
    let names =
      form == "ustar"
      ? Self.files.filter { $0.count < 150 || $0.hasPrefix("d") }
      : form == "v7" ? Self.files.filter { $0.utf8.count <= 99 } : Self.files
    try writeFiles(names)
    let list = names.map { "'\($0)'" }.joined(separator: " ")
    let result = try program.shell(
      """
      set -e
      tar -C given --format=\(form) -cf in.tar \(list)
      $imagepool tar in.tar out.tar --fit 8
      tar -tf out.tar > names
      mkdir made
      tar -C made -xf out.tar
      """)
    #expect(result.status == 0, "\(result.error)")
    #expect(
      result.error == "imagepool: in.tar: \(names.count { $0.hasSuffix("jpg") }) pooled, "
        + "\(names.count { !$0.hasSuffix("jpg") }) copied\n")
    try check(names)
  }

  @Test(
    "GNU tar's sparse members are refused", .enabled(if: hasGNUTar, "there is no GNU tar"),
    arguments: ["gnu", "posix"])
  func sparse(form: String) throws {
    let result = try program.shell(
      """
      truncate -s 1M hole && printf x >> hole
      tar --format=\(form) -S -cf in.tar hole
      $imagepool tar in.tar out.tar --fit 8
      """)
    #expect(result.status == 1)
    #expect(
      result.error
        == "imagepool: in.tar: the member at byte 0 is stored sparse; pack the archive anew without --sparse\n"
    )
    #expect(!program.exists("out.tar"))
  }

  @Test(
    "Python's archives", .enabled(if: hasPython, "there is no Python"),
    arguments: ["USTAR_FORMAT", "GNU_FORMAT", "PAX_FORMAT"])
  func pythonTarfile(form: String) throws {
    let names =
      form == "USTAR_FORMAT" ? Self.files.filter { $0.count < 150 || $0.hasPrefix("d") } : Self.files
    try writeFiles(names)
    try program.write(
      Array(
        """
        import os, sys, tarfile
        names = sys.argv[1:]
        if not os.path.exists('in.tar'):
            with tarfile.open('in.tar', 'w', format=tarfile.\(form)) as t:
                for name in names: t.add('given/' + name, name)
        else:
            for mode in ('r:', 'r|'):
                with tarfile.open('out.tar', mode) as t:
                    for name, member in zip(names, t, strict=True):
                        assert member.name == name and member.mode == 0o644 and member.uid == member.mtime == 0
                        os.makedirs(os.path.dirname('made/' + name), exist_ok=True)
                        open('made/' + name, 'wb').write(t.extractfile(member).read())
        """.utf8), "both.py")
    let list = names.map { "'\($0)'" }.joined(separator: " ")
    let result = try program.shell(
      "set -e; '\(Self.python)' both.py \(list); $imagepool tar in.tar out.tar --fit 8; '\(Self.python)' both.py \(list)"
    )
    #expect(result.status == 0, "\(result.error)")
    try check(names)
  }

  @Test(
    "Shards of the webdataset package, written and read back by it",
    .enabled(
      if: hasWebDataset,
      "webdataset, PIL and NumPy are not all there for \(python); name one in IMAGEPOOL_PEERS_PYTHON"))
  func webDataset() throws {
    let script = #"""
      import glob, io, json, subprocess, sys
      import numpy as np, webdataset as wds
      from PIL import Image
      samples, imagepool = sys.argv[1:]
      names = sorted(glob.glob(samples + '/*.jpg') + glob.glob(samples + '/*.png'))
      with wds.TarWriter('in.tar') as shard:
          for number, name in enumerate(names):
              shard.write({'__key__': f'part/{number:06d}', name[-3:]: open(name, 'rb').read(),
                           'cls': number, 'json': {'name': name[-20:]}, 'npy': np.arange(number)})
      run = lambda *words: subprocess.run([imagepool, *words], check=True, stdout=subprocess.PIPE).stdout
      run('tar', 'in.tar', 'small.tar', '--fit', '48')
      run('tar', 'in.tar', 'pooled.tar', '--op', 'average', '--kernel', '16', '--format', 'csv')
      def read(shard): return list(wds.WebDataset(shard, shardshuffle=False))
      given, small, pooled = read('in.tar'), read('small.tar'), read('pooled.tar')
      assert [s['__key__'] for s in given] == [s['__key__'] for s in small] == [s['__key__'] for s in pooled]
      assert len(given) == len(names) > 9
      for name, a, b, c in zip(names, given, small, pooled):
          kind = name[-3:]
          assert a.keys() == b.keys() and set(c) == set(a) - {kind} | {'csv'}
          for other in ('cls', 'json', 'npy'): assert a[other] == b[other] == c[other]
          open('x.' + kind, 'wb').write(a[kind])
          run('thumbnail', 'x.' + kind, '-o', 'one', '--fit', '48', '--overwrite')
          mine, theirs = (np.asarray(Image.open(io.BytesIO(f))) for f in (b[kind], open('one/x.' + kind, 'rb').read()))
          assert mine.shape == theirs.shape and (mine == theirs).all()
          assert max(mine.shape[:2]) == 48
          assert c['csv'] == run('pool', 'x.' + kind, '-o', '-', '--format', 'csv', '--op', 'average', '--kernel', '16')
      decoded = list(wds.WebDataset('small.tar', shardshuffle=False).decode('rgb8').to_tuple('jpg;png', 'cls', 'json', 'npy'))
      assert [cls for _, cls, _, _ in decoded] == list(range(len(names)))
      assert all((array == np.arange(number)).all() for number, (_, _, _, array) in enumerate(decoded))
      print(len(decoded))
      """#
    try program.write(Array(script.utf8), "shard.py")
    let result = try program.shell("'\(Self.python)' shard.py '\(Program.samples)' \"$imagepool\"")
    #expect(result.status == 0, "\(result.error)")
    #expect(result.outputText == "12\n")
  }
}
