"""What a reader does with the page: moves the lens, changes views and dialects, by pointer and by key, in light and dark."""

import pathlib

import numpy
import pytest

import accessibility
from conftest import SAMPLES, inspected, run, settle, wait_until

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


def by_form(page, row, column, channel=None):
    """Types a place, as a reader does."""
    for name, number in {"row": row, "column": column}.items():
        page.focus(f"#{name}")
        page.keyboard.press("Control+a")
        page.keyboard.type(str(number))
        page.keyboard.press("Enter")
    if channel is not None:
        page.select_option("#channel", str(channel))
    settle(page)


def by_key(page, *keys):
    """Presses keys over the pictures."""
    page.focus("#stage")
    for key in keys:
        page.keyboard.press(key)
    settle(page)


def by_pointer(page, made, x, y, canvas="#canvas-b"):
    """Points at a part of the picture in a view that shows all of it: 0 is its first pixel, 1 its last. Returns where the lens is."""
    box = page.locator(canvas).bounding_box()
    size = [made.data["input_width"], made.data["input_height"]]
    room = [max(side - 24, side * 0.8) for side in (box["width"], box["height"])]
    scale = min(room[0] / size[0], room[1] / size[1])
    at = [(part - 0.5) * (side * scale - 1) for part, side in zip((x, y), size)]
    page.mouse.move(box["x"] + box["width"] / 2 + at[0], box["y"] + box["height"] / 2 + at[1])
    settle(page)
    return int(page.input_value("#row")), int(page.input_value("#column"))


@pytest.mark.parametrize("name", REPORTS)
def test_lens(name, report, open_page, settled, tmp_path):
    picture, arguments = REPORTS[name]
    made = report(SAMPLES / picture, arguments)
    page = open_page(made)
    height, width = made.data["output_height"], made.data["output_width"]
    pooled = made.dump(tmp_path)
    channel = made.data["channels"] - 1

    has_overhang = "--ceil-mode" in arguments
    corners = [(0, 0), (0, width - 1), (height - 1, 0), (height - 1, width - 1)]

    def reach(kinds, row, column, channel):
        assert float(shown(page)["result"]) == pytest.approx(float(pooled[channel, row, column]), rel=1e-7)
        return kinds | hold(page, made, row, column, channel)

    # By form: inside, at an edge, and into padding and overhang.
    kinds = set()
    for row, column in [(height // 2, width // 2), (0, width // 3), *corners]:
        by_form(page, row, column, channel)
        kinds = reach(kinds, row, column, channel)
    assert kinds >= {"sample", "padding"} and ("overhang" in kinds) == has_overhang

    # By keys, from inside to all four corners.
    by_form(page, 5, 7, 0)
    by_key(page, "ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowLeft", "PageDown")
    kinds = reach(set(), 17, 6, 0)
    for row, column in corners:
        by_key(page, "End" if column else "Home", *["PageDown" if row else "PageUp"] * (height // 10 + 1))
        kinds = reach(kinds, row, column, 0)
    assert kinds >= {"sample", "padding"} and ("overhang" in kinds) == has_overhang
    by_key(page, "]", "ArrowUp", "[", "[")
    reach(set(), height - 2, width - 1, channel)

    # By pointer over the result, which the lens follows again.
    page.select_option("#channel", "0")
    page.click("#zoom-fit")
    page.click("#follow")
    kinds = set()
    for x, y in [(0.4, 0.55), (0, 0), (1, 0), (0, 1), (1, 1)]:
        row, column = by_pointer(page, made, x, y)
        # To the half pixel of the screen.
        assert abs(row - y * (height - 1)) <= 2 and abs(column - x * (width - 1)) <= 2
        assert (row, column) in corners or (x, y) == (0.4, 0.55)
        kinds = reach(kinds, row, column, 0)
    assert kinds >= {"sample", "padding"} and ("overhang" in kinds) == has_overhang
    # A click holds the lens.
    page.mouse.down()
    page.mouse.up()
    by_pointer(page, made, 0.6, 0.45)
    reach(set(), height - 1, width - 1, 0)

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


# What a page says of source samples: which outputs they feed, which of them they win, and how often each wins.
FEEDS = """async ([channel, places]) => {
  const report = new imagepool.Report(JSON.parse(document.querySelector('#data').textContent));
  await report.load();
  const position = { channel, answering: report.json.dialect };
  const { counts } = imagepool.wins.counted(report, channel, report.json.dialect);
  return {
    fed: places.map(([row, column]) => {
      const { rows, columns, won } = imagepool.source.feeds(report, position, row, column);
      return { rows, columns, won: won.map(({ row, column }) => [row, column]) };
    }),
    counts: Array.from(counts[0]),
  };
}"""


def indices(made):
    """For each channel and output the place of its winner in the plane: the program's own."""
    folder = made.file.parent
    run("pool", made.path, *made.arguments, "--indices", "--dump", "npy", "-o", folder / "p.png", "--overwrite")
    found = numpy.load(folder / "p.indices.npy")
    return found.reshape(made.data["channels"], made.data["output_height"], made.data["output_width"])


def readers(place, windows, kernel, stride, padding, dilation=1):
    """The windows along an axis that have a tap at a place."""
    return [n for n in range(windows) if place in range(n * stride - padding, n * stride - padding + kernel * dilation, dilation)]


@pytest.mark.parametrize(
    "kernel, stride, padding, dilation, more",
    [
        (3, 2, 1, 1, []),  # windows share every other row
        (5, 2, 2, 1, ["--ceil-mode"]),  # up to nine windows a sample, and overhang
        (3, 2, 1, 2, []),  # taps with gaps
        (2, 3, 0, 1, []),  # samples that no window reads
    ],
)
def test_wins_and_feeds(kernel, stride, padding, dilation, more, report, open_page, tmp_path):
    """Which outputs a sample feeds, against the windows written out; which it wins, against the program's own indices."""
    # A photograph of 160 x 120, with transparency.
    run("pool", SAMPLES / "bubbles.png", "--op", "average", "--kernel", "4", "-o", tmp_path / "in.png")
    layer = {"--kernel": kernel, "--stride": stride, "--padding": padding, "--dilation": dilation}
    arguments = ["--op", "max", *[word for pair in layer.items() for word in pair], *more]
    made = report(tmp_path / "in.png", arguments)
    page = open_page(made, "#view=wins")
    height, width = made.data["input_height"], made.data["input_width"]
    generator = numpy.random.default_rng(11)
    places = [(0, 0), (0, width - 1), (height - 1, 0), (height - 1, width - 1), (0, width // 2), (height // 2, 0)]
    places += [(int(generator.integers(height)), int(generator.integers(width))) for _ in range(200)]
    winners = indices(made)
    fed = won = 0
    for channel in range(made.data["channels"]):
        said = page.evaluate(FEEDS, [channel, places])
        assert said["counts"] == numpy.bincount(winners[channel].reshape(-1), minlength=height * width).tolist()
        for (row, column), one in zip(places, said["fed"]):
            rows = readers(row, made.data["output_height"], kernel, stride, padding, dilation)
            columns = readers(column, made.data["output_width"], kernel, stride, padding, dilation)
            assert (one["rows"], one["columns"]) == (rows, columns), (row, column)
            wins = [[r, c] for r in rows for c in columns if winners[channel, r, c] == row * width + column]
            assert one["won"] == wins, (channel, row, column)
            fed, won = fed + len(rows) * len(columns), won + len(wins)
    assert fed > 100 and won > 20
    counts = numpy.bincount(winners[0].reshape(-1), minlength=height * width)
    most = f"{counts.max()} window{'s' if counts.max() > 1 else ''} by one"
    assert page.inner_text("#facts caption") == f"{(counts > 0).sum()} of {counts.size} samples win; at most {most}"


def test_feeds_in_words(report, open_page):
    """What stands below the lens of each tap of a window."""
    made = report(SAMPLES / "bubbles.png", ["--op", "max", *SLIDING])
    page = open_page(made, "#at=40,50,1")
    height, width = made.data["output_height"], made.data["output_width"]
    winners = indices(made)[1]
    # A winner of several windows, and its own window.
    counts = numpy.bincount(winners.reshape(-1))
    place = int(numpy.flatnonzero(counts == counts.max())[0])
    row, column = [int(axis[0]) for axis in numpy.nonzero(winners == place)]
    by_form(page, row, column)
    assert page.locator("table.grid td.sample").count() > 0
    for cell in page.locator("table.grid td.sample").all():
        cell.focus()
        y, x = int(cell.get_attribute("data-row")), int(cell.get_attribute("data-column"))
        rows, columns = readers(y, height, 3, 2, 1), readers(x, width, 3, 2, 1)
        wins = [f"{r},{c}" for r in rows for c in columns if winners[r, c] == y * made.data["input_width"] + x]
        span = lambda found: f"{found[0]} to {found[-1]}" if len(found) > 1 else str(found[0])
        one = f"Feeds output {rows[0]},{columns[0]}."
        several = f"Feeds {len(rows) * len(columns)} outputs, rows {span(rows)}, columns {span(columns)}."
        lines = page.locator("#source p").all_text_contents()
        assert lines[0] == f"{y},{x} green: {cell.get_attribute('data-value')}"
        assert lines[1] == (one if len(rows) * len(columns) == 1 else several)
        assert lines[2] == (f"Wins {len(wins)}: {'  '.join(wins)}" if wins else "Wins none of them.")


def test_wins_in_overlapping_regions(report, open_page):
    """A sample or a window that two regions hold counts once."""
    made = report(SAMPLES / "spheres.png", ["--op", "max", *SLIDING], ["--region", "0,0,64,64", "--region", "32,32,64,64"])
    page = open_page(made, "#view=wins")
    winners, width = indices(made)[0], made.data["input_width"]
    held = numpy.zeros(winners.shape, bool)
    samples = numpy.zeros((made.data["input_height"], width), bool)
    for region, outputs in zip(made.data["regions"], made.data["outputs"]):
        for mask, part in [(held, outputs), (samples, region)]:
            mask[part["top"] : part["top"] + part["height"], part["left"] : part["left"] + part["width"]] = True
    counts = numpy.bincount(winners[held], minlength=samples.size)[samples.reshape(-1)]
    assert counts.size == 2 * 64 * 64 - 32 * 32
    caption = page.inner_text("#facts caption")
    assert caption == f"{(counts > 0).sum()} of {counts.size} samples win; at most {counts.max()} windows by one"
    rows = {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in page.locator("#facts tbody tr").all()}
    times, samples_each = numpy.unique(counts, return_counts=True)
    assert [int(text) for text in rows["windows won"]] == times.tolist()
    assert [int(text) for text in rows["samples"]] == samples_each.tolist()


def test_big_window_stays_small(report, open_page):
    made = report(SAMPLES / "spheres.png", ["--op", "average", "--kernel", "64"])
    page = open_page(made, "#at=2,3,1")
    assert page.locator("table.grid td.tap").count() == 256
    assert "64 x 64 taps in all" in page.inner_text("#lens-body")
    program = inspected(made.path, made.arguments, 2, 3, 1)["channels"][0]
    assert float(shown(page)["result"]) == program["result"]


@pytest.mark.parametrize("dtype", ["uint8", "int32", "int64", "float16", "float32", "float64"])
def test_statistics(dtype, report, open_page, tmp_path):
    """Minimum and maximum have all their digits; of int64 more than a Double has."""
    planes = numpy.random.default_rng(5).integers(0, 200, (2, 6, 8)).astype(dtype)
    if dtype == "int64":
        planes[0] = 2**53 + 1 + planes[0] % 3
        planes[1, 0, 0], planes[1, 5, 7] = numpy.iinfo(dtype).max, numpy.iinfo(dtype).min
    elif planes.dtype.kind == "f":
        planes[0] += numpy.dtype(dtype).type(0.1)
        planes[1, 0, 0] = numpy.inf
    numpy.save(tmp_path / "in.npy", planes)
    made = report(tmp_path / "in.npy", ["--op", "max", "--kernel", "1"])
    page = open_page(made, "#view=channels")
    assert made.data["result_type"] == dtype
    for channel, plane in enumerate(planes):
        figures = page.locator(f"dl.figures[data-channel='{channel}'] dd").all_inner_texts()
        if planes.dtype.kind in "iu":
            assert figures[:2] == [str(plane.min()), str(plane.max())]
        else:
            assert [planes.dtype.type(text) for text in figures[:2]] == [plane.min(), plane.max()]
        mean = sum(map(int, plane.reshape(-1))) / plane.size if planes.dtype.kind in "iu" else plane.mean(dtype="float64")
        assert float(figures[2]) == pytest.approx(float(mean), rel=1e-12)


def test_statistics_of_a_picture(report, open_page, tmp_path):
    made = report(SAMPLES / "spheres.png", ["--op", "max", *SLIDING])
    page = open_page(made, "#view=channels")
    pooled = made.dump(tmp_path)
    for channel in range(3):
        figures = page.locator(f"dl.figures[data-channel='{channel}'] dd").all_inner_texts()
        assert figures[:2] == [str(pooled[channel].min()), str(pooled[channel].max())]
        assert float(figures[2]) == pytest.approx(float(pooled[channel].mean(dtype="float64")), rel=1e-12)


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["alpha", "16 bits"])
def test_accessible(name, scheme, report, open_page, settled):
    picture, arguments = REPORTS[name]
    made = report(SAMPLES / picture, arguments)
    page = open_page(made, "#at=0,0,0", color_scheme=scheme)
    for view in VIEWS:
        tab = page.locator(f"#tab-{view}")
        if not tab.is_visible():
            assert view == "wins" and "max" not in arguments
            continue
        tab.click()
        settled(page)
        accessibility.check(page, view)


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
