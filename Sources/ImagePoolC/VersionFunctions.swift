internal import CImagePool
internal import ImagePooling

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func imagepool_abi_version() -> Int32 { IMAGEPOOL_ABI_VERSION }

// swift-format-ignore: AlwaysUseLowerCamelCase
@c @implementation
public func imagepool_version(_ text: UnsafeMutablePointer<CChar>?, _ capacity: Int) -> Int {
  if let text, capacity > 0 {
    TextResult.write(Versions.imagepool, into: UnsafeMutableRawBufferPointer(start: text, count: capacity))
  }
  return Versions.imagepool.utf8.count
}
