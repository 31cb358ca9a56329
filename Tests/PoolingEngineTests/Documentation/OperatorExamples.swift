import PoolingEngine
import Testing

/// The examples of the articles on operators, word for word.
struct OperatorExamples {
  @Test func poolingEngine1() throws {
    // docs
    let planes = try Planes<Float>(
      channels: 1, size: Size(height: 2, width: 4), [1, 5, 2, 0, 3, 4, 8, 7])
    let largest = try Pooling(.max, over: .sliding(2))(planes, as: Float.self)
    // largest.samples == [5, 8]
    let mean = try Pooling(.average, over: .sliding(2))(planes, as: Float.self)
    // mean.samples == [3.25, 4.25]
    // end
    #expect(largest.samples == [5, 8])
    #expect(mean.samples == [3.25, 4.25])
  }

  @Test func maximumAndMinimum1() throws {
    // docs
    let planes = try Planes<Float>(
      channels: 1, size: Size(height: 4, width: 4), (0..<16).map(Float.init))
    let layer = Pooling(.max, over: .sliding(3, stride: 2, padding: .all(1)))
    let pooled = try layer(planes, as: Float.self)
    // pooled.samples == [5, 7, 13, 15]
    let (values, places) = try layer.withIndices(planes)
    // values.samples == pooled.samples
    // places.samples == [5, 7, 13, 15]
    let least = try Pooling(.min, over: .sliding(2))(planes, as: Float.self)
    // least.samples == [0, 2, 8, 10]
    // end
    #expect(pooled.samples == [5, 7, 13, 15])
    #expect(values.samples == pooled.samples)
    #expect(places.samples == [5, 7, 13, 15])
    #expect(least.samples == [0, 2, 8, 10])
  }

  @Test func maximumAndMinimum2() throws {
    // docs
    let size = Size(height: 2, width: 3)
    // Row 1, column 2 of channel 1 of two, in the second item of a batch.
    let argmax = IndexLayout.nhwc.index(plane: 5, batch: 1, channel: 1, channels: 2, size: size)
    // argmax == 11
    let onnx = IndexLayout.nchwBatch.index(plane: 5, batch: 1, channel: 1, channels: 2, size: size)
    // onnx == 23
    // end
    #expect(argmax == 11)
    #expect(onnx == 23)
  }

  @Test func averageAndSum1() throws {
    // docs
    let planes = try Planes<Float>(channels: 1, size: Size(height: 2, width: 2), [1, 2, 3, 6])
    let windows = Windowing.sliding(2, stride: 2, padding: .all(1))
    let included = try Pooling(.average, over: windows)(planes, as: Float.self)
    // included.samples == [0.25, 0.5, 0.75, 1.5]
    let excluded = try Pooling(.average(countIncludePad: false), over: windows)(
      planes, as: Float.self)
    // excluded.samples == [1, 2, 3, 6]
    let sum = try Pooling(.sum, over: .sliding(2))(planes, as: Float.self)
    // sum.samples == [12]
    // end
    #expect(included.samples == [0.25, 0.5, 0.75, 1.5])
    #expect(excluded.samples == [1, 2, 3, 6])
    #expect(sum.samples == [12])
  }

  @Test func averageAndSum2() throws {
    // docs
    let gray = try Planes<UInt8>(channels: 1, size: Size(height: 1, width: 4), [0, 1, 2, 3])
    let layer = Pooling(.average, over: .sliding(Pair(1, 2)), rounding: .halfUp)
    let rounded = try layer(gray, as: UInt8.self)
    // rounded.samples == [1, 3]
    let even = try Pooling(.average, over: .sliding(Pair(1, 2)))(gray, as: UInt8.self)
    // even.samples == [0, 2]
    // end
    #expect(rounded.samples == [1, 3])
    #expect(even.samples == [0, 2])
  }

  @Test func adaptiveGlobalAndArea1() throws {
    // docs
    let row = try Planes<Float>(channels: 1, size: Size(height: 1, width: 5), [1, 2, 3, 4, 9])
    let bins = Windowing.adaptive(Size(height: 1, width: 3))
    let means = try Pooling(.average, over: bins)(row, as: Float.self)
    // means.samples == [1.5, 3, 6.5]
    let maxima = try Pooling(.max, over: bins)(row, as: Float.self)
    // maxima.samples == [2, 4, 9]
    let whole = try Pooling(.average, over: .global)(row, as: Double.self)
    // whole.samples == [3.8]
    // end
    #expect(means.samples == [1.5, 3, 6.5])
    #expect(maxima.samples == [2, 4, 9])
    #expect(whole.samples == [3.8])
  }

  @Test func adaptiveGlobalAndArea2() throws {
    // docs
    let wide = try Planes<UInt8>(channels: 1, size: Size(height: 1, width: 3), [30, 60, 90])
    let halves = try Pooling(.average, over: .area(Size(height: 1, width: 2)))(wide, as: UInt8.self)
    // halves.samples == [40, 80]
    // end
    #expect(halves.samples == [40, 80])
  }

  @Test func adaptiveGlobalAndArea3() throws {
    // docs
    let row = try Planes<UInt8>(channels: 1, size: Size(height: 1, width: 5), [9, 1, 3, 9, 9])
    let box = ThumbnailSize.fill(Size(height: 1, width: 2))
    let middle = try Pooling(.average, over: .thumbnail(box))(row, as: UInt8.self)
    // middle.samples == [1, 3]
    // end
    #expect(middle.samples == [1, 3])
  }

  @Test func powerAverage1() throws {
    // docs
    let planes = try Planes<Float>(channels: 1, size: Size(height: 1, width: 4), [3, -4, 6, 8])
    let pair = Windowing.sliding(Pair(1, 2))
    let euclid = try Pooling(.lp(2), over: pair)(planes, as: Float.self)
    // euclid.samples == [5, 10]
    let signed = try Pooling(.lp(1), over: pair)(planes, as: Float.self)
    // signed.samples == [-1, 14]
    let absolute = try Pooling(.lp(1), over: pair, dialect: .onnx)(planes, as: Float.self)
    // absolute.samples == [7, 14]
    let greatest = try Pooling(.lp(.infinity), over: .global)(planes, as: Float.self)
    // greatest.samples == [8]
    // end
    #expect(euclid.samples == [5, 10])
    #expect(signed.samples == [-1, 14])
    #expect(absolute.samples == [7, 14])
    #expect(greatest.samples == [8])
  }

  @Test func fractionalPooling1() throws {
    // docs
    let row = try Planes<Float>(channels: 1, size: Size(height: 1, width: 6), [4, 1, 5, 2, 6, 3])
    let samples = FractionalSamples.given([FractionalSamples.Sample(width: 0.5, height: 0)])
    let windows = Windowing.fractional(
      Pair(1, 2), output: Size(height: 1, width: 3), samples: samples)
    let (values, places) = try Pooling(.max, over: windows).withIndices(row)
    // values.samples == [4, 5, 6]
    // places.samples == [0, 2, 4]
    // end
    #expect(values.samples == [4, 5, 6])
    #expect(places.samples == [0, 2, 4])
  }

  @Test func fractionalPooling2() throws {
    // docs
    let row = try Planes<Float>(channels: 1, size: Size(height: 1, width: 5), [2, 4, 6, 8, 1])
    let windows = Windowing.boundaries(rows: [0, 1], columns: [0, 2, 3, 5])
    let mean = try Pooling(.average, over: windows, dialect: .tensorflow)(row, as: Float.self)
    // mean.samples == [3, 6, 4.5]
    let overlapping = Windowing.boundaries(rows: [0, 1], columns: [0, 2, 3, 5], overlapping: true)
    let greatest = try Pooling(.max, over: overlapping, dialect: .tensorflow)(row, as: Float.self)
    // greatest.samples == [6, 8, 8]
    // end
    #expect(mean.samples == [3, 6, 4.5])
    #expect(greatest.samples == [6, 8, 8])
  }

  @Test func softAndAttention1() throws {
    // docs
    let planes = try Planes<Double>(channels: 1, size: Size(height: 1, width: 2), [0, 3])
    let logits = try Planes<Double>(channels: 1, size: planes.size, [0, 0])
    let even = try Pooling(.attention(), over: .global)(planes, logits: logits, as: Double.self)
    // even.samples == [1.5]
    let sharp = try Pooling(.soft(temperature: 0.01), over: .global)(planes, as: Double.self)
    // sharp.samples == [3]
    let soft = try Pooling(.soft(), over: .global)(planes, as: Float.self)
    // soft.samples == [2.8577223]
    // end
    #expect(even.samples == [1.5])
    #expect(sharp.samples == [3])
    #expect(soft.samples == [2.8577223])
  }

  @Test func medianAndBlocks1() throws {
    // docs
    let planes = try Planes<UInt8>(channels: 1, size: Size(height: 2, width: 2), [1, 200, 2, 4])
    let middle = try Pooling(.median, over: .sliding(2))(planes, as: Double.self)
    // middle.samples == [3]
    // end
    #expect(middle.samples == [3])
  }

  @Test func medianAndBlocks2() throws {
    // docs
    let row = try Planes<Float>(channels: 1, size: Size(height: 1, width: 5), [2, 4, 6, 8, 9])
    let blocks = Windowing.sliding(Pair(1, 2), padding: .whole, border: .constant(0))
    let mean = try Pooling(.average, over: blocks)(row, as: Float.self)
    // mean.samples == [3, 7, 4.5]
    let least = try Pooling(.min, over: blocks)(row, as: Float.self)
    // least.samples == [2, 6, 0]
    // end
    #expect(mean.samples == [3, 7, 4.5])
    #expect(least.samples == [2, 6, 0])
  }
}
