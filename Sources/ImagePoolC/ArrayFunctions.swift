public import CImagePool
internal import ImagePooling

private func chain(
  _ layers: UnsafePointer<CChar>?, _ length: Int, threads: Int32 = 1
) throws(ImagePoolError) -> LayerChain {
  let text = try Argument.text(layers, length, "the layers")
  return try LayerChain(try LayerList.poolings(json: text), threads: try Argument.threads(threads))
}

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func imagepool_result(
  _ layers: UnsafePointer<CChar>?, _ layersLength: Int, _ input: UnsafePointer<imagepool_array>?,
  _ result: UnsafeMutablePointer<imagepool_array>?, _ error: UnsafeMutablePointer<imagepool_error>?
) -> Int32 {
  Answer.of(error) { () throws(ImagePoolError) in
    guard let result else { throw Argument.wrong("the result is NULL", "give an imagepool_array to fill") }
    let chain = try chain(layers, layersLength)
    let layout = try ArrayArgument.layout(input, "the input")
    let (type, size) = try chain.result(of: layout)
    result.initialize(
      to: try ArrayArgument.description(type, batch: layout.batch, channels: layout.channels, size: size))
  }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func imagepool_pool(
  _ layers: UnsafePointer<CChar>?, _ layersLength: Int, _ input: UnsafePointer<imagepool_array>?,
  _ values: UnsafePointer<imagepool_array>?, _ indices: UnsafePointer<imagepool_array>?, _ threads: Int32,
  _ error: UnsafeMutablePointer<imagepool_error>?
) -> Int32 {
  Answer.of(error) { () throws(ImagePoolError) in
    let chain = try chain(layers, layersLength, threads: threads)
    let places = try indices.map { (array) throws(ImagePoolError) in
      try ArrayArgument.mutableView(array, "the array of indices")
    }
    try chain.pool(
      try ArrayArgument.view(input, "the input"),
      into: try ArrayArgument.mutableView(values, "the array of values"),
      indices: places)
  }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func imagepool_gradient(
  _ layers: UnsafePointer<CChar>?, _ layersLength: Int, _ input: UnsafePointer<imagepool_array>?,
  _ upstream: UnsafePointer<imagepool_array>?, _ gradient: UnsafePointer<imagepool_array>?, _ threads: Int32,
  _ error: UnsafeMutablePointer<imagepool_error>?
) -> Int32 {
  Answer.of(error) { () throws(ImagePoolError) in
    let chain = try chain(layers, layersLength, threads: threads)
    let pooled = try input.map { (array) throws(ImagePoolError) in try ArrayArgument.view(array, "the input")
    }
    try chain.gradient(
      of: pooled, upstream: try ArrayArgument.view(upstream, "the upstream gradient"),
      into: try ArrayArgument.mutableView(gradient, "the array of the gradient"))
  }
}
