internal import ImagePoolC
internal import InterfaceProbe
internal import Testing

/// The C interface called from C. Here it runs under the sanitizers; `make test-c` runs the same calls against the shared library.
@Suite struct InterfaceTests {
  @Test func everyCallAnswers() {
    let picture = #filePath.split(separator: "/").dropLast(3).map(String.init)
    let path = "/" + (picture + ["SampleImages", "mountains-420.jpg"]).joined(separator: "/")
    #expect(path.withCString { interface_probe($0) } == 0, "standard error says which checks failed")
  }
}
