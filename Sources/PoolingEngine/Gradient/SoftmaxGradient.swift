/// The gradients of softmax-weighted means, y = Σ wᵢxᵢ: of the samples g·w, of the logits g·w·(x − y)/τ. In soft pooling the
/// samples are the logits, so both add up, unless its weights are taken for constants (SoftPool's published CUDA kernel).
struct SoftmaxGradient: Sendable {
  private let rows: AxisWindows
  private let columns: [Window]
  private let width: Int
  private let temperature: Double

  init(_ geometry: Geometry, temperature: Double) {
    rows = geometry.rows
    columns = Array(geometry.columns)
    width = geometry.columns.inputLength
    self.temperature = temperature
  }

  /// - Parameters:
  ///   - plane: the (enlarged) input.
  ///   - logits: as many numbers; of soft pooling the input itself.
  func gradients(
    of plane: [Double], logits: [Double], upstream: [Double]
  ) -> (samples: [Double], logits: [Double]) {
    var samples = [Double](repeating: 0, count: plane.count)
    var slopes = samples
    let scaled = logits.map { RowPreparation.logit($0, temperature) }
    var weights: [Double] = []
    var places: [Int] = []
    for (row, window) in rows.enumerated() {
      for (column, across) in columns.enumerated() where window.tapCount > 0 && across.tapCount > 0 {
        gather(window, across, scaled, into: &weights, &places)
        let g = upstream[row * columns.count + column]
        var mean = 0.0
        for (weight, place) in zip(weights, places) { mean += weight * plane[place] }
        for (weight, place) in zip(weights, places) {
          samples[place] += g * weight
          slopes[place] += g * weight * slope(plane[place], mean)
        }
      }
    }
    return (samples, slopes)
  }

  /// (x − y)/τ. Of finite numbers a finite one: a tap that weighs nothing hands on nothing, however far it lies off.
  private func slope(_ x: Double, _ mean: Double) -> Double {
    let quotient = (x - mean) / temperature
    guard quotient.isInfinite, x.isFinite, mean.isFinite else { return quotient }
    return x < mean ? -.greatestFiniteMagnitude : .greatestFiniteMagnitude
  }

  /// The softmax weights of a window's taps, which sum to 1.
  private func gather(
    _ window: Window, _ across: Window, _ logits: [Double], into weights: inout [Double],
    _ places: inout [Int]
  ) {
    weights.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    var greatest = -Double.infinity
    for down in 0..<window.tapCount {
      let row = window.firstTap + down * window.dilation
      for tap in 0..<across.tapCount {
        let column = across.firstTap + tap * across.dilation
        let place = row * width + column
        places.append(place)
        weights.append(Double(window.weight(at: row)) * Double(across.weight(at: column)))
        greatest = max(greatest, logits[place])
      }
    }
    var total = 0.0
    for (i, place) in places.enumerated() {
      // NaN and +∞ make a NaN of the window, as they do in the result; a window of −∞, too.
      weights[i] *= Arithmetic.exp(logits[place] - greatest)
      total += weights[i]
    }
    for i in weights.indices { weights[i] /= total }
  }
}
