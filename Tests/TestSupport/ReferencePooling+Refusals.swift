import PoolingEngine

extension ReferencePooling {
  /// Whether the dialect has the reduction with its parameters, over windows of this kind.
  func dialectHasReduction(_ size: Size) -> Bool {
    switch operation {
    case .max, .min, .sum: return true
    case .average(let include, let divisor):
      if include == true, dialect == .tensorflow { return false }
      if let divisor, divisor == 0 || dialect != .torch { return false }
      // PyTorch's fractional windows are those of a max; no framework averages over them.
      if case .fractional = windows { return false }
      return true
    case .median:
      // Samples that are cut have no place in an order.
      switch windows {
      case .area(let height, let width):
        guard height >= 1, width >= 1 else { return false }
        return size.height % height == 0 && size.width % width == 0
      case .custom(let rows, let columns):
        return (rows + columns).allSatisfy { $0.weights.allSatisfy { $0 == 1 } }
      default: return true
      }
    case .lp(let p):
      if dialect == .tensorflow || p.isNaN || p == 0 { return false }
      if dialect == .onnx { return p >= 1 && p.isFinite && p == p.rounded() }
      // lp_pool2d has neither padding nor dilation; a filled border belongs to the picture.
      guard case .sliding(let s) = windows else { return true }
      if s.dilation != 1 { return false }
      return s.border != .dialect || [.valid, .all(0)].contains(s.padding)
    case .soft(let temperature): return temperature > 0 && temperature.isFinite
    case .attention(let temperature):
      if case .sliding(let s) = windows, case .constant = s.border { return false }
      return temperature > 0 && temperature.isFinite
    }
  }

  /// Averages of PyTorch have no dilation, so neither have its sums (an average that divides by 1) and norms.
  var torchHasDilation: Bool {
    switch operation {
    case .max, .min, .median, .soft, .attention: true
    case .average, .sum, .lp: false
    }
  }
}
