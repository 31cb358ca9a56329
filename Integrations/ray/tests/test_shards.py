"""Shards in, shards out: the same bytes whatever happens to actors, and only what was lost is done again."""

import io
import json
import os
import signal
import threading
import time

import imagepool
import numpy as np
import pytest
from conftest import read_tar, sample, write_tar

from imagepool_ray import pool_files, pool_shards


def contents(folder):
    return {name: (folder / name).read_bytes() for name in sorted(os.listdir(folder))}


def lines(log, what):
    return [line.split() for line in log.read_text().splitlines() if line.startswith(what)] if log.exists() else []


def test_every_picture_is_what_load_gives(shards, tmp_path):
    given = shards(3)
    rows = pool_shards(given, tmp_path / "out", op="average", kernel=8).take_all()
    assert sorted((os.path.basename(row["shard"]), row["status"], row["pictures"]) for row in rows) == [
        (os.path.basename(shard), "ok", 3) for shard in given
    ]
    for shard in given:
        before, after = read_tar(shard), read_tar(tmp_path / "out" / os.path.basename(shard))
        assert len(before) == len(after) == 6
        for (name, content), (made_name, made) in zip(before, after):
            if name.endswith("cls"):
                assert (made_name, made) == (name, content)
            else:
                assert made_name == name[:-4] + ".npy"
                np.testing.assert_array_equal(np.load(io.BytesIO(made)), imagepool.load(content, op="average", kernel=8))


@pytest.mark.parametrize("name, shape", [("mountains-420.jpg", None), ("lighthouse-rotated.jpg", None), ("balloon.png", (64, 51, 4))])
def test_thumbnails(name, shape, tmp_path):
    write_tar(tmp_path / "one.tar", [("a.jpg", sample(name))])
    assert [row["status"] for row in pool_shards([tmp_path / "one.tar"], tmp_path / "out", actors=1, fit=64).take_all()] == ["ok"]
    ((member, content),) = read_tar(tmp_path / "out" / "one.tar")
    small, facts = np.load(io.BytesIO(content)), imagepool.info(sample(name))
    assert member == "a.npy" and small.dtype == np.uint8 and max(small.shape[:2]) == 64
    tall = facts["upright_height"] > facts["upright_width"]
    assert (small.shape[0] == 64) == tall
    assert shape is None or small.shape == shape


def test_failures_are_rows(shards, tmp_path):
    whole = sample("mountains-420.jpg")
    write_tar(tmp_path / "bad.tar", [("1.jpg", whole), ("2.jpg", whole[:3000]), ("2.cls", b"5"), ("3.jpg", whole)])
    write_tar(tmp_path / "clash.tar", [("1.jpg", whole), ("1.npy", b"x")])
    (tmp_path / "cut.tar").write_bytes((tmp_path / "bad.tar").read_bytes()[:5000])
    broken = bytearray((tmp_path / "bad.tar").read_bytes())
    second = 512 + (len(whole) + 511) // 512 * 512
    broken[second] ^= 4
    (tmp_path / "broken.tar").write_bytes(broken)
    names = ["bad.tar", "clash.tar", "cut.tar", "broken.tar", "absent.tar"]
    rows = pool_shards([tmp_path / name for name in names], tmp_path / "out", op="max", kernel=4).take_all()
    found = {(os.path.basename(row["shard"]), row["member"]): row for row in rows}
    assert found["bad.tar", "2.jpg"]["kind"] == "truncated" and found["bad.tar", ""]["status"] == "ok"
    for name, message in [
        ("clash.tar", "1.npy: there would be two members called 1.npy"),
        ("cut.tar", "unexpected end of data"),
        ("broken.tar", f"the header at byte {second} is broken"),
        ("absent.tar", "No such file or directory"),
    ]:
        assert found[name, ""]["status"] == "failed" and message in found[name, ""]["message"]
    assert len(rows) == 6 and os.listdir(tmp_path / "out") == ["bad.tar"]
    members = read_tar(tmp_path / "out" / "bad.tar")
    assert [name for name, _ in members] == ["1.npy", "2.jpg.error.json", "2.cls", "3.npy"]
    assert json.loads(members[1][1])["error"]["kind"] == "truncated"


def test_nonsense_ends_the_run(shards, tmp_path):
    with pytest.raises(Exception, match="kernal"):
        pool_shards(shards(1), tmp_path / "out", op="max", kernel=2, kernal=3).take_all()
    assert not os.path.exists(tmp_path / "out") or os.listdir(tmp_path / "out") == []
    with pytest.raises(ValueError, match="two shards would become one a.tar"):
        pool_shards(["x/a.tar", "y/a.tar"], tmp_path / "out", op="max", kernel=2)


def test_files(tmp_path):
    for name in ("mountains-420.jpg", "balloon.png"):
        (tmp_path / name).write_bytes(sample(name))
    (tmp_path / "text.jpg").write_bytes(b"no picture")
    rows = {os.path.basename(row["path"]): row for row in pool_files(str(tmp_path), op="adaptive-average", output_size=7).take_all()}
    assert len(rows) == 3 and rows["text.jpg"]["kind"] == "not_an_image" and rows["text.jpg"]["tensor"].size == 0
    for name in ("mountains-420.jpg", "balloon.png"):
        expected = imagepool.load(sample(name), op="adaptive-average", output_size=7)
        np.testing.assert_array_equal(rows[name]["tensor"], expected)


def test_a_killed_actor_costs_its_shard_alone(shards, tmp_path):
    given, log = shards(60), tmp_path / "log"
    layer = {"op": "average", "kernel": 15, "stride": 1}
    pool_shards(given, tmp_path / "quiet", log=log, **layer).take_all()
    assert len(lines(log, "begin")) == len(lines(log, "end")) == 4
    log.unlink()
    killed = []

    def kill():
        """Ends the actor of the second shard that is begun, once part of the result is written."""
        while len(lines(log, "begin")) < 2:
            time.sleep(0.002)
        _, pid, name = lines(log, "begin")[1]
        while not any(part.stat().st_size > 100_000 for part in (tmp_path / "hit").glob(f".{name}.*.part")):
            time.sleep(0.002)
        os.kill(int(pid), signal.SIGKILL)
        killed.append((name, (tmp_path / "hit" / name).exists()))

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    rows = pool_shards(given, tmp_path / "hit", log=log, **layer).take_all()
    thread.join(timeout=5)
    assert [was_there for _, was_there in killed] == [False], "an actor was killed in the middle of a shard"
    begun = [name for _, _, name in lines(log, "begin")]
    print(f"\nkilled in {killed[0][0]}; begun: {begun}")
    # Twice the shard that was lost, every other once; none was ended twice.
    assert sorted(begun) == sorted([os.path.basename(shard) for shard in given] + [killed[0][0]])
    assert len(lines(log, "end")) == 4
    assert sorted(row["status"] for row in rows) == ["ok"] * 4
    assert contents(tmp_path / "hit") == contents(tmp_path / "quiet")


def test_a_second_run_skips_what_is_there(shards, tmp_path):
    given, log, out = shards(2), tmp_path / "log", tmp_path / "out"
    layer = {"op": "max", "kernel": 4}
    pool_shards(given, out, log=log, **layer).take_all()
    whole = contents(out)
    (out / "shard-000002.tar").unlink()
    (out / ".shard-000002.tar.0123.part").write_bytes(b"what a dead attempt left")
    log.unlink()
    rows = pool_shards(given, out, log=log, **layer).take_all()
    assert sorted((os.path.basename(row["shard"]), row["status"]) for row in rows) == [
        ("shard-000000.tar", "skipped"), ("shard-000001.tar", "skipped"), ("shard-000002.tar", "ok"), ("shard-000003.tar", "skipped"),
    ]
    assert [name for _, _, name in lines(log, "begin")] == ["shard-000002.tar"]
    assert contents(out) == whole
