import FeatureMaps
import PoolingEngine
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct NPYWritingTests {
  /// What NumPy saved, read and written again, is byte for byte the same.
  @Test(arguments: NPYReadingTests.fixtures.filter { $0.name.hasSuffix("_C") && !$0.name.contains("big") })
  func filesOfNumPyComeBack(name: String, type: SampleType) throws {
    let bytes = try Support.fixture(name)
    let tensor = try NPY.read(.bytes(bytes)).tensor
    for stripHeight in [1, 2, 3, 7] {
      let sink = NPYSink(.memory)
      try Support.drain(tensor.makeSource(), into: sink, stripHeight: stripHeight)
      #expect(sink.takeBytes() == bytes)
      #expect(sink.takeBytes().isEmpty)
    }
  }

  /// A file written out of order, in batches of every size, is the one written from memory.
  @Test(arguments: [1, 3, 4]) func batchesToAFile(channels: Int) throws {
    let tensor = try Support.counting(channels, 23, 9, as: Int32.self)
    let memory = NPYSink(.memory)
    try Support.drain(tensor.makeSource(), into: memory)
    let expected = memory.takeBytes()
    for batchBytes in [1, 36 * channels, 100 * channels, 1 << 20] {
      for stripHeight in [1, 5, 23, 64] {
        try Support.withTemporaryFile { descriptor in
          let sink = NPYSink(.of(descriptor), batchBytes: batchBytes)
          try Support.drain(tensor.makeSource(), into: sink, stripHeight: stripHeight)
          #expect(lseek(descriptor, 0, SEEK_CUR) == expected.count)
          #expect(
            Support.contents(of: descriptor) == expected, "batch \(batchBytes), strips of \(stripHeight)")
        }
      }
    }
  }

  /// What was in the file ahead of the array stays.
  @Test func startsWhereTheDescriptorStands() throws {
    let tensor = try Support.counting(2, 3, 4, as: UInt8.self)
    let memory = NPYSink(.memory)
    try Support.drain(tensor.makeSource(), into: memory)
    try Support.withTemporaryFile([9, 9, 9]) { descriptor in
      lseek(descriptor, 3, SEEK_SET)
      try Support.drain(tensor.makeSource(), into: NPYSink(.of(descriptor), batchBytes: 4))
      #expect(Support.contents(of: descriptor) == [9, 9, 9] + memory.takeBytes())
    }
  }

  /// Opened for appending only, where pwrite would ignore its place.
  @Test func appendingFilesAreNotSeekable() throws {
    let tensor = try Support.counting(3, 5, 4, as: UInt8.self)
    let memory = NPYSink(.memory)
    try Support.drain(tensor.makeSource(), into: memory)
    try Support.withTemporaryFile { descriptor in
      _ = fcntl(descriptor, F_SETFL, O_APPEND)
      #expect(OutputDescriptor.of(descriptor) == .descriptor(descriptor, isSeekable: false))
      try Support.drain(tensor.makeSource(), into: NPYSink(.of(descriptor), batchBytes: 1))
      #expect(Support.contents(of: descriptor) == memory.takeBytes())
    }
  }

  @Test func writingFailsTyped() throws {
    let tensor = try Support.counting(1, 2, 2, as: UInt8.self)
    let error = #expect(throws: FeatureMapError.self) {
      try Support.drain(tensor.makeSource(), into: NPYSink(.descriptor(-1, isSeekable: false)))
    }
    #expect(error?.kind == .unwritable)
    #expect(error?.systemError == EBADF)
    let full = open("/dev/full", O_WRONLY)
    if full >= 0 {
      defer { close(full) }
      let error = #expect(throws: FeatureMapError.self) {
        try Support.drain(tensor.makeSource(), into: NPYSink(.of(full)))
      }
      #expect(error?.systemError == ENOSPC)
    }
  }

  @Test func rowsMustComeAsAnnounced() throws {
    let tensor = try Support.counting(1, 4, 2, as: UInt8.self)
    let source = tensor.makeSource()
    let sink = NPYSink(.memory)
    try sink.begin(source.format)
    var strip = Strip(format: source.format, capacity: 2)
    try source.read(into: &strip)
    try sink.write(strip)
    let kind = Support.kind { () throws(FeatureMapError) in try sink.commit() }
    #expect(kind == .truncated)
    #expect(throws: FeatureMapError.self) { try sink.write(strip) }
  }

  /// The header has 128 bytes whatever the sizes, also of arrays without samples.
  @Test func headers() throws {
    for (channels, height, width) in [(1, 1, 1), (0, 3, 4), (3, 0, 2), (2, 3, 0)] {
      let tensor = try Support.counting(channels, height, width, as: UInt16.self)
      let sink = NPYSink(.memory)
      try Support.drain(tensor.makeSource(), into: sink)
      let bytes = sink.takeBytes()
      #expect(bytes.count - channels * height * width * 2 == 128)
      #expect(try NPY.read(.bytes(bytes), layout: .chw).tensor == tensor)
    }
  }

  @Test func heldBytesAreWhatIsHeld() {
    let format = RowFormat(size: Size(height: 4000, width: 3000), channels: 3, sampleType: .float32)
    #expect(NPYSink.heldBytes(for: format, to: .descriptor(1, isSeekable: true)) <= 256 * 1024)
    #expect(NPYSink.heldBytes(for: format, to: .memory) >= 4000 * 3000 * 12)
  }
}
