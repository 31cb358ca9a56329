"""Which samples win, of windows of any size, and how that is drawn and said."""

import numpy
import pytest
from PIL import Image

from conftest import SAMPLES, settle
from samples import SEED
from test_explain import DIALECTS, WINNERS
from test_lens import drawn


def ties_and_odd(dtype):
    """Few different numbers, so that most windows have ties; of floats NaN and infinities as well, in stretches, too."""
    generator = numpy.random.default_rng(SEED)
    values = generator.integers(0, 4, (2, 26, 31)).astype(dtype)
    if values.dtype.kind == "f":
        odd = generator.choice([numpy.nan, numpy.inf, -numpy.inf], values.shape)
        values = numpy.where(generator.random(values.shape) < 0.1, odd, values).astype(dtype)
        values[0, 3:8, :12] = numpy.nan
        values[1, :, 20:] = -numpy.inf
        values[1, 10:, :9] = numpy.inf
    if dtype == "int64":
        values += 2**60  # a Number holds none of them
    return values


# The windows; the dialects that have them; why.
LARGE = [
    (["--kernel", "19", "--stride", "1"], DIALECTS, "most of a row"),
    (["--kernel", "26,31"], DIALECTS, "all"),
    (["--kernel", "17,2", "--stride", "1,3"], DIALECTS, "tall, and with columns left out"),
    (["--kernel", "2", "--stride", "5"], DIALECTS, "gaps between windows"),
    (["--kernel", "21", "--stride", "1", "--padding", "10"], DIALECTS, "beginnings and ends of rows"),
    (["--kernel", "12", "--stride", "7", "--padding", "5", "--ceil-mode"], ["torch", "onnx"], "overhang"),
    (["--kernel", "6", "--stride", "1", "--dilation", "4"], DIALECTS, "dilated: four lines that take turns"),
    (["--kernel", "5", "--stride", "3", "--dilation", "4,2", "--padding", "2"], ["torch", "onnx"], "in steps that do not divide"),
    (["--kernel", "21", "--stride", "1", "--padding", "10", "--padding-mode", "reflect"], DIALECTS, "samples twice in a window"),
    (["--kernel", "9", "--stride", "2", "--padding", "4", "--padding-mode", "replicate"], DIALECTS, "one sample many times"),
    (["--kernel", "9", "--stride", "2", "--padding", "4", "--padding-mode", "constant", "--padding-value", "3"], DIALECTS, "a border that ties"),
]  # fmt: skip


@pytest.mark.parametrize("dtype", ["uint8", "int64", "float32"])
@pytest.mark.parametrize("windows,dialects,reason", LARGE, ids=[reason for _, _, reason in LARGE])
def test_winners_of_large_windows(windows, dialects, reason, dtype, report, open_page, tmp_path):
    numpy.save(tmp_path / "in.npy", ties_and_odd(dtype))
    page = None
    for dialect in dialects:
        for operator in ("max", "min"):
            arguments = ["--op", operator, *windows, "--dialect", dialect]
            made = report(tmp_path / "in.npy", arguments, name=f"{dialect}-{operator}.html")
            page = open_page(made, instead_of=page)
            assert page.evaluate(WINNERS) == 2 * made.data["output_height"] * made.data["output_width"], (arguments, reason)


@pytest.mark.parametrize("arguments", [["--op", "adaptive-max", "--output-size", "7,5"], ["--op", "fractional-max", "--kernel", "6", "--output-size", "4", "--seed", "1"]])
def test_winners_of_windows_of_many_sizes(arguments, report, open_page, tmp_path):
    numpy.save(tmp_path / "in.npy", ties_and_odd("float32"))
    made = report(tmp_path / "in.npy", arguments)
    assert open_page(made).evaluate(WINNERS) == 2 * made.data["output_height"] * made.data["output_width"]


def test_a_lone_winner_is_seen_in_a_shrunken_map(report, open_page, tmp_path):
    """Everywhere the first of equals wins, once; one sample wins nine windows."""
    plain = numpy.zeros((1100, 1200), "uint8")
    plain[151, 203] = 9
    Image.fromarray(plain).save(tmp_path / "in.png")
    page = open_page(report(tmp_path / "in.png", ["--op", "max", "--kernel", "3", "--stride", "1"]), "#view=wins")
    settle(page)
    brightest = tuple(page.evaluate("[...imagepool.colours.viridis.slice(255 * 3)]"))
    for _ in range(3):
        assert brightest in drawn(page, "#canvas-a"), page.text_content("#zoom")
        page.click("#zoom-out")
        settle(page)


def test_headline_in_little_room(report, open_page):
    page = open_page(report(SAMPLES / "spheres.png", ["--op", "max", "--kernel", "3", "--stride", "2", "--padding", "1"]), "#view=wins", viewport={"width": 360, "height": 640})
    room, words = page.locator("#facts").bounding_box(), page.locator("#facts caption > *").bounding_box()
    assert page.locator("#facts caption").inner_text().endswith(" windows by one")
    assert room["x"] <= words["x"] and words["x"] + words["width"] <= room["x"] + room["width"]


def test_samples_are_read_a_few_times_each(report, open_page, tmp_path):
    """However large the windows are: the cost is not that of their height or width."""
    numpy.save(tmp_path / "in.npy", numpy.random.default_rng(SEED).integers(0, 256, (1, 90, 100), dtype="uint8"))
    page = open_page(report(tmp_path / "in.npy", ["--op", "max", "--kernel", "45", "--stride", "1"]))
    read = page.evaluate(
        """async () => {
          const report = new imagepool.Report(JSON.parse(document.querySelector('#data').textContent));
          await report.load();
          let read = 0;
          const count = { get: (plane, name) => ((read += /^[0-9]+$/.test(name)), plane[name]) };
          const plane = new Proxy(report.regions[0].samples.numbers(0), count);
          report.regions[0].samples.numbers = () => plane;
          imagepool.winners.winnersOf(report, 0, 0, 'torch');
          return read;
        }"""
    )
    assert 90 * 100 <= read <= 3 * 90 * 100
