/// How the axes of an array are to be read.
public enum TensorLayout: String, Hashable, Sendable, CaseIterable {
  case chw, hwc, nchw, nhwc
}
