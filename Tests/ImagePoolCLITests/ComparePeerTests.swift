import Foundation
import TestSupport
import Testing

/// `imagepool compare` beside scikit-image on the same files, here and now.
@Suite("compare beside scikit-image")
struct ComparePeerTests {
  /// A picture and the pooling that makes the other of the pair.
  static let pairs: [(picture: String, changes: String)] = [
    ("mountains-420.jpg", "-o b.jpg --quality 50"), ("rose-window-444.jpg", "-o b.jpg --quality 20"),
    ("night-sky-progressive.jpg", "-o b.jpg --quality 85"),
    ("lighthouse-rotated.jpg", "-o b.jpg --quality 70"),
    ("noisy-gradient-gray.jpg", "-o b.jpg --quality 30"), ("spheres.png", "-o b.jpg --quality 60"),
    ("bubbles.png", "--background white -o b.png"), ("balloon.png", "--background '#204060' -o b.png"),
    ("zone-plate.png", "-o b.jpg --quality 10"), ("page-4bit.png", "-o b.jpg --quality 75"),
    ("siemens-star-adam7.png", "-o b.jpg --quality 90"),
  ]

  static let hasPeer = Python.has("skimage", "numpy")

  @Test(
    .enabled(if: hasPeer, "needs a Python with scikit-image (IMAGEPOOL_PEERS_PYTHON)"))
  func agrees() throws {
    let program = try Program()
    var lines: [String] = []
    for (number, pair) in Self.pairs.enumerated() {
      let source = Program.samples + "/" + pair.picture
      // Transparency has to go on both sides of a comparison with a background.
      let channels = pair.changes.contains("--background") ? " --channels rgb" : ""
      lines.append(
        """
        mkdir \(number); cd \(number)
        "$imagepool" pool '\(source)' --op max --kernel 1 \(pair.changes) > /dev/null
        "$imagepool" pool '\(source)' --op max --kernel 1\(channels) -o a.npy > /dev/null
        "$imagepool" pool b.* --op max --kernel 1\(channels) -o b.npy > /dev/null
        "$imagepool" compare '\(source)' b.[jp]*g\(channels) --json > said.json; [ $? -le 1 ] || exit 9
        cd ..
        """)
    }
    let made = try program.shell("set -u\n" + lines.joined(separator: "\n"))
    #expect(made.status == 0, "\(made.error)")
    let script = """
      import json, numpy as np, skimage
      from skimage.metrics import peak_signal_noise_ratio, structural_similarity
      worst = 0
      for number in range(\(Self.pairs.count)):
          a, b = (np.load(f'{number}/{name}.npy') for name in 'ab')
          said = json.load(open(f'{number}/said.json'))
          psnr = peak_signal_noise_ratio(a, b)
          ssim = structural_similarity(a.transpose(1, 2, 0), b.transpose(1, 2, 0), channel_axis=-1)
          assert psnr < 70 and ssim < 0.9999999, (number, psnr, ssim)
          assert said['differing'] == int((a != b).sum()), number
          worst = max(worst, abs(said['psnr'] - psnr), abs(said['ssim'] - ssim))
      assert worst <= 1e-6, worst
      print('equal', skimage.__version__, worst)
      """
    try program.write(Array(script.utf8), "check.py")
    let result = try program.shell("'\(Python.path ?? "python3")' check.py")
    print("scikit-image: \(result.outputText)")
    #expect(result.outputText.hasPrefix("equal "), "\(result.error)")
  }
}
