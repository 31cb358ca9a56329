"""Pages on paper, and where the system gives the colours."""

import pytest

from conftest import SAMPLES, run


class Page:
    def __init__(self, file):
        self.url = file.as_uri()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("media")
    run("inspect", SAMPLES / "bubbles.png", "--op", "max", "--kernel", "2", "-o", folder / "inspect.html")
    run("pool", SAMPLES / "bubbles.png", "--op", "max", "--kernel", "3", "--stride", "1", "--padding", "1", "-o", folder / "max.png")
    run("compare", SAMPLES / "bubbles.png", folder / "max.png", "-o", folder / "compare.html", check=False)
    run("thumbnail", SAMPLES / "bubbles.png", SAMPLES / "moon-16bit.png", "-o", folder / "thumbs/", "--fit", "64")
    run("sheet", folder / "thumbs", "-o", folder / "sheet.html")
    return {name: Page(folder / f"{name}.html") for name in ["inspect", "compare", "sheet"]}


NAMES = ["inspect", "compare", "sheet"]


def colour(page, selector, name):
    return page.locator(selector).first.evaluate("(element, name) => getComputedStyle(element)[name]", name)


@pytest.mark.parametrize("name", NAMES)
def test_paper_is_white_whatever_the_screen_is(name, pages, open_page):
    page = open_page(pages[name], color_scheme="dark")
    assert colour(page, "body", "backgroundColor") == "rgb(20, 24, 29)"
    page.emulate_media(media="print")
    assert colour(page, "body", "backgroundColor") == "rgb(255, 255, 255)"
    assert colour(page, "h1", "color") == "rgb(27, 31, 36)"


def test_a_printed_sheet_has_its_pictures(pages, open_page):
    page = open_page(pages["sheet"])
    page.emulate_media(media="print")
    boxes = [image.bounding_box() for image in page.locator("li.cell img").all()]
    assert len(boxes) == 2 and all(box["width"] > 40 and box["height"] > 40 for box in boxes)
    assert page.locator("li.cell .name").all_inner_texts() == ["bubbles.png", "moon-16bit.png"]
    assert not page.locator("#filter").is_visible()


@pytest.mark.parametrize("name", ["inspect", "compare"])
def test_forced_colours_show_what_is_chosen(name, pages, open_page):
    page = open_page(pages[name], forced_colors="active")
    page.get_by_role("tab", name="Slider").click()
    page.mouse.move(0, 0)
    chosen = colour(page, "[role=tab][aria-selected=true]", "backgroundColor")
    assert chosen != colour(page, "[role=tab][aria-selected=false]", "backgroundColor")
