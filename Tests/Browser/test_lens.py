"""What the page says of a source sample and where it puts lens and focus, as the reader moves on."""

import base64
import io

import numpy
import pytest
from PIL import Image

from conftest import SAMPLES, settle
from samples import SEED
from test_page import SLIDING

BLUE = (121, 192, 255)
HINT = "Point at the source"


def drawn(page, selector):
    """The colours of a canvas, as it was drawn; one that is read by samples often complains."""
    url = page.evaluate("(selector) => document.querySelector(selector).toDataURL()", selector)
    picture = Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).convert("RGBA")
    return {colour[:3] for _, colour in picture.getcolors(picture.width * picture.height) if colour[3] == 255}


def point_of(page, made, canvas, row, column):
    """Where a view that shows all of the source has the middle of a sample, in the window."""
    box = page.locator(canvas).bounding_box()
    size = made.data["input_width"], made.data["input_height"]
    scale = min(max(room - 24, room * 0.8) / side for room, side in zip((box["width"], box["height"]), size))
    x, y = ((place + 0.5 - side / 2) * scale for place, side in zip((column, row), size))
    return box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y


@pytest.fixture
def not_a_number(report, tmp_path):
    """Three channels, the last with a NaN, pooled by windows that overlap."""
    planes = numpy.random.default_rng(SEED).random((3, 9, 9)).astype("float32")
    planes[2, 3, 3] = numpy.nan
    numpy.save(tmp_path / "nan.npy", planes)
    return report(tmp_path / "nan.npy", ["--op", "max", "--kernel", "3", "--stride", "1", "--padding", "1"]), planes


def test_source_sample_follows_dialect_and_channel(not_a_number, open_page):
    made, planes = not_a_number
    page = open_page(made, "#at=4,4,2")
    said = lambda: page.locator("#source p").all_inner_texts()
    page.mouse.click(*point_of(page, made, "#canvas-a", 3, 3))
    settle(page)
    assert said()[0] == "3,3 channel 2: nan" and said()[2].startswith("Wins 9: 2,2")
    page.check("[name=dialect][value=tensorflow]")
    settle(page)
    assert said() == ["3,3 channel 2: nan", "Feeds 9 outputs, rows 2 to 4, columns 2 to 4.", "Wins none of them."]
    page.check("[name=dialect][value=torch]")
    page.focus("#stage")
    page.keyboard.press("]")
    settle(page)
    assert said()[0].startswith("3,3 channel 0: ") and numpy.float32(said()[0].split()[-1]) == planes[0, 3, 3]
    assert not said()[2].startswith("Wins 9")
    page.click("#tab-wins")
    assert "is the max, channel 0:" in page.inner_text("#caption-a")


@pytest.mark.parametrize("touch", [False, True], ids=["click", "touch"])
def test_marks_stay_with_the_words(touch, not_a_number, open_page):
    made, _ = not_a_number
    page = open_page(made, "#at=7,7,0", has_touch=touch)
    press = page.touchscreen.tap if touch else page.mouse.click
    marked = lambda: [BLUE in drawn(page, f"#canvas-{name}") for name in "ab"]

    def hold(words, is_marked):
        settle(page)
        assert page.inner_text("#source").startswith(words) and marked() == [is_marked] * 2

    hold(HINT, False)
    press(*point_of(page, made, "#canvas-a", 2, 5))
    hold("2,5 channel 0", True)
    # Wherever the pointer and the lens go.
    page.mouse.move(5, 5)
    page.focus("#stage")
    page.keyboard.press("ArrowRight")
    hold("2,5 channel 0", True)
    page.locator("#source button").focus()
    page.keyboard.press("Enter")
    hold("2,5 channel 0", True)
    assert page.evaluate("document.activeElement.closest('#source') !== null")
    page.focus("#stage")
    page.keyboard.press("Escape")
    hold(HINT, False)
    press(*point_of(page, made, "#canvas-a", 2, 5))
    press(*point_of(page, made, "#canvas-b", 6, 6))
    hold(HINT, False)


def test_focus_after_a_way_back_into_full_precision(report, open_page):
    page = open_page(report(SAMPLES / "spheres.png", ["--op", "max", *SLIDING], ["--region", "0,0,64,64"]), "#at=200,200,0")
    page.locator("#lens-body .outside button").first.focus()
    page.keyboard.press("Enter")
    settle(page)
    assert page.locator("table.grid").is_visible()
    assert page.evaluate("document.activeElement.id") == "lens-title"


def test_cards_follow_the_channel(report, open_page, tmp_path):
    numpy.save(tmp_path / "in.npy", numpy.random.default_rng(SEED).random((200, 6, 6)).astype("float32"))
    page = open_page(report(tmp_path / "in.npy", ["--op", "max", "--kernel", "2"]), "#at=0,0,0&view=channels")
    first = lambda: page.locator("dl.figures").first.get_attribute("data-channel")
    pressed = page.locator("li.card button[aria-pressed=true]")
    for _ in range(6):
        page.get_by_role("button", name="Next").click()
    # Paging is no choice, and neither is a move to another row.
    page.fill("#row", "1")
    page.keyboard.press("Enter")
    settle(page)
    assert first() == "192" and pressed.count() == 0
    page.select_option("#channel", "3")
    settle(page)
    assert first() == "0" and pressed.all_inner_texts() == ["3"]


@pytest.mark.parametrize("width,height", [(740, 360), (640, 400)], ids=["a phone turned", "at 200 %"])
def test_low_windows(width, height, report, open_page):
    page = open_page(report(SAMPLES / "spheres.png", ["--op", "max", *SLIDING]), viewport={"width": width, "height": height})
    a, b = (page.locator(f"#canvas-{name}").bounding_box() for name in "ab")
    assert a["x"] + a["width"] <= b["x"] and a["y"] == b["y"]
    assert min(a["height"], b["height"]) > height / 2 and b["x"] + b["width"] <= width


@pytest.mark.parametrize("view,canvases", [("side", "ab"), ("slider", "a"), ("blink", "a"), ("difference", "a"), ("wins", "a")])
def test_outline_of_full_precision(view, canvases, report, open_page, tmp_path):
    """Dashes, black and white, as nothing else on a gray picture; none where all of it is in full precision."""
    Image.fromarray(numpy.full((300, 400), 128, "uint8")).save(tmp_path / "gray.png")
    for region, is_outlined in [(["--region", "100,120,96,128"], True), ([], False)]:
        page = open_page(report(tmp_path / "gray.png", ["--op", "max", "--kernel", "2"], region), f"#at=60,70,0&view={view}", reduced_motion="reduce")
        settle(page)
        for name in canvases:
            assert ((0, 0, 0) in drawn(page, f"#canvas-{name}")) == is_outlined


@pytest.mark.parametrize("row,column", [(0, 13), (13, 0), (13, 13), (2, 2)])
def test_winner_is_scrolled_into_sight(row, column, report, open_page, tmp_path):
    """A table of 14 rows and columns is larger than its room; the page stays where it is."""
    samples = numpy.full((14, 14), 100, "uint8")
    samples[row, column] = 255
    Image.fromarray(samples).save(tmp_path / "in.png")
    page = open_page(report(tmp_path / "in.png", ["--op", "max", "--kernel", "14"]), viewport={"width": 1000, "height": 800})
    room, winner = (page.locator(selector).bounding_box() for selector in (".grid-room", "td.wins"))
    for start, size in [("x", "width"), ("y", "height")]:
        assert room[start] <= winner[start] and winner[start] + winner[size] <= room[start] + room[size]
    assert page.evaluate("document.querySelector('.grid-room').scrollLeft > 0") == (column == 13)
    assert page.evaluate("scrollY") == 0
