"""The documentation's Python runs as it stands, block after block."""

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = ["docs/python.md", "Integrations/python/README.md", "README.md"]


def blocks(document: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / document).read_text(), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_python(samples, tmp_path, monkeypatch, document):
    found = blocks(document, "python")
    assert found, f"{document} has no Python"
    shutil.copy(samples / "mountains-420.jpg", tmp_path / "photo.jpg")
    monkeypatch.chdir(tmp_path)
    names = {"x": np.random.default_rng(0).random((2, 3, 64, 96), np.float32)}
    left_out = [block for block in found if "import torch" in block and find_spec("torch") is None]
    for block in found:
        if block not in left_out:
            exec(compile(block, document, "exec"), names)
    if left_out:
        pytest.skip(f"PyTorch is not installed here: {len(left_out)} of {len(found)} blocks were not run")


def test_commands_are_targets():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for document in ("docs/python.md", "docs/c.md"):
        named = re.findall(r"make ([a-z-]+)", "\n".join(re.findall(r"`(make [^`]*)`", (ROOT / document).read_text()) + blocks(document, "sh")))
        assert named and set(named) <= targets, document
