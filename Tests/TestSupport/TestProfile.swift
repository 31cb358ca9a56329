import Foundation

/// Small ICC profiles (ICC.1:2001, version 2.1) made on the spot, and what they mean in plain arithmetic.
public enum TestProfile {
  /// Red, green and blue of a wide RGB space relative to D50, in units of 1/65536 as they are stored; their sum is D50's white.
  static let colorants: [[Int32]] = [[39956, 20390, 1276], [13449, 41006, 3981], [9784, 4140, 48804]]
  /// The gamma of every curve, in units of 1/256.
  static let gamma = 461  // 1.80

  /// RGB: three colorants and curves.
  public static func rgb(deviceClass: String = "mntr") -> [UInt8] {
    var tags: [(String, [UInt8])] = [("wtpt", xyz([63190, 65536, 54061]))]
    for (name, color) in zip(["rXYZ", "gXYZ", "bXYZ"], colorants) { tags.append((name, xyz(color))) }
    for name in ["rTRC", "gTRC", "bTRC"] { tags.append((name, curve)) }
    return profile(space: "RGB ", connection: "XYZ ", deviceClass: deviceClass, tags)
  }

  /// Gray: a curve.
  public static func gray() -> [UInt8] {
    profile(
      space: "GRAY", connection: "XYZ ", deviceClass: "mntr",
      [("wtpt", xyz([63190, 65536, 54061])), ("kTRC", curve)])
  }

  /// Four inks: a table of two points per ink. Every ink takes a quarter of the lightness, and there are no colours.
  public static func cmyk() -> [UInt8] {
    var table: [UInt8] = bytes(0x6D66_7431) + bytes(0) + [4, 3, 2, 0]  // mft1; 4 in, 3 out, 2 points
    for value in [1, 0, 0, 0, 1, 0, 0, 0, 1] as [UInt32] { table += bytes(value << 16) }
    let ramp = (0...255).map { UInt8($0) }
    for _ in 0..<4 { table += ramp }
    for node in 0..<16 { table += [UInt8(255 - 255 * node.nonzeroBitCount / 4), 128, 128] }
    for _ in 0..<3 { table += ramp }
    return profile(
      space: "CMYK", connection: "Lab ", deviceClass: "prtr",
      [("wtpt", xyz([63190, 65536, 54061])), ("A2B0", table), ("A2B1", table)])
  }

  /// What sRGB codes (0...1) the RGB profile's codes (0...1) stand for, in Double.
  public static func sRGB(of codes: [Double]) -> [Double] {
    let light = codes.map { power($0, Double(gamma) / 256) }
    let xyz = (0..<3).map { axis in
      (0..<3).reduce(0.0) { $0 + light[$1] * Double(colorants[$1][axis]) / 65536 }
    }
    // XYZ relative to D50 to linear sRGB: IEC 61966-2-1's chromaticities, adapted by Bradford's matrix.
    let matrix = [
      [3.1341864, -1.6172090, -0.4906941],
      [-0.9787485, 1.9161301, 0.0334334],
      [0.0719639, -0.2289939, 1.4057537],
    ]
    return matrix.map { row in encoded((0..<3).reduce(0.0) { $0 + row[$1] * xyz[$1] }) }
  }

  /// What gray code (0...1) with sRGB's curve the gray profile's code stands for.
  public static func sRGB(ofGray code: Double) -> Double { encoded(power(code, Double(gamma) / 256)) }

  /// sRGB's code of linear light, clipped to 0...1.
  public static func encoded(_ light: Double) -> Double {
    let light = min(1, max(0, light))
    return light <= 0.0031308 ? 12.92 * light : 1.055 * power(light, 1 / 2.4) - 0.055
  }

  private static func power(_ x: Double, _ y: Double) -> Double { x <= 0 ? 0 : pow(x, y) }

  // MARK: - Bytes

  private static var curve: [UInt8] {
    bytes(0x6375_7276) + bytes(0) + bytes(1) + [UInt8(gamma >> 8), UInt8(gamma & 255), 0, 0]
  }

  private static func xyz(_ numbers: [Int32]) -> [UInt8] {
    bytes(0x5859_5A20) + bytes(0) + numbers.flatMap { bytes(UInt32(bitPattern: $0)) }
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func profile(
    space: String, connection: String, deviceClass: String, _ tags: [(String, [UInt8])]
  ) -> [UInt8] {
    var data: [UInt8] = []
    var table = bytes(UInt32(tags.count))
    let start = 128 + 4 + 12 * tags.count
    for (name, content) in tags {
      table += Array(name.utf8) + bytes(UInt32(start + data.count)) + bytes(UInt32(content.count))
      data += content + [UInt8](repeating: 0, count: (4 - content.count % 4) % 4)
    }
    var header = [UInt8](repeating: 0, count: 128)
    func put(_ bytes: [UInt8], at place: Int) {
      header.replaceSubrange(place..<place + bytes.count, with: bytes)
    }
    put(bytes(UInt32(start + data.count)), at: 0)
    put(bytes(0x0210_0000), at: 8)
    put(Array(deviceClass.utf8) + Array(space.utf8) + Array(connection.utf8), at: 12)
    put(Array("acsp".utf8), at: 36)
    put(bytes(63190) + bytes(65536) + bytes(54061), at: 68)
    return header + table + data
  }
}
