internal import FeatureMaps

/// A JSON file of layers: an array of objects, or an object with that array as `layers`. Each has `op` and the layer's
/// options by their names (`docs/json.md`).
public enum LayerFile {
  /// Each layer as words of a command line: `--op max --kernel 2`.
  ///
  /// - Throws: ``OutputPlan/Refusal``, naming file and layer.
  public static func words(_ path: Path) throws(OutputPlan.Refusal) -> [[String]] {
    let json: JSONValue
    do {
      let descriptor = try SystemCalls.openForReading(path)
      defer { try? SystemCalls.closeDescriptor(descriptor) }
      let bytes = try SystemCalls.readBytes(descriptor, upTo: largestFile + 1)
      guard bytes.count <= largestFile else {
        throw OutputPlan.Refusal("\(path): has more than \(largestFile) bytes, which is no list of layers")
      }
      json = try JSONValue(parsing: bytes)
    } catch let refusal as OutputPlan.Refusal {
      throw refusal
    } catch let failure as SystemCalls.Failure {
      throw OutputPlan.Refusal("\(path): cannot be read: \(failure.text)")
    } catch {
      throw OutputPlan.Refusal("\(path): \(error)")
    }
    guard let layers = json.elements ?? json["layers"]?.elements, !layers.isEmpty else {
      throw OutputPlan.Refusal("\(path): holds no layers; write [{\"op\": \"max\", \"kernel\": 2}]")
    }
    var result: [[String]] = []
    for (number, layer) in layers.enumerated() {
      result.append(try words(of: layer, "\(path): layer \(number + 1)"))
    }
    return result
  }

  private static let largestFile = 1 << 20

  private static func words(of layer: JSONValue, _ place: String) throws(OutputPlan.Refusal) -> [String] {
    guard let members = layer.members, let name = layer["op"]?.stringValue else {
      throw OutputPlan.Refusal("\(place) is no object with an \"op\"")
    }
    var words = ["--op", name]
    var seen: Set<String> = []
    for member in members where member.name != "op" {
      let option = "--" + member.name.map { $0 == "_" ? "-" : String($0) }.joined()
      guard seen.insert(option).inserted else {
        throw OutputPlan.Refusal("\(place): \(option.dropFirst(2)) stands twice")
      }
      switch member.value {
      case .bool(true): words.append(option)
      // Of all flags this is the one whose absence is not its opposite.
      case .bool(false): if option == "--count-include-pad" { words.append("--no-count-include-pad") }
      case .array(let elements):
        let texts = elements.compactMap(text)
        guard texts.count == elements.count else {
          throw OutputPlan.Refusal("\(place): \"\(member.name)\" is no list of numbers")
        }
        words += [option, texts.joined(separator: ",")]
      default:
        guard let text = text(member.value) else {
          throw OutputPlan.Refusal("\(place): \"\(member.name)\" is no number, text, list or truth value")
        }
        words += [option, text]
      }
    }
    return words
  }

  private static func text(_ value: JSONValue) -> String? {
    switch value {
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .string(let text): text
    default: nil
    }
  }
}
