/// Every operator with what it gives and one example.
enum OperatorCatalogue {
  struct Entry {
    let name: String
    let meaning: String
    /// A line that can be typed as it stands, given photo.jpg, map.npy and logits.npy.
    let example: String
  }

  static let entries: [Entry] = [
    Entry(
      name: "max", meaning: "the greatest sample; padding never wins",
      example: "imagepool pool --op max --kernel 3 --stride 2 photo.jpg -o pooled.png"),
    Entry(
      name: "min", meaning: "the least sample",
      example: "imagepool pool --op min --kernel 2 photo.jpg -o pooled.png"),
    Entry(
      name: "average", meaning: "the sum over a divisor",
      example: "imagepool pool --op average --kernel 3 --stride 2 --padding 1 photo.jpg -o pooled.png"),
    Entry(
      name: "sum", meaning: "the sum (64-bit integers of integers)",
      example: "imagepool pool --op sum --kernel 2 photo.jpg -o sums.npy"),
    Entry(
      name: "median", meaning: "the middle sample, or the mean of the middle two",
      example: "imagepool pool --op median --kernel 3 --stride 1 photo.jpg -o pooled.png"),
    Entry(
      name: "lp", meaning: "the p-norm: PyTorch's of x^p, ONNX's of |x|^p",
      example: "imagepool pool --op lp --norm 2 --kernel 2 map.npy -o pooled.npy"),
    Entry(
      name: "soft", meaning: "the mean weighted by softmax(x / T)",
      example: "imagepool pool --op soft --temperature 16 --kernel 2 photo.jpg -o pooled.png"),
    Entry(
      name: "attention", meaning: "the mean weighted by softmax(logits / T)",
      example: "imagepool pool --op attention --logits logits.npy --kernel 2 map.npy -o pooled.npy"),
    Entry(
      name: "adaptive-max", meaning: "PyTorch's adaptive bins; so every operator above",
      example: "imagepool pool --op adaptive-max --output-size 7 map.npy -o pooled.npy"),
    Entry(
      name: "adaptive-average", meaning: "",
      example: "imagepool pool --op adaptive-average --output-size 48,64 photo.jpg -o pooled.png"),
    Entry(
      name: "global-max", meaning: "one window over everything; so every operator above",
      example: "imagepool pool --op global-max photo.jpg -o - --format csv"),
    Entry(
      name: "global-average", meaning: "",
      example: "imagepool pool --op global-average photo.jpg -o - --format csv"),
    Entry(
      name: "global-lp", meaning: "",
      example: "imagepool pool --op global-lp --norm 2 --dialect onnx map.npy -o - --format csv"),
    Entry(
      name: "area", meaning: "the mean of equal windows that cut samples: for pictures",
      example: "imagepool pool --op area --output-size 48,64 photo.jpg -o pooled.png"),
    Entry(
      name: "fractional-max", meaning: "PyTorch's fractional windows, from a seed or given numbers",
      example: "imagepool pool --op fractional-max --kernel 2 --output-size 5 --seed 1 map.npy -o pooled.npy"),
    Entry(
      name: "fractional-max", meaning: "TensorFlow's, from boundaries or a seed",
      example:
        "imagepool pool --op fractional-max --dialect tensorflow --row-boundaries 0,3,5,8 --column-boundaries 0,2,5,8 map.npy -o pooled.npy"
    ),
    Entry(
      name: "fractional-average", meaning: "TensorFlow's, overlapping or not",
      example:
        "imagepool pool --op fractional-average --dialect tensorflow --output-size 5 --seed 1 --overlapping map.npy -o pooled.npy"
    ),
    Entry(
      name: "block reduction", meaning: "scikit-image's: blocks filled up with a constant",
      example:
        "imagepool pool --op sum --kernel 3 --padding whole --padding-mode constant --padding-value 0 map.npy -o pooled.npy"
    ),
    Entry(
      name: "indices", meaning: "the places of maxima or minima, in any framework's numbering",
      example: "imagepool pool --op max --kernel 2 --indices --index-layout nhwc map.npy -o pooled.npy"),
    Entry(
      name: "several layers", meaning: "one after the other, nothing rounded in between",
      example:
        "imagepool pool --layer 'max kernel=2' --layer 'average kernel=3 stride=2' photo.jpg -o pooled.png"),
    Entry(
      name: "backward", meaning: "the gradient: how much each sample counts",
      example: "imagepool backward --op max --kernel 3 --stride 2 photo.jpg -o gradient.npy"),
    Entry(
      name: "unpool", meaning: "samples back to their places",
      example: "imagepool unpool pooled.npy --indices pooled.indices.npy --kernel 2 -o sparse.npy"),
  ]

  static var text: String {
    let width = entries.reduce(0) { max($0, $1.name.count) }
    return entries.map { entry in
      let head = entry.name + String(repeating: " ", count: width - entry.name.count + 2) + entry.meaning
      return head.trimmingTrailingSpaces + "\n    " + entry.example
    }.joined(separator: "\n")
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
