"""Contact sheets of `imagepool sheet -o sheet.html`: filter, keys, details, colours."""

import json
import re
import shutil

import pytest

import accessibility
from conftest import SAMPLES, run, wait_until


class Sheet:
    def __init__(self, file, report):
        self.file = file
        lines = [json.loads(line) for line in report.splitlines()]
        self.cells, self.summary = lines[:-1], lines[-1]

    @property
    def url(self):
        return self.file.as_uri()


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    """Thumbnails of the sample pictures, three inputs that fail, and one thumbnail that went away."""
    folder = tmp_path_factory.mktemp("sheet")
    inputs = folder / "in"
    inputs.mkdir()
    for path in sorted(SAMPLES.iterdir()):
        if path.suffix in (".png", ".jpg"):
            shutil.copy(path, inputs)
    (inputs / "no-picture.png").write_text("a text\n")
    (inputs / "torn.png").write_bytes((SAMPLES / "spheres.png").read_bytes()[:2000])
    # A name that would be markup, and turns the text around it.
    (inputs / "<img src=x onerror=alert(1)> \u202egnp.jpg").write_text("a text\n")
    manifest = folder / "m.jsonl"
    run("thumbnail", inputs, "-o", folder / "thumbs", "--fit", "160", "--jobs", "1", "--manifest", manifest, check=False)
    (folder / "thumbs" / "balloon.png").unlink()
    done = run("sheet", folder / "thumbs", "--manifest", manifest, "-o", folder / "sheet.html", "--json", check=False)
    assert done.returncode == 1, done.stderr
    return Sheet(folder / "sheet.html", done.stdout)


def shown(page):
    return page.locator("li.cell:visible")


def test_shows_every_input_and_counts_them(sheet, open_page):
    page = open_page(sheet)
    counts = sheet.summary["counts"]
    assert counts["failed"] == 3 and counts["unreadable"] == 1 and counts["ok"] >= 10
    assert shown(page).count() == len(sheet.cells) == sheet.summary["inputs"]
    for status, count in counts.items():
        assert page.locator(f"li.cell[data-status={status}]").count() == count
        if count:
            assert page.locator(f"label.choice.{status} .count").inner_text() == str(count)
    # Every picture is decoded, and as large as the program says.
    for cell in sheet.cells:
        item = page.locator("li.cell").nth(cell["cell"])
        image = item.locator("img")
        assert image.count() == int(cell["has_picture"])
        if cell["has_picture"]:
            size = image.evaluate("image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])")
            assert size == [cell["output_width"], cell["output_height"]]
            assert image.get_attribute("alt") == "Picture of " + cell["input"]
        else:
            assert item.locator(".why strong").inner_text() == cell["error"]["kind"]


def test_hostile_names_are_text(sheet, open_page):
    page = open_page(sheet)
    item = page.locator("li.cell", has_text="onerror")
    assert item.count() == 1 and item.locator("img").count() == 0
    assert item.locator(".name bdi").count() == 1


def test_filters_by_status_kind_and_text(sheet, open_page):
    page = open_page(sheet)
    page.get_by_role("radio", name=re.compile("^failed")).check(force=True)
    assert shown(page).count() == 3
    assert page.locator("#shown").inner_text() == f"3 of {len(sheet.cells)} shown"
    page.get_by_label("Kind of error").select_option("not_an_image")
    assert shown(page).count() == 2
    page.get_by_label("Text").fill("NO-picture text")
    assert shown(page).count() == 1
    # Written a moment after the last change, as browsers allow few.
    page.wait_for_url(re.compile("#status=failed&kind=not_an_image&text="))
    # The address brings the filter back.
    again = open_page(sheet, "#" + page.url.split("#")[1])
    assert shown(again).count() == 1 and again.get_by_label("Text").input_value() == "NO-picture text"
    again.get_by_label("Text").fill("nothing has this")
    assert shown(again).count() == 0 and again.get_by_text("No input matches.").is_visible()
    again.get_by_role("button", name="Show all").click()
    assert shown(again).count() == len(sheet.cells)


@pytest.mark.parametrize("fragment", ["#kind=not_an_image", "#status=bogus", "#"])
def test_a_later_address_without_a_status_shows_all(sheet, open_page, fragment):
    page = open_page(sheet, "#status=failed")
    assert shown(page).count() == 3
    page.evaluate("fragment => { location.hash = fragment }", fragment)
    expected = 2 if "kind" in fragment else len(sheet.cells)
    page.wait_for_function("count => [...document.querySelectorAll('li.cell')].filter((one) => !one.hidden).length === count", arg=expected)
    assert page.locator("input[name=status][value='']").is_checked()
    page.wait_for_function("() => !location.hash.includes('bogus')")


def test_the_address_is_changed_seldom(sheet, open_page):
    page = open_page(sheet)
    page.evaluate("() => { globalThis.count = 0; const old = history.replaceState.bind(history); history.replaceState = (...all) => { count += 1; old(...all) } }")
    page.get_by_label("Text").press_sequentially("abcdefghijklmnopqrstuvwxyz")
    page.wait_for_url(re.compile("text=abcdefghijklmnopqrstuvwxyz$"))
    assert page.evaluate("count") < 5


def test_keys_work_at_both_ends_of_the_details(sheet, open_page):
    page = open_page(sheet)
    heading = page.get_by_role("dialog").get_by_role("heading")
    page.locator("li.cell button").first.click()
    assert page.evaluate("document.activeElement.id") == "close"
    page.locator("#next").click()
    page.locator("#previous").click()
    assert page.evaluate("document.activeElement.id") == "previous"
    assert page.locator("#previous").get_attribute("aria-disabled") == "true"
    page.keyboard.press("ArrowRight")
    assert heading.inner_text() == sheet.cells[1]["input"]


def test_keys(sheet, open_page):
    page = open_page(sheet)
    page.locator("li.cell button").first.focus()
    assert page.locator("li.cell button[tabindex='0']").count() == 1, "one stop for the tab key"
    columns = page.evaluate(
        "() => { const all = [...document.querySelectorAll('li.cell')]; return all.filter((one) => one.offsetTop === all[0].offsetTop).length }"
    )
    place = "() => [...document.querySelectorAll('li.cell')].indexOf(document.activeElement.closest('li'))"
    last = len(sheet.cells) - 1
    steps = [
        ("ArrowRight", 1), ("ArrowDown", 1 + columns), ("ArrowLeft", columns), ("ArrowUp", 0), ("ArrowUp", 0),
        ("End", last), ("ArrowRight", last), ("Home", 0),
    ]
    for key, expected in steps:
        page.keyboard.press(key)
        assert page.evaluate(place) == expected, key
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    assert dialog.get_by_role("heading").inner_text() == sheet.cells[0]["input"]
    page.keyboard.press("ArrowRight")
    assert dialog.get_by_role("heading").inner_text() == sheet.cells[1]["input"]
    page.keyboard.press("Escape")
    # The focus goes back once the browser says that the details are closed.
    wait_until(page, f"({place})() === 1", seconds=5)
    assert not dialog.is_visible()


def test_details_say_what_the_program_says(sheet, open_page):
    page = open_page(sheet)
    failed = [cell for cell in sheet.cells if cell["error"]]
    assert len(failed) == 4
    for cell in failed:
        page.locator("li.cell button").nth(cell["cell"]).click()
        facts = page.locator("#details-facts dd").all_inner_texts()
        for word in [cell["error"]["kind"], cell["error"]["message"], cell["error"]["remedy"], cell["status"]]:
            assert word in facts
        page.keyboard.press("Escape")


@pytest.mark.parametrize("cell, width", [(16, 900), (1024, 320)])
def test_cards_of_small_and_large_cells(sheet, open_page, cell, width):
    page = open_page(sheet, viewport={"width": width, "height": 800})
    page.evaluate("cell => document.querySelector('ul.sheet').style.setProperty('--cell', cell + 'px')", cell)
    card = page.locator("li.cell").first.bounding_box()
    frame = page.locator("li.cell .frame").first.bounding_box()
    assert card["width"] >= 96, "names have room"
    assert frame["height"] <= max(64, frame["width"]), "no higher than a picture can be"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for image in page.locator("li.cell img").all()[:4]:
        assert max(image.bounding_box()["width"], image.bounding_box()["height"]) <= cell


def test_a_long_title_leaves_the_buttons_in_reach(sheet, open_page):
    page = open_page(sheet, viewport={"width": 360, "height": 500})
    name = "long-" * 400
    page.evaluate(
        "name => { document.querySelector('li.cell').dataset.facts = JSON.stringify([['Input', name], ['Status', 'ok']]) }", name
    )
    page.locator("li.cell button").first.click()
    assert page.locator("#details-title").bounding_box()["height"] < 80
    assert page.locator("#details-facts dd").first.inner_text() == name
    page.evaluate("document.getElementById('details').scrollTop = 1e6")
    bar, dialog = page.locator(".bar").bounding_box(), page.locator("#details").bounding_box()
    assert 0 <= bar["y"] - dialog["y"] < 3, "the bar stays while the rest is scrolled"
    page.locator("#close").click()
    assert not page.get_by_role("dialog").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_is_accessible(sheet, open_page, scheme, width):
    page = open_page(sheet, color_scheme=scheme, viewport={"width": width, "height": 800})
    accessibility.check(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing reaches beyond the window"
    page.locator("li.cell.failed button").first.click()
    accessibility.check(page)


def test_reads_without_scripts(sheet, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sheet.url)
    assert page.locator("li.cell:visible").count() == len(sheet.cells)
    context.close()
