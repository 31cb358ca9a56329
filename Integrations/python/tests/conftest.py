"""What several tests share. Random data come from seeds that the cases show."""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "SampleImages"

# Tests measure what the library does, not what other libraries' threads do meanwhile.
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def torch():
    return pytest.importorskip("torch", reason="PyTorch is not installed here: nothing to compare with")


@pytest.fixture(scope="session")
def samples() -> Path:
    if not SAMPLES.is_dir():
        pytest.skip(f"no {SAMPLES}: the repository's pictures are not here")
    return SAMPLES


@pytest.fixture()
def python() -> str:
    return sys.executable
