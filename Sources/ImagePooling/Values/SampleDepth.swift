/// How many bits a sample of a picture gets that is written.
public enum SampleDepth: String, Hashable, Sendable, CaseIterable {
  /// As many as the picture has, 8 or 16.
  case keep
  /// 8: of a 16-bit picture the exact mean over 257, rounded once.
  case eight = "8"
  /// 16 where the format has room, which JPEG has not. Samples of an 8-bit picture are taken 257 times, so that white stays
  /// white, and dumps hold such samples, too.
  case sixteen = "16"
}
