"""Pages of `imagepool` in a real browser.

IMAGEPOOL names the program, CHROMIUM the browser; `make test-browser` sets both.
"""

import json
import os
import pathlib
import subprocess
import time

import numpy
import pytest
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "SampleImages"
PROGRAM = os.environ.get("IMAGEPOOL", str(ROOT / "build" / "imagepool"))


def run(*arguments, check=True):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)
    assert not check or done.returncode == 0, f"{arguments}: {done.stderr}"
    return done


def inspected(path, arguments, row, column, channel=None):
    """What the program says of one output sample."""
    place = f"{row},{column}" + ("" if channel is None else f",{channel}")
    return json.loads(run("inspect", path, *arguments, "--at", place, "--json").stdout)


DATA = '<script type="application/json" id="data">'


class Report:
    """A report that is made, and opened on demand."""

    def __init__(self, folder, path, arguments, more=(), name="report.html"):
        self.path, self.arguments = path, list(map(str, arguments))
        self.file = folder / name
        run("inspect", path, *self.arguments, *more, "-o", self.file, "--overwrite")
        text = self.file.read_text()
        start = text.index(DATA) + len(DATA)
        self.data = json.loads(text[start : text.index("</script>", start)])

    def change(self, **members):
        """Gives the page's JSON other members, in the file."""
        before, rest = self.file.read_text().split(DATA)
        self.data.update(members)
        said = json.dumps(self.data).replace("<", "\\u003c")
        self.file.write_text(before + DATA + said + rest[rest.index("</script>") :])

    @property
    def url(self):
        return self.file.as_uri()

    def dump(self, folder):
        """The pooled samples as numbers, channels first."""
        run("pool", self.path, *self.arguments, "-o", folder / "pooled.npy", "--overwrite")
        values = numpy.load(folder / "pooled.npy")
        return values.reshape(self.data["channels"], self.data["output_height"], self.data["output_width"])


class Comparison:
    """A report of two inputs that is made, and what the program says of them."""

    def __init__(self, folder, first, second, *options):
        self.file = folder / "report.html"
        done = run("compare", first, second, *options, "-o", self.file, "--overwrite", "--json", check=False)
        assert done.returncode in (0, 1), done.stderr
        self.said = json.loads(done.stdout)

    @property
    def url(self):
        return self.file.as_uri()


@pytest.fixture
def report(tmp_path):
    return lambda path, arguments, more=(), **named: Report(tmp_path, path, arguments, more, **named)


@pytest.fixture
def compared(tmp_path):
    return lambda first, second, *options: Comparison(tmp_path, first, second, *options)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        yield started
        started.close()


@pytest.fixture
def open_page(browser):
    """Opens a report; at the end nothing may have been said on the console, and nothing asked for outside of the page."""
    contexts, faults = [], []
    own = set()

    def is_own(url):
        return url.split(":")[0] in ("data", "blob") or url.split("#")[0] in own

    def guard(route):
        url = route.request.url
        if is_own(url):
            route.continue_()
        else:
            faults.append(f"request {url}")
            route.abort()

    def new_page(options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        context.route("**/*", guard)
        page = context.new_page()
        page.on("console", lambda message: faults.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("request", lambda request: is_own(request.url) or faults.append(f"request {request.url}"))
        return page

    def opened(report, fragment="", instead_of=None, **options):
        """A new page, or the one that is given, which costs a third of the time."""
        page = instead_of or new_page(options)
        own.add(report.url)
        page.goto(report.url + fragment)
        wait_until(page, READY)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


READY = "document.documentElement.dataset.ready === 'true'"


def wait_until(page, condition, seconds=30):
    """Asks from outside: the page's policy forbids what Playwright's own waiting evaluates inside."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, f"never so: {condition}"
        page.wait_for_timeout(5)


def settle(page):
    """Waits until what was asked for is drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))")


@pytest.fixture
def settled():
    return settle
