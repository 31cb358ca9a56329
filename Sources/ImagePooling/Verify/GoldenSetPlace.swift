/// Where the golden set lies that travels with the program.
public enum GoldenSetPlace {
  /// Beside the program (`golden`, as `make build` puts it; the resources of the tests, as `swift build --build-tests` does) or
  /// where `make install` puts it (`../share/imagepool/golden`).
  ///
  /// - Throws: ``ImagePoolError`` of kind `unreadable`, naming both places.
  public static func find() throws(ImagePoolError) -> Path {
    guard let program = SystemCalls.pathOfProgram else {
      throw ImagePoolError(
        .unreadable, "the system does not say where this program lies",
        remedy: "name the folder of the golden set")
    }
    let places = [
      program.directory.joined("golden"), program.directory.joined("../share/imagepool/golden"),
      // SwiftPM's names of a target's resources on Linux and on macOS.
      program.directory.joined("imagepool_TestSupport.resources/Golden"),
      program.directory.joined("imagepool_TestSupport.bundle/Golden"),
    ]
    for place in places where SystemCalls.exists(place.joined("cases.json")) { return place }
    throw ImagePoolError(
      .unreadable, "the golden set is in neither \(places[0]) nor \(places[1])",
      remedy: "name the folder that holds cases.json and its arrays, or run make build or make install")
  }
}
