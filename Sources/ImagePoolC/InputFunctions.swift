public import CImagePool
internal import ImagePooling

/// The handle is a retained ``PlannedPooling``.
private func planned(_ input: OpaquePointer?) throws(ImagePoolError) -> PlannedPooling {
  guard let input else { throw Argument.wrong("the handle is NULL", "open an input first") }
  return Unmanaged<PlannedPooling>.fromOpaque(UnsafeRawPointer(input)).takeUnretainedValue()
}

private func open(
  _ source: Input, _ recipe: UnsafePointer<CChar>?, _ length: Int,
  _ input: UnsafeMutablePointer<OpaquePointer?>
) throws(ImagePoolError) {
  let text = try Argument.text(recipe, length, "the recipe")
  let planned = try Recipe(json: text).plan(source)
  input.pointee = OpaquePointer(Unmanaged.passRetained(planned).toOpaque())
}

private func room(
  _ input: UnsafeMutablePointer<OpaquePointer?>?
) throws(ImagePoolError) -> UnsafeMutablePointer<OpaquePointer?> {
  guard let input else { throw Argument.wrong("there is no room for the handle", "give an address for it") }
  input.pointee = nil
  return input
}

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func imagepool_open_file(
  _ path: UnsafePointer<CChar>?, _ pathLength: Int, _ recipe: UnsafePointer<CChar>?, _ recipeLength: Int,
  _ input: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<imagepool_error>?
) -> Int32 {
  Answer.of(error) { () throws(ImagePoolError) in
    let handle = try room(input)
    try open(.file(try Argument.path(path, pathLength)), recipe, recipeLength, handle)
  }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func imagepool_open_bytes(
  _ bytes: UnsafeRawPointer?, _ count: Int, _ recipe: UnsafePointer<CChar>?, _ recipeLength: Int,
  _ input: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<imagepool_error>?
) -> Int32 {
  Answer.of(error) { () throws(ImagePoolError) in
    let handle = try room(input)
    try open(.bytes(try Argument.bytes(bytes, count)), recipe, recipeLength, handle)
  }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func imagepool_describe(
  _ input: OpaquePointer?, _ result: UnsafeMutablePointer<imagepool_array>?,
  _ error: UnsafeMutablePointer<imagepool_error>?
) -> Int32 {
  Answer.of(error) { () throws(ImagePoolError) in
    guard let result else { throw Argument.wrong("the result is NULL", "give an imagepool_array to fill") }
    let planned = try planned(input)
    result.initialize(
      to: try ArrayArgument.description(
        planned.resultType, batch: 1, channels: planned.channels, size: planned.size))
  }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func imagepool_read(
  _ input: OpaquePointer?, _ values: UnsafePointer<imagepool_array>?,
  _ error: UnsafeMutablePointer<imagepool_error>?
) -> Int32 {
  Answer.of(error) { () throws(ImagePoolError) in
    try planned(input).read(into: try ArrayArgument.mutableView(values, "the array of values"))
  }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func imagepool_close(_ input: OpaquePointer?) {
  if let input { Unmanaged<PlannedPooling>.fromOpaque(UnsafeRawPointer(input)).release() }
}
