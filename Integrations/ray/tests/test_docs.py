"""Everything that docs/ray.md shows is run as it stands there."""

import json
import os
import re
import subprocess

import pytest
from conftest import read_tar, sample

PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "..", "docs", "ray.md")
with open(PAGE, encoding="utf-8") as page:
    BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", page.read(), re.MULTILINE | re.DOTALL)
LINES = [line for language, text in BLOCKS if language == "sh" for line in text.splitlines()]
PROGRAMS = [text for language, text in BLOCKS if language == "python"]


@pytest.fixture
def folder(shards, tmp_path):
    (tmp_path / "shards").mkdir()
    for shard in shards(2):
        os.rename(shard, tmp_path / "shards" / os.path.basename(shard))
    (tmp_path / "photos").mkdir()
    for name in ("mountains-420.jpg", "balloon.png"):
        (tmp_path / "photos" / name).write_bytes(sample(name))
    return tmp_path


def run(command, folder):
    repository = os.path.abspath(os.path.join(os.path.dirname(PAGE), ".."))
    line = command.replace("Integrations/ray/benchmark.py", f"{repository}/Integrations/ray/benchmark.py")
    result = subprocess.run(["bash", "-c", line], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_page_shows_something():
    assert len(LINES) == 4 and len(PROGRAMS) == 1


@pytest.mark.parametrize("line", [line for line in LINES if not line.startswith("make ")])
def test_lines(line, folder):
    if "benchmark.py" in line:
        # A small one: whether it runs, not how fast.
        output = run(re.sub(r"--shards \d+ --samples \d+", "--shards 2 --samples 4 --rounds 1", line), folder)
        assert [row.split("  ")[0] for row in output.splitlines()[1:]] == ["a loop, no Ray", "1 actor", "2 actors"]
        return
    output = run(line, folder)
    rows = [json.loads(row) for row in (output or (folder / "rows.jsonl").read_text()).splitlines()]
    assert sorted(row["status"] for row in rows) == ["ok"] * 4
    (made,) = {name for name in os.listdir(folder)} & {"pooled", "small"}
    for name in os.listdir(folder / "shards"):
        assert [member for member, _ in read_tar(folder / made / name)] == ["00000.npy", "00000.cls", "00001.npy", "00001.cls"]


@pytest.mark.parametrize("program", PROGRAMS)
def test_programs(program, folder):
    (folder / "program.py").write_text(program)
    output = run("python program.py", folder)
    assert output.count("(3, 224, 224)") == 2 and len(os.listdir(folder / "pooled")) == 4


def test_make_target_exists():
    (target,) = [line.split()[1] for line in LINES if line.startswith("make ")]
    with open(os.path.join(os.path.dirname(PAGE), "..", "Makefile")) as makefile:
        assert re.search(rf"^{target}:", makefile.read(), re.MULTILINE)
