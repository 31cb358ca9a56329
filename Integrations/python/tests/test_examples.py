"""The examples run as they stand, where their frameworks are installed."""

import subprocess
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.mark.parametrize(
    "example, module, lines",
    [
        ("torch_dataset.py", "torch", ["(2, 3, 224, 224) torch.float32", "(1, 3, 224, 224) torch.float32"]),
        ("tf_dataset.py", "tensorflow", ["(2, 224, 224, 3) float32", "(1, 224, 224, 3) float32"]),
    ],
)
def test_example(python, samples, example, module, lines):
    pytest.importorskip(module, reason=f"{module} is not installed here: {example} was not run")
    pictures = [samples / "mountains-420.jpg"] * 3
    result = subprocess.run([python, EXAMPLES / example, *pictures], capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
    printed = [line for line in result.stdout.splitlines() if line.startswith("(")]
    assert len(printed) == len(lines)
    for line, expected in zip(printed, lines):
        assert line.startswith(expected)
    means = [float(line.split()[-1]) for line in printed]
    assert means[0] == pytest.approx(means[1], abs=2e-4), "the same picture every time"
