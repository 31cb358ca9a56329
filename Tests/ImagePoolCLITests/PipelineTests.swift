import FeatureMaps
import Foundation
import ImageCodecs
import PoolingEngine
import TestSupport
import Testing

/// The lines of docs/pipelines.md, each block run as it stands.
@Suite("The documentation of pipelines")
struct PipelineTests {
  struct Block: CustomTestStringConvertible, Sendable {
    let number: Int
    let script: String
    var testDescription: String { "\(number): \(script.prefix { $0 != "\n" })" }

    /// Modules that its Python lines import.
    var modules: [String] {
      var names = ["numpy", "torch"].filter {
        script.contains("import \($0)") || script.contains(", \($0)")
          || script.contains("import io, sys, \($0)")
      }
      if script.contains("from safetensors") { names += ["safetensors", "torch"] }
      return names
    }
  }

  static let blocks: [Block] = {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("docs/pipelines.md")
    guard let text = try? String(contentsOf: page, encoding: .utf8) else { return [] }
    return text.components(separatedBy: "```sh\n").dropFirst().enumerated().map { number, rest in
      Block(number: number + 1, script: rest.components(separatedBy: "```")[0])
    }
  }()

  @Test func theBlocksAreFound() {
    #expect(Self.blocks.count == 11)
    #expect(Self.blocks.filter { $0.modules.contains("numpy") }.count == 4)
    #expect(Self.blocks.filter { $0.modules.contains("safetensors") }.count == 2)
  }

  /// What must have come out.
  private static let outputs: [Int: String] = [
    5: "(3, 24, 32) float32\n",
    6: "channel,row,c0,c1,c2,c3\n0,0,9.0,11.0,13.0,15.0\n",
    7: "(1, 3, 224, 224) torch.float32\n",
    8: "torch.Size([3, 112, 112])\n",
    9: "photos/a.jpg (3, 96, 128) float16\n",
    10: "['photos/a.jpg', 'photos/b.jpg', 'photos/c.jpg'] (3, 3, 96, 128)\n",
  ]

  @Test("Each block does what it says", arguments: blocks)
  func works(_ block: Block) throws {
    guard Python.has(block.modules), !block.script.contains("python3") || Python.path != nil else {
      print("skipped: block \(block.number) of docs/pipelines.md needs a Python with \(block.modules)")
      return
    }
    guard !block.script.contains("curl") || FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")
    else {
      print("skipped: block \(block.number) of docs/pipelines.md needs curl")
      return
    }
    let program = try Program()
    let photo = try Pictures.encoded(
      Pictures.planes(channels: 3, size: Size(height: 192, width: 256)), as: .jpeg(JPEGEncoding()))
    for name in ["photo.jpg", "photos/a.jpg", "photos/b.jpg", "photos/c.jpg"] {
      try program.write(photo, name)
    }
    try program.write(
      Array("#!/bin/sh\nexec '\(Python.path ?? "python3")' \"$@\"\n".utf8), "bin/python3")
    let result = try program.shell(
      """
      set -eo pipefail
      chmod +x bin/python3
      ln -s "$imagepool" bin/imagepool
      export PATH="$PWD/bin:$PATH"
      url="file://$PWD/photo.jpg"
      \(block.script)
      """)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.error.isEmpty, "\(result.error)")
    if let output = Self.outputs[block.number] { #expect(result.outputText.hasPrefix(output)) }
    switch block.number {
    case 1:
      #expect(try NPY.read(.bytes(program.read("photo.npy"))).tensor.shape == [3, 224, 224])
    case 2:
      let direct = try program.run(
        "pool", "photo.jpg", "--layer", "max kernel=2", "--layer", "average kernel=4", "-o", "direct.npy")
      #expect(direct.status == 0, "\(direct.error)")
      #expect(try program.read("small.npy") == program.read("direct.npy"))
    case 3:
      let container = try Safetensors(program.read("small.safetensors"))
      #expect(try container.tensor(named: "output").shape == [3, 24, 32])
    case 4:
      #expect(
        try program.files().filter { $0.hasPrefix("maps/") } == ["maps/a.npy", "maps/b.npy", "maps/c.npy"])
    case 11:
      #expect(try NPY.read(.bytes(program.read("sparse.npy"))).tensor.shape == [3, 192, 256])
    default: break
    }
  }
}
