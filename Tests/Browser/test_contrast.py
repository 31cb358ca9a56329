"""Edges of controls and marks stand out 3 to 1 from what is beside them, in light and dark, as the browser has computed them."""

import numpy
import pytest

from conftest import SAMPLES, run, settle
from test_page import SLIDING
from test_sheet import sheet  # noqa: F401

# Every control in sight with an edge of its own, and every mark that an element draws before itself: its name, the colours that may
# set it off (the edge, or what it is filled with), and what it lies on.
FOUND = """() => {
  const clear = (colour) => colour === 'transparent' || /, 0\\)$/.test(colour);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (!clear(backgroundColor)) return backgroundColor;
    }
    return getComputedStyle(document.documentElement).getPropertyValue('--paper').trim();
  };
  const isSeen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  const found = [];
  const add = (element, style, around, what) => {
    const edge = style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) > 0 ? style.borderTopColor : null;
    const fill = clear(style.backgroundColor) ? null : style.backgroundColor;
    found.push([`${what} ${element.tagName.toLowerCase()}#${element.id}.${element.className}`, [edge, fill].filter(Boolean), around]);
  };
  const controls = 'button, select, summary, input:not([type=radio], [type=checkbox], [type=range]), label:has(> input[type=radio])';
  for (const one of document.querySelectorAll(controls)) {
    // What is not to be used need not stand out.
    if (!isSeen(one) || one.disabled || one.getAttribute('aria-disabled') === 'true') continue;
    const style = getComputedStyle(one);
    if (style.borderTopStyle === 'none' && one.closest('th, summary')) continue; // text alone
    add(one, style, behind(one.parentElement), 'control');
  }
  for (const one of document.querySelectorAll('.odd, .nan, .key')) {
    if (!isSeen(one)) continue;
    const mark = getComputedStyle(one, one.classList.contains('key') ? null : '::before');
    add(one, mark, behind(one.parentElement), 'mark');
  }
  return found;
}"""

# A property of the page's style as the browser writes a colour.
COLOUR = """(name) => {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = `var(${name})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}"""


def luminance(colour):
    assert colour.startswith("rgb("), colour
    coded = [int(part) / 255 for part in colour[4:-1].split(",")]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in coded]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def hold(page, where):
    """Returns the names of what was looked at."""
    settle(page)
    found = page.evaluate(FOUND)
    faint = {}
    for name, colours, around in found:
        best = max((contrast(colour, around) for colour in colours), default=0)
        if best < 3:
            faint[name] = round(best, 2)
    assert faint == {}, where
    return [name for name, _, _ in found]


def test_contrast_is_that_of_the_guidelines():
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(118, 118, 118)", "rgb(255, 255, 255)") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_inspection(scheme, report, open_page, tmp_path):
    """A lens with padding, overhang, ties and a winner; planes with NaN and infinities."""
    planes = numpy.random.default_rng(3).integers(0, 3, (2, 8, 8)).astype("float32")
    planes[0, 0, 0], planes[0, 4, 4], planes[1, 6, 6] = numpy.nan, numpy.inf, -numpy.inf
    numpy.save(tmp_path / "in.npy", planes)
    layer = ["--op", "max", "--kernel", "3", "--stride", "2", "--padding", "1", "--ceil-mode"]
    page = open_page(report(tmp_path / "in.npy", layer), "#at=4,4,0", color_scheme=scheme)
    seen = set(hold(page, "lens"))
    for view in ["slider", "blink", "difference", "channels", "wins", "geometry"]:
        page.click(f"#tab-{view}")
        seen |= set(hold(page, view))
    for part in ["#zoom-in.", "#row.", "#channel.", "#follow.", "#tab-side.", "label", "key padding", "key overhang", "odd", "odd infinity", "odd minus-infinity", "dt#.nan"]:
        assert any(part in name for name in seen), (part, seen)
    # What hatches and dots are drawn with, and the lines round winner, ties and window.
    for name, below in [("--hatch", "--paper"), ("--wins", "--paper"), ("--wins", "--wins-paper"), ("--edge", "--paper"), ("--accent", "--paper")]:
        assert contrast(page.evaluate(COLOUR, name), page.evaluate(COLOUR, below)) >= 3, (name, below)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sheet(scheme, sheet, open_page):  # noqa: F811
    page = open_page(sheet, color_scheme=scheme)
    seen = hold(page, "sheet")
    page.fill("#filter input[type=search]", "no such name")
    seen += hold(page, "nothing found")
    page.fill("#filter input[type=search]", "spheres")
    page.locator("li.cell:visible button").first.click()
    seen += hold(page, "details")
    for part in ["label#.choice", "select#", "input#", "button#clear.", "button#close."]:
        assert any(part in name for name in seen), (part, seen)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_comparison(scheme, compared, open_page, tmp_path):
    run("pool", SAMPLES / "spheres.png", "--op", "max", *SLIDING, "-o", tmp_path / "a.png")
    run("pool", SAMPLES / "spheres.png", "--op", "average", *SLIDING, "-o", tmp_path / "b.png")
    page = open_page(compared(tmp_path / "a.png", tmp_path / "b.png"), color_scheme=scheme)
    seen = hold(page, "comparison")
    assert any("#zoom-in." in name for name in seen)
