internal import CImagePool
internal import ImagePooling

/// Arrays of callers as the engine's views, and layouts as arrays.
enum ArrayArgument {
  private static let types: [(Int32, SampleType)] = [
    (Int32(IMAGEPOOL_UINT8), .uint8), (Int32(IMAGEPOOL_INT8), .int8), (Int32(IMAGEPOOL_UINT16), .uint16),
    (Int32(IMAGEPOOL_INT16), .int16), (Int32(IMAGEPOOL_INT32), .int32), (Int32(IMAGEPOOL_INT64), .int64),
    (Int32(IMAGEPOOL_FLOAT16), .float16), (Int32(IMAGEPOOL_FLOAT32), .float32),
    (Int32(IMAGEPOOL_FLOAT64), .float64),
  ]

  static func layout(
    _ array: UnsafePointer<imagepool_array>?, _ what: String
  ) throws(ImagePoolError) -> PlanesLayout {
    guard let array = array?.pointee else {
      throw Argument.wrong("\(what) is NULL", "give an imagepool_array")
    }
    guard array.reserved == 0 else {
      throw Argument.wrong("a reserved field of \(what) is \(array.reserved)", "set it to 0")
    }
    guard let type = types.first(where: { $0.0 == array.type })?.1 else {
      throw Argument.wrong(
        "\(what) has elements of type \(array.type)", "give one of IMAGEPOOL_UINT8 to IMAGEPOOL_FLOAT64")
    }
    let (shape, strides) = (array.shape, array.strides)
    do throws(PoolingError) {
      return try PlanesLayout(
        type, batch: Int(clamping: shape.0), channels: Int(clamping: shape.1),
        size: Size(height: Int(clamping: shape.2), width: Int(clamping: shape.3)),
        strides: PlanesLayout.Strides(
          batch: Int(clamping: strides.0), channel: Int(clamping: strides.1), row: Int(clamping: strides.2),
          column: Int(clamping: strides.3)))
    } catch {
      throw Argument.wrong("\(what): \(error.message)", "give the array's own shape and strides")
    }
  }

  static func view(
    _ array: UnsafePointer<imagepool_array>?, _ what: String
  ) throws(ImagePoolError) -> PlanesView {
    let layout = try layout(array, what)
    return PlanesView(UnsafeRawPointer(try start(array, layout, what)), layout)
  }

  static func mutableView(
    _ array: UnsafePointer<imagepool_array>?, _ what: String
  ) throws(ImagePoolError) -> MutablePlanesView {
    let layout = try layout(array, what)
    let start = try start(array, layout, what)
    do throws(PoolingError) { return try MutablePlanesView(start, layout) } catch {
      throw Argument.wrong("\(what): \(error.message)", "give each element memory of its own")
    }
  }

  private static func start(
    _ array: UnsafePointer<imagepool_array>?, _ layout: PlanesLayout, _ what: String
  ) throws(ImagePoolError) -> UnsafeMutableRawPointer {
    let address = UInt(bitPattern: array?.pointee.data)
    let (first, last) = (layout.bytes.lowerBound, layout.bytes.upperBound)
    if layout.bytes.isEmpty {
      // Nobody reads or writes there.
      guard let nowhere = UnsafeMutableRawPointer(bitPattern: address == 0 ? 64 : address) else {
        preconditionFailure("the address is not 0")
      }
      return nowhere
    }
    guard let data = array?.pointee.data else {
      throw Argument.wrong("the data of \(what) is NULL", "give the address of its first element")
    }
    guard first.magnitude <= address, !address.addingReportingOverflow(UInt(last)).overflow else {
      throw Argument.wrong(
        "\(what) reaches beyond the address space", "give the array's own address, shape and strides")
    }
    return data
  }

  /// A dense array without data.
  static func description(
    _ type: SampleType, batch: Int, channels: Int, size: Size
  ) throws(ImagePoolError) -> imagepool_array {
    let layout: PlanesLayout
    do throws(PoolingError) {
      layout = try PlanesLayout(dense: type, batch: batch, channels: channels, size: size)
    } catch {
      throw ImagePoolError(.limit, "the result: \(error.message)", remedy: "ask for a smaller one")
    }
    var array = imagepool_array()
    array.type = types.first { $0.1 == type }?.0 ?? 0
    array.shape = (Int64(batch), Int64(channels), Int64(size.height), Int64(size.width))
    let strides = layout.strides
    array.strides = (
      Int64(strides.batch), Int64(strides.channel), Int64(strides.row), Int64(strides.column)
    )
    return array
  }
}
