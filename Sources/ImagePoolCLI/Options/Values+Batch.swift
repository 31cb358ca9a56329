internal import ArgumentParser
internal import ImagePooling

// Values of batches.
extension Values {
  static func pictureFormat(_ text: String) throws -> String {
    switch text {
    case "png": return "png"
    case "jpeg", "jpg": return "jpeg"
    default: throw ValidationError("there are png, jpeg")
    }
  }

  /// `I/N`.
  static func shard(_ text: String) throws -> Shard {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1],
      let shard = Shard(number, of: count)
    else { throw ValidationError("give I/N with I from 1 to N") }
    return shard
  }

  static func seconds(_ text: String) throws -> Duration {
    let seconds = try number(text)
    guard seconds > 0, seconds < 1e9 else {
      throw ValidationError("give seconds, more than 0 and less than a billion")
    }
    return .milliseconds(Int64((seconds * 1000).rounded(.up)))
  }
}
