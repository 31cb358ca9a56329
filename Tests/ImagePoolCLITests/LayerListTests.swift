internal import ArgumentParser
internal import ImagePooling
internal import Testing

@testable import ImagePoolCLI

/// Layers as JSON text are what the command line makes of the same words.
@Suite struct LayerListTests {
  @Test(arguments: [
    ("{\"op\": \"max\", \"kernel\": 2}", "max kernel=2"),
    ("{\"op\": \"min\", \"kernel\": [2, 3], \"stride\": 1}", "min kernel=2,3 stride=1"),
    (
      "{\"op\": \"max\", \"kernel\": 3, \"dilation\": 2, \"padding\": [1, 0]}",
      "max kernel=3 dilation=2 padding=1,0"
    ),
    ("{\"op\": \"max\", \"kernel\": 3, \"padding\": [1, 0, 1, 1]}", "max kernel=3 padding=1,0,1,1"),
    ("{\"op\": \"max\", \"kernel\": 3, \"padding\": \"same\"}", "max kernel=3 padding=same"),
    ("{\"op\": \"max\", \"kernel\": 3, \"padding\": \"same-lower\"}", "max kernel=3 padding=same-lower"),
    ("{\"op\": \"max\", \"kernel\": 3, \"padding\": \"valid\"}", "max kernel=3 padding=valid"),
    (
      "{\"op\": \"max\", \"kernel\": 2, \"padding\": \"whole\", \"padding_mode\": \"constant\", \"padding_value\": -1.5}",
      "max kernel=2 padding=whole padding-mode=constant padding-value=-1.5"
    ),
    (
      "{\"op\": \"max\", \"kernel\": 2, \"padding\": 1, \"padding-mode\": \"replicate\"}",
      "max kernel=2 padding=1 padding-mode=replicate"
    ),
    (
      "{\"op\": \"max\", \"kernel\": 2, \"padding\": 1, \"padding-mode\": \"reflect\"}",
      "max kernel=2 padding=1 padding-mode=reflect"
    ),
    ("{\"op\": \"max\", \"kernel\": 2, \"ceil_mode\": true, \"stride\": null}", "max kernel=2 ceil-mode"),
    (
      "{\"op\": \"average\", \"kernel\": 2, \"count_include_pad\": true}",
      "average kernel=2 count-include-pad"
    ),
    (
      "{\"op\": \"average\", \"kernel\": 2, \"count_include_pad\": false}",
      "average kernel=2 no-count-include-pad"
    ),
    ("{\"op\": \"average\", \"kernel\": 2, \"divisor_override\": 3}", "average kernel=2 divisor-override=3"),
    ("{\"op\": \"average\", \"kernel\": 2, \"rounding\": \"half-up\"}", "average kernel=2 rounding=half-up"),
    (
      "{\"op\": \"average\", \"kernel\": 2, \"dilation\": 2, \"dialect\": \"onnx\"}",
      "average kernel=2 dilation=2 dialect=onnx"
    ),
    ("{\"op\": \"sum\", \"kernel\": 2}", "sum kernel=2"),
    ("{\"op\": \"median\", \"kernel\": 2}", "median kernel=2"),
    ("{\"op\": \"lp\", \"kernel\": 2}", "lp kernel=2"),
    ("{\"op\": \"lp\", \"kernel\": 2, \"norm\": 3.5}", "lp kernel=2 norm=3.5"),
    ("{\"op\": \"lp\", \"kernel\": 2, \"norm\": \"-inf\"}", "lp kernel=2 norm=-inf"),
    ("{\"op\": \"soft\", \"kernel\": 2, \"temperature\": 0.5}", "soft kernel=2 temperature=0.5"),
    ("{\"op\": \"adaptive-max\", \"output_size\": 7}", "adaptive-max output-size=7"),
    ("{\"op\": \"adaptive-average\", \"output-size\": [7, 5]}", "adaptive-average output-size=7,5"),
    ("{\"op\": \"global-average\"}", "global-average"),
    ("{\"op\": \"global-lp\", \"norm\": 1}", "global-lp norm=1"),
    ("{\"op\": \"area\", \"output_size\": [3, 4]}", "area output-size=3,4"),
    (
      "{\"op\": \"fractional-max\", \"kernel\": 2, \"output_size\": 4, \"seed\": 9}",
      "fractional-max kernel=2 output-size=4 seed=9"
    ),
    (
      "{\"op\": \"fractional-max\", \"kernel\": 2, \"output_size\": 4, \"seed\": \"18446744073709551615\"}",
      "fractional-max kernel=2 output-size=4 seed=18446744073709551615"
    ),
    (
      "{\"op\": \"fractional-max\", \"kernel\": 2, \"output_size\": 4, \"samples\": [0.25, 0.5]}",
      "fractional-max kernel=2 output-size=4 samples=0.25,0.5"
    ),
    (
      "{\"op\": \"fractional-average\", \"dialect\": \"tensorflow\", \"row_boundaries\": [0, 2, 5], \"column_boundaries\": [0, 3, 5], \"overlapping\": true}",
      "fractional-average dialect=tensorflow row-boundaries=0,2,5 column-boundaries=0,3,5 overlapping"
    ),
    (
      "{\"op\": \"fractional-max\", \"dialect\": \"tensorflow\", \"output_size\": 3, \"seed\": 1, \"pseudo_random\": true}",
      "fractional-max dialect=tensorflow output-size=3 seed=1 pseudo-random"
    ),
  ])
  func jsonIsWhatTheWordsAre(_ json: String, _ words: String) throws {
    let options = try LayerWords.options(words)
    let operation = try #require(options.operation)
    let layer = try options.pooling(operation, PictureOptions.parse([]))
    #expect(try LayerList.poolings(json: Array(json.utf8)) == [layer])
    #expect(try LayerList.poolings(json: Array("{\"layers\": [\(json), \(json)]}".utf8)) == [layer, layer])
  }

  /// What the command line refuses of a layer is refused here.
  @Test(arguments: [
    "{\"op\": \"max\"}", "{\"op\": \"max\", \"kernel\": 2, \"norm\": 2}",
    "{\"op\": \"adaptive-max\", \"kernel\": 2}",
    "{\"op\": \"max\", \"kernel\": 2, \"padding_value\": 1}",
    "{\"op\": \"global-average\", \"count_include_pad\": true}",
    "{\"op\": \"average\", \"kernel\": 2, \"dilation\": 2}",
    "{\"op\": \"max\", \"kernel\": 2, \"padding\": 2}",
    "{\"op\": \"max\", \"kernel\": 2, \"rounding\": \"down\"}",
    "{\"op\": \"fractional-max\", \"kernel\": 2, \"output_size\": 3}",
    "{\"op\": \"fractional-average\", \"kernel\": 2, \"output_size\": 3, \"seed\": 1}",
    "{\"op\": \"fractional-max\", \"kernel\": 2, \"output_size\": 3, \"seed\": 1, \"samples\": [0.5, 0.5]}",
    "{\"op\": \"area\"}", "{\"op\": \"fractional-min\", \"kernel\": 2}",
    "{\"op\": \"max\", \"kernel\": true}",
    "{\"op\": \"max\", \"kernel\": 2, \"ceil_mode\": 1}",
    "{\"op\": \"max\", \"kernel\": 2, \"ceil-mode\": true, \"ceil_mode\": true}",
  ])
  func refusals(_ json: String) {
    #expect(throws: ImagePoolError.self) { _ = try LayerList.poolings(json: Array(json.utf8)) }
  }
}
