"""Reports of comparisons too large for a page: regions, an overview and a list of places."""

import json

import numpy
import pytest

from comparisons import chosen, coloured, samples
from conftest import run


def test_large_arrays_have_regions_and_an_overview(compared, open_page, tmp_path):
    first = numpy.random.default_rng(3).integers(0, 256, (1, 1300, 1500), dtype="uint8")
    second = first.copy()
    second[0, 20, 30] ^= 1
    second[0, 1290, 1400] ^= 128
    numpy.save(tmp_path / "a.npy", first)
    numpy.save(tmp_path / "b.npy", second)
    page = open_page(compared(tmp_path / "a.npy", tmp_path / "b.npy"))
    assert "Too large for a page" in page.locator("#notes").inner_text()
    for row, column in [(20, 30), (1290, 1400), (650, 750), (0, 0), (1299, 1499)]:
        found = samples(page, row, column)[0]
        assert [int(found["first"]), int(found["second"])] == [first[0, row, column], second[0, row, column]]
    assert samples(page, 1299, 0) is None
    page.evaluate("imagepool.moveTo(1299, 0)")
    assert "no samples" in page.locator("#samples").inner_text()
    page.get_by_role("button", name="To region 2").click()
    assert page.locator("#samples td").count() == 3
    page.get_by_role("button", name="First difference").click()
    page.get_by_role("button", name="Next difference").click()
    assert chosen(page) == (1290, 1400)


@pytest.fixture
def isolated(tmp_path):
    """A large picture, three samples of which differ: the last one is in no region of the page."""
    first = numpy.full((3, 1500, 2000), 90, dtype="uint8")
    second = first.copy()
    second[1, 20, 30] = 100
    second[0, 1480, 1900] = 40
    second[2, 1490, 60] = 95
    for name, samples in [("a", first), ("b", second)]:
        numpy.save(tmp_path / f"{name}.npy", samples)
        run("pool", tmp_path / f"{name}.npy", "--op", "max", "--kernel", "1", "-o", tmp_path / f"{name}.png")
    return tmp_path / "a.png", tmp_path / "b.png"


def test_places_outside_of_the_regions(compared, isolated, open_page):
    page = open_page(compared(*isolated))
    page.locator("#stage").focus()
    for key, place in [("f", (20, 30)), ("n", (1480, 1900)), ("n", (1490, 60))]:
        page.keyboard.press(key)
        assert chosen(page) == place
    assert page.locator("#place").inner_text() == "Row 1490, column 60: no samples in this page. It differs in blue."
    assert page.locator("#place").bounding_box()["height"] > 10, "for all to see"
    commands = page.locator("#samples pre").inner_text().split("\n")
    assert [command.split(" --at ")[1] for command in commands] == ["1490,60", "1490,60"]
    for command, path, sample in zip(commands, isolated, ["90", "95"]):
        words = command.split(" ")
        assert words[:3] == ["imagepool", "inspect", str(path)]
        assert json.loads(run(*words[1:], "--json").stdout)["channels"][2]["result"] == int(sample)
    page.keyboard.press("n")
    assert page.locator("#place").inner_text() == "No difference after this place."
    page.keyboard.press("p")
    assert chosen(page) == (1480, 1900)
    # In one channel only its own.
    page.locator("#channel").select_option("1")
    page.locator("#stage").focus()
    page.keyboard.press("n")
    assert page.locator("#place").inner_text() == "No difference after this place."


def test_a_list_of_places_that_ends_is_no_claim(compared, open_page, tmp_path):
    first = numpy.zeros((1, 1300, 1500), dtype="uint8")
    second = first.copy()
    second[0, :1299, :] = 1
    numpy.save(tmp_path / "a.npy", first)
    numpy.save(tmp_path / "b.npy", second)
    page = open_page(compared(tmp_path / "a.npy", tmp_path / "b.npy"))
    page.evaluate("imagepool.moveTo(1299, 0)")
    page.locator("#stage").focus()
    page.keyboard.press("n")
    text = page.locator("#place").inner_text()
    assert text == "None after this place in the regions that this page holds; others may lie outside, see the map."
    page.keyboard.press("p")
    assert page.locator("#place").inner_text().endswith("Others may lie between, outside of the regions.")
    page.evaluate("imagepool.moveTo(0, 5)")
    page.keyboard.press("n")
    assert chosen(page) == (0, 6) and "between" not in page.locator("#place").inner_text()
    page.evaluate("imagepool.moveTo(0, 0)")
    page.keyboard.press("p")
    assert page.locator("#place").inner_text() == "No difference before this place."


@pytest.mark.parametrize("scale", [1, 2])
def test_map_at_fit_loses_no_difference(compared, isolated, open_page, scale):
    page = open_page(compared(*isolated), viewport={"width": 1280, "height": 800}, device_scale_factor=scale)
    # The mark of the place is moved off the differences.
    page.evaluate("imagepool.moveTo(700, 1000)")
    # Each has its colour of viridis in the map of all channels: 50, 10 and 5 of 50, rounded up in 255 steps.
    found = coloured(page)
    table = page.evaluate("[...imagepool.colours.viridis]")
    colour = lambda i: ",".join(map(str, table[3 * i : 3 * i + 3]))
    assert all(colour(i) in found for i in [255, 51, 26]), found
    # In a channel's own map the difference of that channel is the largest, and there is no other.
    for channel in "012":
        page.locator("#channel").select_option(channel)
        found = coloured(page)
        assert colour(255) in found and not any(colour(i) in found for i in [51, 26])
    # Of signed differences the overview has the size alone, in gray: 26 of 255 for the one outside of the regions.
    page.locator("#sign").select_option("signed")
    # It lies at the lower left, where no region's outline is.
    assert "222,222,222" not in coloured(page, lower_left=True)
    page.locator("#channel").select_option("all")
    assert "222,222,222" in coloured(page, lower_left=True)
    assert "its size alone" in page.locator("#legend-words").inner_text()
