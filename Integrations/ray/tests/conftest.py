"""One Ray on this machine for all tests, and shards to pool."""

import io
import os
import tarfile

import pytest
import ray

SAMPLES = os.path.join(os.path.dirname(__file__), "..", "..", "..", "SampleImages")
PHOTOGRAPHS = ["mountains-420.jpg", "rose-window-444.jpg", "lighthouse-rotated.jpg", "balloon.png"]


@pytest.fixture(scope="session", autouse=True)
def cluster():
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


def sample(name):
    with open(os.path.join(SAMPLES, name), "rb") as file:
        return file.read()


def write_tar(path, members):
    with tarfile.open(path, "w") as shard:
        for name, content in members:
            header = tarfile.TarInfo(name)
            header.size = len(content)
            shard.addfile(header, io.BytesIO(content))


def read_tar(path):
    with tarfile.open(path) as shard:
        return [(member.name, shard.extractfile(member).read()) for member in shard]


@pytest.fixture
def shards(tmp_path):
    """Four shards of `count` samples each."""

    def make(count):
        paths = []
        for number in range(4):
            members = []
            for place in range(count):
                name = PHOTOGRAPHS[(number + place) % len(PHOTOGRAPHS)]
                members.append((f"{place:05d}.{name[-3:]}", sample(name)))
                members.append((f"{place:05d}.cls", str(place % 7).encode()))
            paths.append(str(tmp_path / f"shard-{number:06d}.tar"))
            write_tar(paths[-1], members)
        return paths

    return make
