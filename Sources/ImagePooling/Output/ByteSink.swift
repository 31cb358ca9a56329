internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

/// A sink that makes the bytes of a file.
protocol ByteSink: RowSink {
  /// The bytes, after `commit`, if they went to memory.
  func takeBytes() -> [UInt8]
}

extension ImageWriter: ByteSink {}
extension NPYSink: ByteSink {}
extension SafetensorsSink: ByteSink {}
extension CSVSink: ByteSink {}
extension JSONSink: ByteSink {}
extension TextGridSink: ByteSink {}
