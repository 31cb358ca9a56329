"""Random poolings and arrays, from seeds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

VIEWS = ("plain", "channels-last", "transposed", "every-second", "cut", "broadcast", "unaligned")


@dataclass(frozen=True)
class Case:
    seed: int
    dtype: str
    view: str

    def __str__(self) -> str:
        return f"seed={self.seed},{self.dtype},{self.view}"

    @property
    def random(self) -> np.random.Generator:
        return np.random.default_rng(self.seed)

    def array(self, *, specials: bool = False) -> np.ndarray:
        """(N, C, H, W) or (C, H, W) of this case's type, lying as its view says."""
        random = self.random
        n, c = int(random.integers(1, 4)), int(random.integers(1, 6))
        h, w = int(random.integers(1, 24)), int(random.integers(1, 24))
        shape = {
            "channels-last": (n, h, w, c),
            "transposed": (n, c, w, h),
            "every-second": (n, c, 2 * h, 3 * w),
            "cut": (n + 1, c + 2, h + 3, w + 5),
            "broadcast": (1, c, h, w),
        }.get(self.view, (n, c, h, w))
        values = self._values(random, shape, specials)
        if self.view == "channels-last":
            values = values.transpose(0, 3, 1, 2)
        elif self.view == "transposed":
            values = values.transpose(0, 1, 3, 2)
        elif self.view == "every-second":
            values = values[:, :, ::2, ::3]
        elif self.view == "cut":
            values = values[1:, 2:, 1:-2, 3:-2]
        elif self.view == "broadcast":
            values = np.broadcast_to(values, (n, c, h, w))
        elif self.view == "unaligned":
            bytes_ = np.empty(values.nbytes + 1, np.uint8)
            odd = np.frombuffer(bytes_, values.dtype, offset=1, count=values.size).reshape(values.shape)
            odd[...] = values
            values = odd
        return values[0] if random.random() < 0.25 else values

    def _values(self, random: np.random.Generator, shape: tuple[int, ...], specials: bool) -> np.ndarray:
        dtype = np.dtype(self.dtype)
        if dtype.kind in "iu":
            # Few values, so that there are ties.
            low, high = (0, 40) if dtype.kind == "u" else (-20, 20)
            return random.integers(low, high, shape).astype(dtype)
        values = random.normal(size=shape).round(1).astype(dtype)
        if specials:
            for special in (np.nan, np.inf, -np.inf, 0.0, -0.0):
                values[random.random(shape) < 0.04] = special
        return values

    def windows(self, size: tuple[int, int], *, dilates: bool) -> dict:
        """Arguments that PyTorch accepts for an input of that size."""
        random = np.random.default_rng(self.seed + 1_000_000)
        while True:
            kernel = [int(random.integers(1, 6)) for _ in range(2)]
            dilation = [int(random.integers(1, 4)) if dilates else 1 for _ in range(2)]
            padding = [int(random.integers(0, k // 2 + 1)) for k in kernel]
            stride = [int(random.integers(1, 5)) for _ in range(2)]
            # Of windows that hold nothing but padding PyTorch's indices point nowhere, and ours are -1.
            if all(map(holds_samples, size, padding, dilation, kernel)):
                break
        arguments: dict = {"kernel_size": kernel, "padding": padding}
        if random.random() < 0.7:
            arguments["stride"] = stride
        if dilates:
            arguments["dilation"] = dilation
        arguments["ceil_mode"] = bool(random.random() < 0.4)
        return arguments


def holds_samples(length: int, padding: int, dilation: int, kernel: int) -> bool:
    """Whether every place where a window may begin has a tap in the input."""
    taps = [dilation * tap for tap in range(kernel)]
    last = length + 2 * padding - taps[-1] - 1
    return last >= 0 and all(
        any(0 <= start - padding + tap < length for tap in taps) for start in range(last + 1)
    )


def cases(count: int, dtypes: tuple[str, ...], first_seed: int) -> list[Case]:
    """Every type with every view, again and again with other seeds."""
    pairs = [(dtype, view) for view in VIEWS for dtype in dtypes]
    return [Case(first_seed + i, *pairs[i % len(pairs)]) for i in range(count)]
