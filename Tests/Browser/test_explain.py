"""`imagepool.explain` in the page against `imagepool inspect --at --json`, every operator, dialect and element type."""

import numpy
import pytest

from conftest import SAMPLES, inspected, run
from samples import array, is_near, is_same, places

SLIDING = ["--kernel", "3", "--stride", "2", "--padding", "1"]
DIALECTS = ["torch", "tensorflow", "onnx"]
TYPES = ["uint8", "uint16", "int32", "int64", "float16", "float32", "float64"]

# name, arguments, whether powers or exponentials take part; a layer that a dialect refuses is not pooled by it
LAYERS = [
    ("max", ["--op", "max", *SLIDING], False),
    ("min", ["--op", "min", *SLIDING], False),
    ("average", ["--op", "average", *SLIDING], False),
    ("average-without-padding", ["--op", "average", *SLIDING, "--no-count-include-pad"], False),
    ("average-with-padding", ["--op", "average", *SLIDING, "--count-include-pad"], False),
    ("average-divisor", ["--op", "average", *SLIDING, "--divisor-override", "7"], False),
    ("average-ceil", ["--op", "average", "--kernel", "3", "--stride", "2", "--ceil-mode"], False),
    ("average-half-up", ["--op", "average", *SLIDING, "--rounding", "half-up"], False),
    ("average-down", ["--op", "average", *SLIDING, "--rounding", "down"], False),
    ("average-same", ["--op", "average", "--kernel", "3", "--stride", "2", "--padding", "same"], False),
    ("sum", ["--op", "sum", *SLIDING], False),
    ("median", ["--op", "median", "--kernel", "2,3", "--stride", "2"], False),
    ("lp-1", ["--op", "lp", "--norm", "1", "--kernel", "3", "--stride", "2", "--ceil-mode"], False),
    ("lp-2", ["--op", "lp", "--norm", "2", "--kernel", "3", "--stride", "2", "--ceil-mode"], False),
    ("lp-3", ["--op", "lp", "--norm", "3", "--kernel", "3", "--stride", "2", "--ceil-mode"], True),
    ("lp-inf", ["--op", "lp", "--norm", "inf", "--kernel", "3"], False),
    ("soft", ["--op", "soft", "--temperature", "2", *SLIDING], True),
    ("area", ["--op", "area", "--output-size", "4,5"], False),
    ("adaptive-average", ["--op", "adaptive-average", "--output-size", "4,5"], False),
    ("adaptive-max", ["--op", "adaptive-max", "--output-size", "4,5"], False),
    ("global-average", ["--op", "global-average"], False),
    ("global-max", ["--op", "global-max"], False),
    ("max-ceil", ["--op", "max", "--kernel", "2", "--ceil-mode"], False),
    ("max-dilated", ["--op", "max", "--kernel", "3", "--dilation", "2", "--stride", "1", "--padding", "1"], False),
    ("fractional-max", ["--op", "fractional-max", "--kernel", "2", "--output-size", "4", "--seed", "1"], False),
    (
        "fractional-average",
        ["--op", "fractional-average", "--dialect", "tensorflow", "--output-size", "4", "--seed", "1", "--overlapping"],
        False,
    ),
    ("constant", ["--op", "average", *SLIDING, "--padding-mode", "constant", "--padding-value", "3"], False),
    ("replicate", ["--op", "average", *SLIDING, "--padding-mode", "replicate"], False),
    ("reflect", ["--op", "max", *SLIDING, "--padding-mode", "reflect"], False),
]


# What a dialect has no way to say, and how the program puts it. All else has to be pooled, whatever the element type.
REFUSED = {
    ("average-with-padding", "tensorflow"): "tensorflow's average never counts padding",
    ("average-divisor", "tensorflow"): "tensorflow's average has no divisor override",
    ("average-divisor", "onnx"): "onnx's average has no divisor override",
    ("average-ceil", "tensorflow"): "tensorflow has no ceil mode",
    ("lp-1", "tensorflow"): "tensorflow has no lp pooling",
    ("lp-2", "tensorflow"): "tensorflow has no lp pooling",
    ("lp-3", "tensorflow"): "tensorflow has no lp pooling",
    ("lp-inf", "tensorflow"): "tensorflow has no lp pooling",
    ("lp-inf", "onnx"): "onnx's norm is a whole number from 1, not inf",
    ("adaptive-average", "onnx"): "onnx has no adaptive pooling",
    ("adaptive-max", "onnx"): "onnx has no adaptive pooling",
    ("max-ceil", "tensorflow"): "tensorflow has no ceil mode",
    ("max-dilated", "tensorflow"): "tensorflow dilates with stride 1 and no padding only",
    ("fractional-max", "tensorflow"): "TensorFlow's fractional windows have no --kernel",
    ("fractional-max", "onnx"): "onnx has no fractional windows of one kernel",
}


def cases():
    """Each layer in each dialect: name, dialect, arguments, whether it is inexact."""
    for name, arguments, is_inexact in LAYERS:
        if "--dialect" in arguments:
            yield name, arguments[arguments.index("--dialect") + 1], arguments, is_inexact
            continue
        for dialect in DIALECTS:
            yield name, dialect, [*arguments, "--dialect", dialect], is_inexact


POOLED = [
    pytest.param(arguments, is_inexact, id=f"{name}-{dialect}")
    for name, dialect, arguments, is_inexact in cases()
    if (name, dialect) not in REFUSED
]
NOT_POOLED = [
    pytest.param(arguments, REFUSED[name, dialect], id=f"{name}-{dialect}")
    for name, dialect, arguments, _ in cases()
    if (name, dialect) in REFUSED
]

NUMBERS = ["sum", "divisor", "exact", "result", "tolerance", "taps", "dialects", "rounded"]


ASK = """(asked) => asked.map(([row, column, channel, others]) => ({
  own: imagepool.explain(row, column, channel),
  others: others.map((dialect) => imagepool.explain(row, column, channel, dialect)),
}))"""


def hold(page, path, arguments, is_inexact, program_places):
    """Every channel of some windows; returns how many were compared."""
    programs = [
        (row, column, program)
        for row, column in program_places
        for program in inspected(path, arguments, row, column)["channels"]
    ]
    asked = [
        [row, column, program["channel"], [other["dialect"] for other in program["dialects"]]]
        for row, column, program in programs
    ]
    for (row, column, program), answer in zip(programs, page.evaluate(ASK, asked)):
        where = f"{path.name} {arguments} at {row},{column},{program['channel']}"
        compare(answer["own"], program, is_inexact, where)
        # The dialect switch explains what the program says of the others.
        for switched, other in zip(answer["others"], program["dialects"], strict=True):
            if other["outcome"] == "refused":
                assert switched["refusal"] == other["reason"], where
                continue
            for name in ("result", "result_type", "rounded", "reason"):
                same = is_near(switched[name], other[name], 2e-7) if is_inexact else is_same(switched[name], other[name])
                assert same, f"{where}: {other['dialect']}: {name}: page {switched[name]}, program {other[name]}"
    return len(programs)


def compare(answer, program, is_inexact, where):
    assert answer is not None, f"{where}: the page has no full precision"
    assert answer["agrees"] is True, f"{where}: the page and the program differ: {answer['result']}, {answer['engine_result']}"
    # Numbers that the page computes itself are not in the report a second time.
    for name in ("engine_result", "engine_rounded"):
        assert answer[name] is None or is_same(answer[name], program[name]), f"{where}: {name}"
    for name in program:
        if name.startswith("engine_"):
            continue
        near = is_inexact and name in NUMBERS
        same = is_near(answer[name], program[name], 2e-7) if near else is_same(answer[name], program[name])
        assert same, f"{where}: {name}: page {answer[name]}, program {program[name]}"


@pytest.mark.parametrize("arguments,is_inexact", POOLED)
def test_every_element_type(arguments, is_inexact, report, open_page, tmp_path):
    page = None
    for dtype in TYPES:
        path = tmp_path / f"{dtype}.npy"
        numpy.save(path, array(dtype))
        made = report(path, arguments, name=f"{dtype}.html")
        page = open_page(made, instead_of=page)
        size = made.data["output_height"], made.data["output_width"]
        assert hold(page, path, arguments, is_inexact, places(*size)) > 0


@pytest.mark.parametrize("arguments,words", NOT_POOLED)
def test_refusals(arguments, words, tmp_path):
    """They come from the words of the command alone, hence as usage, and are the same of a window and of a report."""
    assert len(NOT_POOLED) == len(REFUSED)
    numpy.save(tmp_path / "in.npy", array("float32"))
    for more in (["--at", "0,0", "--json"], ["-o", tmp_path / "refused.html"]):
        tried = run("inspect", tmp_path / "in.npy", *arguments, *more, check=False)
        assert tried.returncode == 64 and words in tried.stderr, tried.stderr
    assert not (tmp_path / "refused.html").exists()


def test_attention(report, open_page, tmp_path):
    generator = numpy.random.default_rng(3)
    for dtype in ("float32", "float64"):
        path, logits = tmp_path / "x.npy", tmp_path / "logits.npy"
        numpy.save(path, generator.standard_normal((2, 7, 8)).astype(dtype))
        weights = generator.standard_normal((2, 7, 8)) * 3
        weights[0, 0, :2] = -numpy.inf
        weights[1, 6, 7] = numpy.nan
        numpy.save(logits, weights.astype(dtype))
        arguments = ["--op", "attention", "--logits", str(logits), "--kernel", "2", "--temperature", "1.5"]
        made = report(path, arguments)
        page = open_page(made)
        assert hold(page, path, arguments, True, places(made.data["output_height"], made.data["output_width"])) > 0


PICTURES = [
    ("bubbles.png", ["--op", "average", "--kernel", "4", "--alpha", "premultiplied"], False),
    ("bubbles.png", ["--op", "average", "--kernel", "4", "--stride", "3", "--padding", "2"], False),
    ("bubbles.png", ["--op", "average", "--kernel", "5", "--linear"], False),
    ("lighthouse-rotated.jpg", ["--op", "max", "--kernel", "3", "--stride", "2", "--padding", "1"], False),
    ("lighthouse-rotated.jpg", ["--op", "area", "--output-size", "77,101"], False),
    ("moon-16bit.png", ["--op", "average", "--kernel", "7", "--ceil-mode"], False),
    ("moon-16bit.png", ["--op", "median", "--kernel", "3", "--stride", "2"], False),
    ("moon-16bit.png", ["--op", "min", "--kernel", "3", "--padding", "1"], False),
    ("spheres.png", ["--layer", "max kernel=2", "--layer", "average kernel=3 stride=2"], False),
    ("siemens-star-adam7.png", ["--op", "soft", "--temperature", "16", "--kernel", "3"], True),
    ("noisy-gradient-gray.jpg", ["--op", "average", "--kernel", "20"], False),
    ("page-4bit.png", ["--op", "global-average"], False),
]


@pytest.mark.parametrize("name,arguments,is_inexact", PICTURES, ids=lambda value: str(value) if not isinstance(value, bool) else "")
def test_pictures(name, arguments, is_inexact, report, open_page, tmp_path):
    path = SAMPLES / name
    made = report(path, arguments)
    page = open_page(made)
    size = made.data["output_height"], made.data["output_width"]
    # A window of hundreds of thousands of taps is compared by what comes of it.
    if size == (1, 1):
        answer = page.evaluate("() => { const all = imagepool.explain(0, 0, 0); return { ...all, taps: all.taps.length }; }")
        assert answer["taps"] == made.data["input_height"] * made.data["input_width"]
        assert numpy.float32(answer["result"]) == made.dump(tmp_path)[0, 0, 0]
        return
    assert hold(page, path, arguments, is_inexact, places(*size)) > 0
    # Beside the dump, too.
    if not made.data["linear"] and not made.data["alpha_weighted"]:
        pooled = made.dump(tmp_path)
        for row, column in places(*size):
            for channel in range(made.data["channels"]):
                answer = page.evaluate("([r, c, n]) => imagepool.explain(r, c, n)", [row, column, channel])
                result = answer["engine_result"] if answer["engine_result"] is not None else answer["result"]
                assert numpy.float32(result) == numpy.float32(pooled[channel, row, column]), (row, column, channel)


# The winners of all windows, which are folded, against those of single windows, which are searched.
WINNERS = """async () => {
  const report = new imagepool.Report(JSON.parse(document.querySelector('#data').textContent));
  await report.load();
  const { outputs, top, left, width } = report.regions[0];
  let compared = 0;
  for (let channel = 0; channel < report.channels; channel += 1) {
    const folded = imagepool.winners.winnersOf(report, 0, channel, report.json.dialect);
    for (let row = 0; row < outputs.height; row += 1) {
      for (let column = 0; column < outputs.width; column += 1) {
        const { window, found } = imagepool.arithmetic.explained(report, row, column, channel, report.json.dialect);
        const source = found.winner === null ? null : imagepool.arithmetic.tapAt(window, found.winner).source;
        const place = source ? (source.row - top) * width + source.column - left : -1;
        if (folded[row * outputs.width + column] !== place) return `${row},${column},${channel}: ${folded[row * outputs.width + column]}, not ${place}`;
        compared += 1;
      }
    }
  }
  return compared;
}"""


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("border", [[], ["--padding-mode", "reflect"], ["--padding-mode", "constant", "--padding-value", "1"]])
def test_winners(border, dialect, report, open_page, tmp_path):
    page = None
    for dtype in ("uint8", "int64", "float32"):
        for operator in ("max", "min"):
            path = tmp_path / f"{dtype}.npy"
            numpy.save(path, array(dtype))
            arguments = ["--op", operator, "--kernel", "3", "--padding", "1", "--stride", "1", *border, "--dialect", dialect]
            page = open_page(report(path, arguments, name=f"{dtype}-{operator}.html"), instead_of=page)
            assert page.evaluate(WINNERS) == 2 * 9 * 8, arguments
