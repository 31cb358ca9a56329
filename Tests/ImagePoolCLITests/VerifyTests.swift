import FeatureMaps
import Foundation
import TestSupport
import Testing

@Suite("imagepool verify")
struct VerifyTests {
  let program = try! Program()

  private func writeSet(_ folder: String, spoilt: Bool = false) throws {
    var tensors = try GoldenSet.bytes(of: "tensors.safetensors")
    if spoilt {
      let name = try #require(GoldenSet.manifest.cases.first?.expected["output"])
      let entry = try #require(GoldenSet.manifest.tensors.entry(named: name))
      let header = (0..<8).reduce(0) { $0 | Int(tensors[$1]) << (8 * $1) }
      // The second sample, of four bytes.
      tensors[8 + header + entry.range.lowerBound + 7] ^= 0x41
    }
    try program.write(GoldenSet.bytes(of: "cases.json"), folder + "/cases.json")
    try program.write(tensors, folder + "/tensors.safetensors")
  }

  @Test func theSetThatTravelsWithTheProgramPasses() throws {
    let result = try program.run("verify")
    #expect(result.status == 0, "\(result.error)")
    let lines = result.outputText.split(separator: "\n")
    #expect(lines.first?.hasPrefix("operator") == true)
    #expect(
      lines.last?.hasPrefix("695 of 698 cases passed, 0 failed, 3 declined") == true, "\(lines.last ?? "")")
    #expect(
      lines.contains { $0.split(separator: " ").prefix(5) == ["max_pool2d", "torch", "torch", "108", "108"] })
    #expect(lines.count { $0.hasPrefix("declined pillow-box_reduce-") } == 3)
    #expect(result.error.isEmpty)
  }

  @Test func aFailureHasAPlaceAndStatusOne() throws {
    try writeSet("set", spoilt: true)
    let result = try program.run("verify", "set")
    #expect(result.status == 1)
    #expect(result.outputText.contains("\nFAILED torch-max_pool2d-001: output at [0, 0, 0, 1]: expected "))
    #expect(result.outputText.contains("(1 of "))
    let json = try program.run("verify", "--json", "set/cases.json")
    #expect(json.status == 1)
    let object = try #require(try json.objects().first)
    #expect(object["schema"] as? Int == 1 && object["status"] as? String == "failed")
    #expect(object["input"] as? String == "set/cases.json" && object["error"] is NSNull)
    let failures = try #require(object["failures"] as? [[String: Any]])
    #expect(failures.first?["case"] as? String == "torch-max_pool2d-001")
    #expect(failures.first?["coordinate"] as? [Int] == [0, 0, 0, 1])
  }

  @Test func theReportAsJSON() throws {
    let result = try program.run("verify", "--json")
    #expect(result.status == 0)
    let objects = try result.objects()
    let object = try #require(objects.first)
    #expect(objects.count == 1 && object["status"] as? String == "ok")
    #expect(
      object["cases"] as? Int == 698 && object["passed"] as? Int == 695 && object["declined"] as? Int == 3)
    let operators = try #require(object["operators"] as? [[String: Any]])
    #expect(operators.count == 28)
    #expect(operators.reduce(0) { $0 + ($1["cases"] as? Int ?? 0) } == 698)
    #expect((object["refusals"] as? [[String: Any]])?.count == 18)
    #expect((object["declined_cases"] as? [[String: Any]])?.count == 3)
    #expect((object["versions"] as? [String: Any])?["torch"] as? String == "2.13.0+cpu")
  }

  @Test func whatIsNoSetIsOneLine() throws {
    for arguments in [["verify", "absent"], ["verify", "--json", "absent"]] {
      let result = try program.run(arguments)
      #expect(result.status == 1)
      #expect(result.error.hasPrefix("imagepool: absent: ") && result.error.split(separator: "\n").count == 1)
      let object = try result.objects().first
      #expect((object == nil) == (arguments.count == 2))
      #expect(object.map { ($0["error"] as? [String: Any])?["kind"] as? String == "unreadable" } ?? true)
    }
    try program.write(Array("[]".utf8), "cases.json")
    #expect(try program.run("verify", ".").status == 1)
    #expect(try program.run("verify", "a", "b").status == 64)
    #expect(try program.run("verify", "--kernel", "2").status == 64)
  }

  /// As `make install` lays it out, and with nothing around it.
  @Test func theSetIsFoundFromTheProgram() throws {
    try program.write([], "prefix/bin/nothing")
    let place = program.folder + "/prefix/bin/imagepool"
    try FileManager.default.copyItem(atPath: Program.path, toPath: place)
    let alone = try program.shell("prefix/bin/imagepool verify")
    #expect(alone.status == 1)
    #expect(
      alone.error.contains("prefix/bin/golden") && alone.error.contains("make install"), "\(alone.error)")
    try writeSet("prefix/share/imagepool/golden", spoilt: true)
    let installed = try program.shell("prefix/bin/imagepool verify")
    #expect(installed.status == 1 && installed.outputText.contains("FAILED torch-max_pool2d-001"))
    try writeSet("prefix/bin/golden")
    let beside = try program.shell("ln -s prefix/bin/imagepool link && cd / && $OLDPWD/link verify")
    #expect(beside.status == 0, "\(beside.error)")
  }
}
