"""The view Geometry, for every layer that pages are tested with; an address leads there at once."""

import numpy
import pytest

from samples import array
from test_explain import LAYERS


def rows(page, caption):
    """The rows of a table: its cells by its head."""
    table = page.locator(f"#panel-geometry table:has(caption:text-is('{caption}'))")
    return {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in table.locator("tbody tr").all()}


@pytest.mark.parametrize("name,arguments", [pytest.param(name, arguments, id=name) for name, arguments, _ in LAYERS])
def test_says_the_layer(name, arguments, report, open_page, tmp_path):
    path = tmp_path / "in.npy"
    numpy.save(path, array("float32"))
    made = report(path, arguments)
    page = open_page(made, "#at=0,0,0&view=geometry")
    layer, windows = rows(page, "Layer"), rows(page, "Windows")
    pooled = made.dump(tmp_path).shape[1:]
    assert windows["windows"] == [str(count) for count in pooled]
    assert layer["operator"] == [made.data["operator"]] and layer["result, height x width"] == [" x ".join(map(str, pooled))]
    texts = {key: value for key, value in made.data["parameters"].items() if isinstance(value, str)}
    for key, value in texts.items():
        assert layer[key.replace("_", " ")] == [value]
    if name == "average-same":
        assert texts["padding"] == "same"
