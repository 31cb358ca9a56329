"""axe-core over a page."""

from axe_playwright_python.sync_playwright import Axe


def check(page, where=""):
    """Fails with axe's own words if it finds anything against WCAG 2.2 A and AA or its best practices."""
    results = Axe().run(page)
    assert results.violations_count == 0, f"{where}: {results.generate_report()}"
