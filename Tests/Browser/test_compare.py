"""Reports of `imagepool compare A B -o report.html` against `compare --json` and the files' own samples."""

import math

import numpy
import pytest

import accessibility
from comparisons import chosen, coloured, samples
from conftest import SAMPLES, run, settle
from samples import array

TYPES = ["uint8", "uint16", "int8", "int16", "int32", "int64", "float16", "float32", "float64"]


@pytest.fixture
def arrays(tmp_path):
    """Two arrays of a type, a tenth of whose samples differ."""

    def made(dtype):
        first = array(dtype)
        generator = numpy.random.default_rng(7)
        second = first.copy()
        places = generator.choice(first.size, first.size // 10, replace=False)
        second.reshape(-1)[places] = generator.permutation(first.reshape(-1))[: len(places)]
        numpy.save(tmp_path / "a.npy", first)
        numpy.save(tmp_path / "b.npy", second)
        return tmp_path / "a.npy", tmp_path / "b.npy", first, second

    return made


@pytest.fixture
def photographs(tmp_path):
    """A picture and what a JPEG makes of it."""
    layer = ["--op", "average", "--kernel", "4", "--channels", "rgb"]
    run("pool", SAMPLES / "spheres.png", *layer, "-o", tmp_path / "a.png")
    run("pool", SAMPLES / "spheres.png", *layer, "--quality", "60", "-o", tmp_path / "b.jpg")
    return tmp_path / "a.png", tmp_path / "b.jpg"


def number(text, dtype):
    return int(text) if numpy.dtype(dtype).kind in "iu" else numpy.dtype(dtype).type(text)


@pytest.mark.parametrize("dtype", TYPES)
def test_samples_are_those_of_the_files(compared, arrays, open_page, dtype):
    path, other, first, second = arrays(dtype)
    page = open_page(compared(path, other))
    for row in range(first.shape[1]):
        for column in range(first.shape[2]):
            for channel, found in enumerate(samples(page, row, column)):
                a, b = first[channel, row, column], second[channel, row, column]
                for text, sample in [(found["first"], a), (found["second"], b)]:
                    read = number(text, dtype)
                    assert read == sample or (math.isnan(read) and math.isnan(sample)), (row, column, channel)
                    assert math.isnan(sample) or math.copysign(1, read) == math.copysign(1, sample)
                if numpy.dtype(dtype).kind in "iu":
                    assert int(found["difference"]) == int(b) - int(a)
                elif a == b or (math.isnan(a) and math.isnan(b)):
                    assert float(found["difference"]) == 0
                else:
                    expected = float(b) - float(a)
                    assert float(found["difference"]) == (math.inf if math.isnan(expected) else expected)


def test_figures_are_those_of_the_program(compared, photographs, open_page):
    report = compared(*photographs, "--max-abs", "1", "--min-psnr", "10", "--min-ssim", "0.1")
    page = open_page(report)
    said = report.said
    rows = page.locator("#figures-table tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText))"
    )
    rows = {name: (value, allowed) for name, value, allowed in rows}
    assert rows["samples"][0].replace(",", "") == str(said["samples"])
    assert rows["differing"][0].replace(",", "") == str(said["differing"])
    for name in ["max_abs", "mean_abs", "rmse", "ssim"]:
        assert float(rows[name][0]) == said[name]
    assert float(rows["psnr"][0].removesuffix(" dB")) == said["psnr"]
    assert rows["max_abs"][1] == "at most 1: does not hold"
    assert rows["psnr"][1] == "at least 10 dB: holds" and rows["ssim"][1] == "at least 0.1: holds"
    assert page.locator("#verdict").inner_text() == "different: " + "; ".join(said["reasons"])
    data = page.evaluate("imagepool.data")
    assert data["comparison"] == {key: said[key] for key in data["comparison"]}
    assert page.locator("#command").inner_text() == data["command"]
    assert sum(channel["differing"] for channel in data["channels"]) == said["differing"]
    bars = data["histogram"]
    assert sum(bars["counts"]) + bars["infinite"] == said["differing"]
    assert bars["equal"] == said["samples"] - said["differing"]
    # As numbers, the same.
    page.locator("#histogram summary").click()
    counts = page.locator("#histogram tbody td").all_inner_texts()
    assert sum(int(count.replace(",", "")) for count in counts) == said["differing"]


def test_jumps_go_where_the_program_says(compared, arrays, open_page):
    path, other, first, second = arrays("int32")
    report = compared(path, other)
    page = open_page(report)
    found = report.said["first_difference"]
    difference = numpy.abs(second.astype(numpy.int64) - first.astype(numpy.int64))
    page.get_by_role("button", name="Largest").click()
    assert difference[int(page.locator("#channel").input_value()), *chosen(page)] == difference.max()
    page.get_by_role("button", name="First difference").click()
    assert chosen(page) == (found["row"], found["column"])
    assert page.locator("#channel").input_value() == str(found["channel"])
    # From there through all differences of the plane, in reading order, and no further; then back.
    page.locator("#stage").focus()
    places = [tuple(map(int, place)) for place in zip(*numpy.nonzero(difference[found["channel"]]))]
    assert places[0] == (found["row"], found["column"]) and len(places) > 3
    for key, expected in [("n", places[1:] + places[-1:]), ("p", places[-2::-1] + places[:1])]:
        for place in expected:
            page.keyboard.press(key)
            assert chosen(page) == place


def test_keys_and_pointer_move_the_lens(compared, photographs, open_page):
    page = open_page(compared(*photographs))
    caption = page.locator("#samples caption")
    page.evaluate("imagepool.moveTo(5, 7)")
    page.locator("#stage").focus()
    for key, place in [("ArrowRight", (5, 8)), ("ArrowDown", (6, 8)), ("ArrowLeft", (6, 7)), ("ArrowUp", (5, 7))]:
        page.keyboard.press(key)
        assert caption.inner_text() == f"Row {place[0]}, column {place[1]}"
    found = samples(page, 5, 7)
    cells = page.locator("#samples tbody td").all_inner_texts()
    assert cells == [text for one in found for text in (one["first"], one["second"], one["difference"])]
    assert "A " + found[0]["first"] in page.locator("#place").inner_text()
    # Under the pointer, and back to the place that was chosen.
    box = page.locator("#stage canvas").nth(2).bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    hovered = caption.inner_text()
    assert hovered != "Row 5, column 7"
    page.mouse.move(1, 1)
    assert caption.inner_text() == "Row 5, column 7"
    page.mouse.click(*middle)
    page.mouse.move(1, 1)
    assert caption.inner_text() == hovered
    # The neighbourhood's middle is the place itself.
    one = samples(page, *chosen(page))[0]
    assert page.locator("#neighbours td.here").all_inner_texts() == [one["first"], one["second"], one["difference"]]


def test_views_are_linked_and_show_what_they_say(compared, photographs, open_page):
    page = open_page(compared(*photographs))

    def pictures():
        settle(page)
        return page.evaluate("() => [...document.querySelectorAll('#stage canvas')].map((canvas) => canvas.toDataURL())")

    before = pictures()
    assert len(set(before)) == 3
    page.get_by_role("button", name="Zoom in").click()
    after = pictures()
    assert all(a != b for a, b in zip(before, after)), "one camera for all"
    page.locator("#sign").select_option("signed")
    signed = pictures()
    assert signed[2] != after[2] and signed[:2] == after[:2]
    page.get_by_role("tab", name="Blink").click()
    (first,) = pictures()
    page.get_by_role("button", name="Show B").click()
    (second,) = pictures()
    page.get_by_role("button", name="Show A").click()
    assert first != second and pictures() == [first]
    page.get_by_role("button", name="Alternate").click()
    page.get_by_role("button", name="Show A").wait_for(timeout=5000)
    page.get_by_role("button", name="Alternate").click()
    page.get_by_role("tab", name="Slider").click()
    seen = []
    for value in ["1000", "500", "0"]:
        page.locator("#slider").evaluate(
            "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input')) }", value
        )
        seen += pictures()
    assert len(set(seen)) == 3
    page.locator("#views [role=tab][aria-selected=true]").press("ArrowLeft")
    assert page.get_by_role("tab", name="Side by side").get_attribute("aria-selected") == "true"
    assert page.locator("#stage canvas").count() == 3


def test_address_brings_everything_back(compared, photographs, open_page):
    page = open_page(compared(*photographs), "#at=3,9&view=slider&channel=1&sign=signed")
    assert page.locator("#samples caption").inner_text() == "Row 3, column 9"
    assert page.get_by_role("tab", name="Slider").get_attribute("aria-selected") == "true"
    assert page.locator("#channel").input_value() == "1" and page.locator("#sign").input_value() == "signed"

    # An address that comes later shows what one of its own page shows.
    other = "#at=8,5&view=beside&channel=2&sign=absolute"
    page.evaluate("(fragment) => { location.hash = fragment; }", other)
    fresh = open_page(compared(*photographs), other)
    shown = """() => [...document.querySelectorAll("#stage canvas, #legend canvas")].map((canvas) => canvas.toDataURL())
      .concat([...document.querySelectorAll("select, #row, #column")].map((one) => one.value))
      .concat(["#samples", "#neighbours", "#legend-words"].map((name) => document.querySelector(name).innerText))"""
    for one in (page, fresh):
        settle(one)
    assert page.evaluate(shown) == fresh.evaluate(shown)
    # Of all channels the tables show the one of before.
    for one in (page, fresh):
        one.locator("#channel").select_option("all")
    assert page.locator("#neighbours").inner_text() == fresh.locator("#neighbours").inner_text()


def test_an_empty_field_keeps_the_place(compared, photographs, open_page):
    page = open_page(compared(*photographs), "#at=8,5")
    page.locator("#row").fill("")
    page.locator("#row").press("Enter")
    assert chosen(page) == (8, 5)


def test_integers_beyond_2_to_the_53(compared, open_page, tmp_path):
    numpy.save(tmp_path / "a.npy", numpy.array([[[2**53 + 1, 2**63 - 1, 4]]], dtype="int64"))
    numpy.save(tmp_path / "b.npy", numpy.array([[[2.0**53, 2.0**63, 4.5]]], dtype="float64"))
    page = open_page(compared(tmp_path / "a.npy", tmp_path / "b.npy"))
    assert [samples(page, 0, column)[0]["difference"] for column in range(3)] == ["-1.0", "1.0", "0.5"]
    page = open_page(compared(tmp_path / "b.npy", tmp_path / "a.npy"))
    assert [samples(page, 0, column)[0]["difference"] for column in range(3)] == ["1.0", "-1.0", "-0.5"]
    numpy.save(tmp_path / "c.npy", numpy.array([[[-(2**63), -(2**63), 5]]], dtype="int64"))
    page = open_page(compared(tmp_path / "a.npy", tmp_path / "c.npy"))
    assert page.locator("#legend-high").inner_text() == "1.84467e+19"
    assert "00000" not in page.locator("#spread").inner_text() + page.locator("#channels-table").inner_text()
    numpy.save(tmp_path / "d.npy", numpy.array([[[7, 7, 7]]], dtype="int32"))
    page = open_page(compared(tmp_path / "d.npy", tmp_path / "a.npy"))
    assert [samples(page, 0, column)[0]["difference"] for column in range(3)] == [str(2**53 - 6), str(2**63 - 8), "-3"]


def test_many_planes(compared, open_page, tmp_path):
    first = numpy.zeros((5000, 2, 2), dtype="float32")
    second = first.copy()
    second[[3, 4000, 4999], 0, 0] = [1, 8, 2]
    numpy.save(tmp_path / "a.npy", first)
    numpy.save(tmp_path / "b.npy", second)
    page = open_page(compared(tmp_path / "a.npy", tmp_path / "b.npy", "--layout", "chw"))
    shown = page.locator("#channels-table tbody th").all_inner_texts()
    assert shown == [*map(str, range(62)), "4000", "4999"], "those that differ, and the first of the others"
    said = page.locator("#channels-table p").inner_text()
    assert said == "4,936 more channels, 0 of which differ; none by more than these."
    assert page.locator("#verdict").inner_text() == "different: 3 of 20,000 samples differ"
    assert page.locator("#figures-table thead th").all_inner_texts() == ["Figure", "Value"]


def test_infinite_differences_are_seen(compared, open_page, tmp_path):
    first = numpy.zeros((1, 4, 4), dtype="float32")
    second = first.copy()
    second[0, 1, 1] = numpy.inf
    numpy.save(tmp_path / "a.npy", first)
    numpy.save(tmp_path / "b.npy", second)
    page = open_page(compared(tmp_path / "a.npy", tmp_path / "b.npy"))
    assert page.locator("#legend-high").inner_text() == "inf"
    page.evaluate("imagepool.moveTo(3, 3)")
    assert "253,231,37" in coloured(page)
    second[0, 2, 2] = 3
    numpy.save(tmp_path / "b.npy", second)
    page = open_page(compared(tmp_path / "a.npy", tmp_path / "b.npy"))
    assert page.locator("#legend-high").inner_text() == "3"
    assert "infinite differences have the last colour" in page.locator("#legend-words").inner_text()


def test_panels_stay_in_line(compared, photographs, open_page, tmp_path):
    long = tmp_path / ("a picture with quite a long name " * 6 + ".png")
    long.write_bytes(photographs[0].read_bytes())
    page = open_page(compared(long, photographs[1]), viewport={"width": 900, "height": 800})
    tops = page.locator("#stage canvas").evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    assert long.name in page.locator("#stage figcaption").first.get_attribute("title")


def test_equal_inputs(compared, photographs, open_page):
    page = open_page(compared(photographs[0], photographs[0]))
    assert page.locator("#legend").inner_text() == "no difference"
    assert not page.locator("#legend-bar").is_visible()
    assert page.locator("#verdict").inner_text() == "equal"
    assert page.get_by_role("button", name="First difference").is_disabled()


def test_names_are_text(compared, photographs, open_page, tmp_path):
    name = tmp_path / "<img src=x onerror=alert(1)>.png"
    name.write_bytes(photographs[0].read_bytes())
    page = open_page(compared(name, photographs[1]))
    assert "onerror" in page.locator("h1").inner_text() and page.locator("img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_is_accessible(compared, photographs, open_page, scheme, width):
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    page = open_page(compared(*photographs, "--max-abs", "1"), **options)
    for name in ["Side by side", "Slider", "Blink"]:
        page.get_by_role("tab", name=name).click()
        accessibility.check(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing reaches beyond the window"
        # Tables that scroll can be reached by keys, have a name, and show that they go on.
        for one in page.locator(".scroll").all():
            if one.evaluate("one => one.scrollWidth > one.clientWidth"):
                assert one.get_attribute("tabindex") == "0" and one.get_attribute("aria-label")
                assert "gradient" in one.evaluate("one => getComputedStyle(one).backgroundImage")
