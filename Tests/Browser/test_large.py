"""A photograph of twelve megapixels: opened and looked at in under two seconds, and what it says outside of the full precision."""

import time

import pytest
from PIL import Image

from conftest import READY, SAMPLES, settle, wait_until
from test_page import by_form, by_key, by_pointer, hold, shown

SECONDS = 2


@pytest.fixture(scope="module")
def photograph(tmp_path_factory):
    """4000 x 3000: a sample picture as it is, tiled by mirroring, so that it has a photograph's detail."""
    source = Image.open(SAMPLES / "mountains-420.jpg").convert("RGB")
    large = Image.new("RGB", (4000, 3000))
    for row in range(5):
        for column in range(4):
            tile = source
            if column % 2:
                tile = tile.transpose(Image.FLIP_LEFT_RIGHT)
            if row % 2:
                tile = tile.transpose(Image.FLIP_TOP_BOTTOM)
            large.paste(tile, (column * source.width, row * source.height))
    path = tmp_path_factory.mktemp("photograph") / "photograph.jpg"
    large.save(path, quality=92)
    return path


PADDED = ["--op", "max", "--kernel", "3", "--stride", "2", "--padding", "1"]


@pytest.mark.parametrize("arguments", [PADDED, ["--op", "average", "--kernel", "8"]])
def test_opens_quickly(arguments, photograph, report, browser, open_page):
    """Until the lens has followed the pointer to the middle of the result, and a key."""
    made = report(photograph, arguments)
    took = []
    for _ in range(3):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        start = time.monotonic()
        page.goto(made.url)
        wait_until(page, READY)
        opened = time.monotonic() - start
        before = shown(page)["title"]
        row, column = by_pointer(page, made, 0.51, 0.52)
        moved = time.monotonic() - start
        assert shown(page)["title"] != before and shown(page)["title"].startswith(f"Output {row},{column},")
        start = time.monotonic()
        by_key(page, "ArrowDown")
        took.append((moved, opened, time.monotonic() - start))
        assert shown(page)["title"].startswith(f"Output {row + 1},{column},")
        page.close()
    size = made.file.stat().st_size / 1e6
    moved, opened, by_a_key = took[0]
    print(f"{arguments[1]}: report of {size:.1f} MB: usable after {opened:.2f} s, lens moved after {moved:.2f} s (the first of {[round(all, 2) for all, _, _ in took]}), by a key in {by_a_key:.2f} s")
    assert moved < SECONDS and by_a_key < SECONDS
    # The same moves in a page that tells of faults, against the program.
    page = open_page(made)
    row, column = by_pointer(page, made, 0.51, 0.52)
    hold(page, made, row, column, 0)
    by_key(page, "ArrowDown")
    hold(page, made, row + 1, column, 0)


def test_lens(photograph, report, open_page):
    """By pointer, keys and form to windows inside, at edges, in the padding and with overhang, as far as there is full precision."""
    made = report(photograph, [*PADDED, "--ceil-mode"])
    height, width = made.data["output_height"], made.data["output_width"]
    page = open_page(made)
    corners = [(0.01, 0.01), (0.99, 0.01), (0.01, 0.99), (0.99, 0.99)]
    kinds = set()
    for x, y in [(0.5, 0.5), *corners]:
        row, column = by_pointer(page, made, x, y)
        assert abs(row - y * height) < 0.02 * height and abs(column - x * width) < 0.02 * width
        kinds |= hold(page, made, row, column, 0)
    assert kinds == {"sample"}
    for x, y in corners:
        page.click("#zoom-fit")
        if page.get_attribute("#follow", "aria-pressed") == "false":
            page.click("#follow")
        by_pointer(page, made, x, y)
        # A click holds the lens, keys lead to the corner.
        page.mouse.down()
        page.mouse.up()
        by_key(page, "End" if x > 0.5 else "Home", *["PageDown" if y > 0.5 else "PageUp"] * 5)
        row, column = (height - 1 if y > 0.5 else 0), (width - 1 if x > 0.5 else 0)
        kinds |= hold(page, made, row, column, 0)
    assert kinds == {"sample", "padding", "overhang"}
    by_form(page, 0, width - 3, 2)
    assert hold(page, made, 0, width - 3, 2) == {"sample", "padding"}
    by_key(page, "]", "ArrowDown")
    assert hold(page, made, 1, width - 3, 0) == {"sample"}


def test_outside_of_full_precision(photograph, report, open_page):
    made = report(photograph, PADDED)
    held = [(o["top"], o["left"], o["height"], o["width"]) for o in made.data["outputs"]]
    inside = lambda row, column: any(t <= row < t + h and l <= column < l + w for t, l, h, w in held)
    place = next((row, column) for row in range(0, 1500, 50) for column in range(0, 2000, 50) if not inside(row, column))
    page = open_page(made, f"#at={place[0]},{place[1]},1")
    assert "Outside of what this report holds" in page.inner_text("#lens-body")
    assert page.evaluate("([r, c]) => imagepool.explain(r, c, 1)", place) is None
    command = page.text_content("#at-command")
    assert command.endswith(f"--at {place[0]},{place[1]},1")
    assert command.startswith("imagepool inspect")
    # A place in full precision is one button away.
    page.click("#lens-body .outside button >> nth=0")
    settle(page)
    hold(page, made, int(page.input_value("#row")), int(page.input_value("#column")), 1)
