"""Pages of inspect about what is long, thin, constant or not finite; addresses that are wrong; little room."""

import numpy
import pytest
from PIL import Image

import accessibility
from conftest import SAMPLES, settle, wait_until
from samples import SEED
from test_page import SLIDING, VIEWS, shown


def pixels(page, selector):
    """The different colours of a canvas, as many as it has."""
    return page.evaluate(
        """(selector) => {
          const canvas = document.querySelector(selector);
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const found = new Set();
          for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) found.add(data.slice(i, i + 3).join());
          return [...found];
        }""",
        selector,
    )


def saved(folder, array, name="in.npy"):
    numpy.save(folder / name, array)
    return folder / name


@pytest.fixture
def odd(tmp_path):
    """Planes that are constant, nothing but NaN, and with both infinities."""
    planes = numpy.random.default_rng(SEED).standard_normal((70, 12, 14)).astype("float32")
    planes[0], planes[1] = 3.5, numpy.nan
    planes[2, ::4], planes[2, 2::4] = numpy.inf, -numpy.inf
    return saved(tmp_path, planes)


@pytest.mark.parametrize("view", ["side", "difference", "wins", "channels"])
def test_sides_above_what_a_canvas_holds(view, report, open_page, tmp_path):
    path = tmp_path / "wide.png"
    Image.fromarray(numpy.random.default_rng(SEED).integers(0, 256, (3, 70000), dtype="uint8")).save(path)
    page = open_page(report(path, ["--op", "max", "--kernel", "3"]), f"#at=0,9,0&view={view}")
    page.click("#zoom-window") if view != "channels" else None
    settle(page)
    canvas = "canvas.map" if view == "channels" else "#canvas-a"
    assert len(pixels(page, canvas)) > 6
    if view == "channels":
        assert page.locator("canvas.map").bounding_box()["height"] >= 40
        assert page.get_by_text("Stretched, to be seen.").is_visible()


def test_result_of_one_long_row(report, open_page):
    page = open_page(report(SAMPLES / "spheres.png", ["--op", "area", "--output-size", "1,66000"]))
    settle(page)
    assert len(pixels(page, "#canvas-b")) > 20


def test_more_shapes_of_windows_than_a_call_takes_arguments(report, open_page, tmp_path):
    """Each window of an area layer over nearly as many samples has weights of its own."""
    path = saved(tmp_path, numpy.arange(140000, dtype="int32").reshape(1, 140000))
    made = report(path, ["--op", "area", "--output-size", "1,139999"])
    assert len(made.data["axes"][0]["columns"]["shapes"]) == 139999
    page = open_page(made, "#view=geometry")
    table = page.get_by_role("table", name="Windows")
    cells = {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()}
    assert cells["windows"] == ["1", "139999"]
    assert cells["taps a window"] == ["1", "2"]
    assert cells["from window to window"] == ["one window", "1"]
    assert cells["most taps in the padding"] == cells["most overhang"] == ["0", "0"]


@pytest.mark.parametrize("whole", [None, "imagepool inspect in.png"])
@pytest.mark.parametrize("of_one", [None, "imagepool inspect in.png"])
def test_without_a_command(whole, of_one, report, open_page):
    """As the library makes pages unless it is told a command."""
    made = report(SAMPLES / "spheres.png", ["--op", "max", *SLIDING], ["--region", "0,0,64,64"])
    made.change(command=whole, at_command=of_one)
    page = open_page(made, "#at=100,133,0&view=geometry")
    assert "Windows" in page.inner_text("#panel-geometry")
    assert page.get_by_text("Made by").count() == (0 if whole is None else 1)
    assert page.get_by_text("In a terminal").is_visible() == (of_one is not None)
    assert "Outside of what this report holds in full precision." in page.inner_text("#lens-body")
    assert ("The command below" in page.inner_text("#lens-body")) == (of_one is not None)
    assert page.locator("body", has_text="null").count() == 0


@pytest.mark.parametrize(
    "fragment, corrected",
    [
        ("#at=,,", None), ("#at=2,,1", None), ("#at=0x3,2", None), ("#at=1,2,3,4", None), ("#at=1.5,2", None),
        ("#at=999999,-1,0", "#at=299,0,0"),
        ("#at=3,4", "#at=3,4,0"),
        ('#at=3,4,0&view="]', "#at=3,4,0"),
        ("#at=3,4,1&view=nope&dialect=nope", "#at=3,4,1"),
        ("#view=wins&at=1,1,0", "#at=1,1,0"),
    ],
)  # fmt: skip
def test_wrong_addresses(fragment, corrected, report, open_page):
    page = open_page(report(SAMPLES / "spheres.png", ["--op", "average", *SLIDING]), "#at=5,6,2&dialect=onnx&view=geometry")
    page.evaluate("(fragment) => (location.hash = fragment)", fragment)
    expected = corrected or "#at=5,6,2"
    wait_until(page, f"location.hash === '{expected}'")
    assert page.get_attribute("#tab-side", "aria-selected") == "true"
    assert page.is_checked("[name=dialect][value=torch]")
    # The same when the page opens with it.
    if corrected:
        again = open_page(report(SAMPLES / "spheres.png", ["--op", "average", *SLIDING]), fragment)
        wait_until(again, f"location.hash === '{corrected}'")


def test_address_changed_while_another_waits_to_be_written(report, open_page):
    """The lens has moved, its address comes due, and somebody else has given another one, of which the page has not been told yet."""
    page = open_page(report(SAMPLES / "spheres.png", ["--op", "max", *SLIDING]), "#at=5,6,0")
    page.evaluate(
        """() => {
          const { setTimeout } = window;
          let write = null;
          window.setTimeout = (call, after) => { write = after === 300 ? call : write; return setTimeout(() => {}, after); };
          imagepool.moveTo(0, 0, 0);
          window.setTimeout = setTimeout;
          location.hash = '#at=12,4,0';
          write();
        }"""
    )
    wait_until(page, "document.querySelector('#lens-title').textContent === 'Output 12,4, red'", 5)
    assert page.evaluate("location.hash") == "#at=12,4,0"


def test_empty_field_keeps_the_place(report, open_page):
    page = open_page(report(SAMPLES / "spheres.png", ["--op", "max", *SLIDING]), "#at=12,13,0")
    page.fill("#row", "")
    page.keyboard.press("Enter")
    settle(page)
    assert shown(page)["title"] == "Output 12,13, red" and page.input_value("#row") == "12"


@pytest.mark.parametrize("kind", ["max", "average"])
def test_accessible_in_little_room(kind, report, open_page):
    page = open_page(report(SAMPLES / "bubbles.png", ["--op", kind, *SLIDING]), "#at=0,0,0", viewport={"width": 320, "height": 640})
    for view in VIEWS:
        if not page.locator(f"#tab-{view}").is_visible():
            continue
        page.click(f"#tab-{view}")
        settle(page)
        accessibility.check(page, view)


def test_channels_by_pages(odd, report, open_page):
    page = open_page(report(odd, ["--op", "max", "--kernel", "2"]), "#at=0,0,40&view=channels")
    assert page.locator("dl.figures").first.get_attribute("data-channel") == "32"
    pressed = page.locator("li.card button[aria-pressed=true]")
    assert pressed.all_inner_texts() == ["40"]
    page.locator("li.card button").nth(3).click()
    assert pressed.all_inner_texts() == ["35"]
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Next"
    assert page.locator("dl.figures").first.get_attribute("data-channel") == "64"


def test_constant_and_infinite_planes(odd, report, open_page):
    page = open_page(report(odd, ["--op", "max", "--kernel", "1"]), "#view=channels")
    cards = page.locator("li.card")
    middle = page.evaluate("[...imagepool.colours.viridis.slice(128 * 3, 128 * 3 + 3)].join()")
    names = ["notANumber", "infinity", "minusInfinity"]
    nan, above, below = (page.evaluate(f"imagepool.colours.{name}.join()") for name in names)
    assert pixels(page, "li.card:nth-child(1) canvas.map") == [middle] == pixels(page, "li.card:nth-child(1) canvas.bar")
    assert cards.nth(0).locator(".scale").inner_text().split() == ["constant", "3.5"]
    assert pixels(page, "li.card:nth-child(2) canvas.map") == [nan]
    assert not cards.nth(1).locator(".scale").is_visible()
    assert {above, below} < set(pixels(page, "li.card:nth-child(3) canvas.map"))
    assert "+∞" in page.inner_text("#panel-channels .legend")


def test_overview_has_the_planes_numbers(report, open_page, tmp_path):
    """All samples are far below 0: diverging about 0 they are blue."""
    planes = numpy.random.default_rng(SEED).uniform(-110, -90, (1, 1300, 1300)).astype("float32")
    made = report(saved(tmp_path, planes), ["--op", "max", "--kernel", "2"])
    ends = made.data["overview"]["result_ranges"][0]
    assert -110 <= ends["low"] < ends["high"] <= -90
    page = open_page(made, "#view=channels")
    page.select_option("#panel-channels select", "diverging")
    for colour in pixels(page, "canvas.map"):
        red, _, blue = map(int, colour.split(","))
        assert blue > red


def test_headline_is_the_explanations(report, open_page, tmp_path):
    """Sums whose order shows: the headline is what --at calls the result."""
    planes = numpy.random.default_rng(SEED).standard_normal((1, 40, 40))
    page = open_page(report(saved(tmp_path, planes), ["--op", "average", "--kernel", "8"]))
    differing = 0
    for row in range(5):
        for column in range(5):
            page.evaluate("([r, c]) => imagepool.moveTo(r, c, 0)", [row, column])
            settle(page)
            said = page.evaluate("([r, c]) => imagepool.explain(r, c, 0)", [row, column])
            assert float(shown(page)["result"]) == said["result"]
            if said["engine_result"] != said["result"]:
                differing += 1
                assert "engine" in page.inner_text("#lens-body dl.steps >> nth=1")
    assert differing > 0


@pytest.mark.parametrize("mode, more", [("L", ["--linear"]), ("LA", ["--linear"]), ("L", []), ("I;16", [])])
def test_differences_have_one_scale(mode, more, report, open_page, tmp_path):
    """A picture of the same 8 x 8 pixels over and over is drawn alike where there are all digits, and where there is an overview of 8 bits."""
    generator = numpy.random.default_rng(SEED)
    depth = 65536 if mode == "I;16" else 256
    square = generator.integers(0, depth, (8, 8), dtype="uint16")
    pixels = numpy.tile(square, (32, 32))
    if mode == "LA":
        picture = Image.merge("LA", [Image.fromarray(pixels.astype("uint8")), Image.fromarray(numpy.tile(square.T, (32, 32)).astype("uint8"))])
    else:
        picture = Image.fromarray(pixels if mode == "I;16" else pixels.astype("uint8"))
    picture.save(tmp_path / "in.png")
    layer = ["--op", "average", "--kernel", "4", *more]
    made = report(tmp_path / "in.png", layer, ["--region", "0,0,128,256"])
    assert (made.data["overview"]["source"]["height"], made.data["overview"]["source"]["width"]) == (256, 256)
    for channel in range(made.data["channels"]):
        page = open_page(made, f"#at=0,0,{channel}&view=difference")
        # As the page makes the layers: the overview, and the region upon it.
        upper, lower = page.evaluate(
            """async () => {
              const report = new imagepool.Report(JSON.parse(document.querySelector('#data').textContent));
              await report.load();
              const { planes } = imagepool.blocks;
              const overview = { source: await planes(report.json.overview.source), result: await planes(report.json.overview.result) };
              const pictures = { report, overview, gain: 1, position: new imagepool.Position(report) };
              const [below, region] = imagepool.difference.layers(pictures);
              const read = ({ image }, y) => Array.from(image.tiles[0].canvas.getContext('2d').getImageData(0, y, 64, 64).data);
              return [read(region, 0), read(below, 128)];
            }"""
        )
        upper, lower = numpy.array(upper).reshape(64, 64, 4), numpy.array(lower).reshape(64, 64, 4)
        assert (upper[..., 3] == 255).all() and len(numpy.unique(upper.reshape(-1, 4), axis=0)) > 20
        # The result is rounded to a byte in the overview: about half a step of the map, of whose colours neighbours differ by up to 8.
        assert abs(upper - lower).max() <= 12, channel


@pytest.mark.parametrize("kind", ["average", "max"])
def test_large_padded_windows_show_values(kind, report, open_page):
    kernel = ["--kernel", "41", "--padding", "20"]
    page = open_page(report(SAMPLES / "spheres.png", ["--op", kind, *kernel, "--stride", "20"]), "#at=0,0,0")
    assert page.locator("table.grid td.tap.sample").count() >= 128
    assert "41 x 41 taps in all, 16 x 16 shown, " in page.inner_text("#lens-body")
    assert page.locator("table.grid td.wins").count() == (1 if kind == "max" else 0)


def test_regions_without_a_window(report, open_page):
    made = report(SAMPLES / "spheres.png", ["--op", "max", "--kernel", "9"], ["--region", "0,0,5,5"])
    assert "holds no whole window" in made.data["warnings"][0]
    page = open_page(made)
    assert "No window lies wholly in what is held" in page.inner_text("#lens-body")
    assert "holds no whole window" in page.inner_text("#warnings")


def test_print(report, open_page):
    page = open_page(report(SAMPLES / "spheres.png", ["--op", "max", *SLIDING]), "#view=geometry")
    page.emulate_media(media="print")
    assert not page.locator("#tab-side").is_visible() and not page.locator("#follow").is_visible()
    assert page.locator("#command").is_visible()
