"""A photograph of twelve megapixels: opened and looked at in under two seconds, and what it says outside of the full precision."""

import time

import pytest
from PIL import Image

from conftest import READY, SAMPLES, wait_until
from test_page import hold

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


@pytest.mark.parametrize("arguments", [["--op", "max", "--kernel", "3", "--stride", "2", "--padding", "1"], ["--op", "average", "--kernel", "8"]])
def test_opens_quickly(arguments, photograph, report, browser, open_page):
    made = report(photograph, arguments)
    region = made.data["outputs"][0]
    row, column = region["top"] + 20, region["left"] + 30
    took = []
    for _ in range(3):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        start = time.monotonic()
        page.goto(made.url)
        wait_until(page, READY)
        opened = time.monotonic() - start
        page.evaluate(
            "([r, c]) => { imagepool.moveTo(r, c, 0); return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))); }",
            [row, column],
        )
        took.append((time.monotonic() - start, opened))
        page.close()
    size = made.file.stat().st_size / 1e6
    first = took[0]
    print(f"{arguments[1]}: report of {size:.1f} MB: usable after {first[1]:.2f} s, lens moved after {first[0]:.2f} s (the first of {[round(all, 2) for all, _ in took]})")
    assert first[0] < SECONDS
    page = open_page(made, f"#at={row},{column},0")
    hold(page, made, row, column, 0)


def test_outside_of_full_precision(photograph, report, open_page, settled):
    made = report(photograph, ["--op", "max", "--kernel", "3", "--stride", "2", "--padding", "1"])
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
    settled(page)
    hold(page, made, int(page.input_value("#row")), int(page.input_value("#column")), 1)
