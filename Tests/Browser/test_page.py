"""What a reader does with the page: moves the lens, changes views and dialects, by pointer and by key, in light and dark."""

import pathlib

import pytest

from conftest import SAMPLES, inspected, run, wait_until
from samples import is_same

VIEWS = ["side", "slider", "blink", "difference", "channels", "wins", "geometry"]
SLIDING = ["--kernel", "3", "--stride", "2", "--padding", "1"]
# A window in the padding at the top, one with overhang at the bottom and the right.
CEIL = ["--op", "average", "--kernel", "4", "--stride", "3", "--padding", "2", "--ceil-mode"]

REPORTS = {
    "alpha": ("bubbles.png", ["--op", "max", *SLIDING]),
    "rotated": ("lighthouse-rotated.jpg", CEIL),
    "16 bits": ("moon-16bit.png", ["--op", "average", "--kernel", "5", "--stride", "3", "--padding", "2", "--ceil-mode"]),
}


def shown(page):
    """What the lens says: the table's values, result and rounded, as text."""
    return page.evaluate(
        """() => ({
          title: document.querySelector('#lens-title').textContent,
          result: document.querySelector('#result').textContent,
          rounded: document.querySelector('#rounded') ? document.querySelector('#rounded').textContent : null,
          taps: [...document.querySelectorAll('table.grid td.tap')].map((cell) => ({
            row: Number(cell.dataset.row), column: Number(cell.dataset.column),
            kind: ['padding', 'overhang', 'border', 'sample'].find((kind) => cell.classList.contains(kind)),
            value: cell.dataset.value || null, wins: cell.classList.contains('wins'), ties: cell.classList.contains('ties') })),
        })"""
    )


def hold(page, made, row, column, channel):
    """The lens against the program: every tap, its kind and value, winner, ties, result and rounded."""
    program = inspected(made.path, made.arguments, row, column, channel)["channels"][0]
    lens = shown(page)
    assert lens["title"].startswith(f"Output {row},{column},")
    assert float(lens["result"]) == program["result"]
    assert lens["rounded"] == (None if program["rounded"] is None else str(program["rounded"]))
    assert len(lens["taps"]) == len(program["taps"])
    for cell, tap in zip(lens["taps"], program["taps"]):
        assert (cell["row"], cell["column"], cell["kind"]) == (tap["row"], tap["column"], tap["kind"])
        assert (cell["value"] is None) == (tap["value"] is None)
        assert cell["value"] is None or float(cell["value"]) == tap["value"]
        assert (cell["wins"], cell["ties"]) == (tap["wins"], tap["ties"])
    return {tap["kind"] for tap in program["taps"]}


@pytest.mark.parametrize("name", REPORTS)
def test_lens(name, report, open_page, settled, tmp_path):
    picture, arguments = REPORTS[name]
    made = report(SAMPLES / picture, arguments)
    page = open_page(made)
    height, width = made.data["output_height"], made.data["output_width"]
    pooled = made.dump(tmp_path)
    kinds = set()
    channel = made.data["channels"] - 1

    # By form, and into padding and overhang.
    for row, column in [(height // 2, width // 2), (0, 0), (height - 1, width - 1), (0, width // 3)]:
        page.evaluate("([r, c, n]) => imagepool.moveTo(r, c, n)", [row, column, channel])
        settled(page)
        kinds |= hold(page, made, row, column, channel)
        assert float(shown(page)["result"]) == pytest.approx(float(pooled[channel, row, column]), rel=1e-7)
    assert "padding" in kinds
    assert "overhang" in kinds or "--ceil-mode" not in arguments

    # By keys.
    page.evaluate("([r, c]) => imagepool.moveTo(r, c, 0)", [5, 7])
    page.focus("#stage")
    for key in ["ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowLeft", "PageDown"]:
        page.keyboard.press(key)
    settled(page)
    hold(page, made, 17, 6, 0)

    # By pointer over the result, which follows until a click holds the lens.
    page.click("#follow")
    box = page.locator("#canvas-b").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.55)
    settled(page)
    row, column = int(page.input_value("#row")), int(page.input_value("#column"))
    assert (row, column) != (17, 6)
    hold(page, made, row, column, 0)
    page.mouse.down()
    page.mouse.up()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.45)
    settled(page)
    hold(page, made, row, column, 0)

    # A source sample says what it feeds.
    box = page.locator("#canvas-a").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    settled(page)
    assert "Feeds" in page.inner_text("#source")


def test_fragment(report, open_page, settled):
    made = report(SAMPLES / "spheres.png", ["--op", "average", *SLIDING])
    page = open_page(made, "#at=11,13,2&dialect=onnx&view=difference")
    assert shown(page)["title"] == "Output 11,13, blue"
    assert page.get_attribute("#tab-difference", "aria-selected") == "true"
    assert page.is_checked("[name=dialect][value=onnx]")
    page.focus("#stage")
    page.keyboard.press("ArrowUp")
    wait_until(page, "location.hash === '#at=10,13,2&dialect=onnx&view=difference'")
    page.evaluate("location.hash = '#at=0,4,1&view=geometry'")
    wait_until(page, "document.querySelector('#lens-title').textContent === 'Output 0,4, green'")
    assert page.get_attribute("#tab-geometry", "aria-selected") == "true"
    # Nonsense leaves the lens inside of the output.
    page.evaluate("location.hash = '#at=99999,-4,77'")
    wait_until(page, "document.querySelector('#lens-title').textContent === 'Output 299,0, blue'")


def test_dialect_switch(report, open_page, settled):
    made = report(SAMPLES / "spheres.png", ["--op", "average", *SLIDING])
    page = open_page(made, "#at=0,0,0")
    program = inspected(made.path, made.arguments, 0, 0, 0)["channels"][0]
    answers = {answer["dialect"]: answer for answer in program["dialects"]}
    page.check("[name=dialect][value=tensorflow]")
    settled(page)
    assert float(shown(page)["result"]) == answers["tensorflow"]["result"] != program["result"]
    assert answers["tensorflow"]["reason"] in page.inner_text("#lens-body")


def test_refusal(report, open_page, settled):
    made = report(SAMPLES / "spheres.png", CEIL)
    page = open_page(made, "#at=0,0,0&dialect=tensorflow")
    assert "tensorflow has no ceil mode" in page.inner_text("#lens-body")
    hold(page, made, 0, 0, 0)


def test_wins_and_feeds(report, open_page):
    """How often each sample wins, and which outputs it feeds, counted from the program's own indices."""
    import numpy

    made = report(SAMPLES / "bubbles.png", ["--op", "max", *SLIDING])
    page = open_page(made, "#view=wins")
    folder = made.file.parent
    run("pool", made.path, *made.arguments, "--indices", "--dump", "npy", "-o", folder / "p.png", "--overwrite")
    indices = numpy.load(folder / "p.indices.npy").reshape(made.data["channels"], -1)
    size = made.data["input_height"] * made.data["input_width"]
    counts = numpy.bincount(indices[0], minlength=size)
    caption = page.inner_text("#facts caption")
    assert f"{(counts > 0).sum()} of {size} samples win; at most {counts.max()} windows" in caption


def test_big_window_stays_small(report, open_page):
    made = report(SAMPLES / "spheres.png", ["--op", "average", "--kernel", "64"])
    page = open_page(made, "#at=2,3,1")
    assert page.locator("table.grid td.tap").count() == 256
    assert "64 x 64 taps in all" in page.inner_text("#lens-body")
    program = inspected(made.path, made.arguments, 2, 3, 1)["channels"][0]
    assert float(shown(page)["result"]) == program["result"]


def test_statistics(report, open_page, tmp_path):
    made = report(SAMPLES / "spheres.png", ["--op", "max", *SLIDING])
    page = open_page(made, "#view=channels")
    pooled = made.dump(tmp_path)
    for channel in range(3):
        figures = page.inner_text(f"dl.figures[data-channel='{channel}']").split()
        assert float(figures[1]) == pooled[channel].min()
        assert float(figures[3]) == pooled[channel].max()
        assert float(figures[5]) == pytest.approx(float(pooled[channel].mean(dtype="float64")), rel=1e-12)


def test_command(report, open_page):
    made = report(SAMPLES / "spheres.png", ["--op", "max", *SLIDING])
    page = open_page(made, "#at=1,2,0&view=geometry")
    assert page.text_content("#command") == made.data["command"]
    assert page.text_content("#at-command") == f"{made.data['at_command']} --at 1,2,0"


def test_keyboard_alone(report, open_page, settled):
    """Every control is reached by Tab and shows that it has the focus; arrow keys move in tabs and taps."""
    made = report(SAMPLES / "spheres.png", ["--op", "max", *SLIDING])
    page = open_page(made, "#at=5,5,0")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => { const e = document.activeElement; return e === document.body ? null : e.id || e.name || e.dataset.move || e.className; }"
        )
        if name is None:
            break
        reached.append(name)
        outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", name
    for name in ["tab-side", "zoom-in", "stage", "row", "column", "channel", "follow", "dialect"]:
        assert name in reached, reached
    assert any("tap" in name for name in reached)
    page.focus("#tab-side")
    page.keyboard.press("End")
    assert page.get_attribute("#tab-geometry", "aria-selected") == "true"
    page.focus("table.grid td.tap")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    cell = page.evaluate("() => [document.activeElement.dataset.row, document.activeElement.dataset.column].map(Number)")
    assert cell == [10, 10]
    assert "10,10 red" in page.inner_text("#source")


def axe():
    import axe_playwright_python

    return (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["alpha", "16 bits"])
def test_accessible(name, scheme, report, open_page, settled):
    picture, arguments = REPORTS[name]
    made = report(SAMPLES / picture, arguments)
    page = open_page(made, "#at=0,0,0", color_scheme=scheme)
    page.evaluate(axe())
    for view in VIEWS:
        tab = page.locator(f"#tab-{view}")
        if not tab.is_visible():
            assert view == "wins" and "max" not in arguments
            continue
        tab.click()
        settled(page)
        found = page.evaluate("async () => (await axe.run(document)).violations")
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == [], (view, scheme)


def test_phone(report, open_page, settled):
    made = report(SAMPLES / "spheres.png", ["--op", "max", *SLIDING])
    page = open_page(made, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    for view in VIEWS:
        page.click(f"#tab-{view}")
        settled(page)
        wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, view
    page.click("#tab-side")
    box = page.locator("#canvas-b").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    settled(page)
    hold(page, made, int(page.input_value("#row")), int(page.input_value("#column")), 0)


def test_blink_waits_for_reduced_motion(report, open_page):
    made = report(SAMPLES / "spheres.png", ["--op", "max", *SLIDING])
    still = open_page(made, "#view=blink", reduced_motion="reduce")
    before = still.text_content("#caption-a")
    still.wait_for_timeout(1500)
    assert still.text_content("#caption-a") == before
    still.click("text=Swap")
    assert still.text_content("#caption-a") != before


def documented():
    """The command lines of the report's page of the documentation."""
    text = (pathlib.Path(__file__).resolve().parents[2] / "docs" / "report.md").read_text()
    return [line for block in text.split("```sh\n")[1:] for line in block.split("```")[0].splitlines() if line]


@pytest.mark.parametrize("line", documented())
def test_documented_lines(line, tmp_path):
    import subprocess

    from conftest import PROGRAM

    (tmp_path / "SampleImages").symlink_to(SAMPLES)
    done = subprocess.run(["bash", "-ec", f'imagepool() {{ "$PROGRAM" "$@"; }}\n{line}'], cwd=tmp_path, env={"PROGRAM": PROGRAM, "PATH": "/usr/bin:/bin"}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "report.html").read_text().startswith("<!doctype html>")
