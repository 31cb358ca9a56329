"""The numbers of torch.nn.functional: maxima and places bit for bit, averages within one rounding of the exact value."""

import numpy as np
import pytest

import imagepool
from cases import Case, cases

MAX_TYPES = ("uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64")
FLOATS = ("float16", "float32", "float64")


def bits(array: np.ndarray) -> np.ndarray:
    """As integers; every NaN as one."""
    array = np.ascontiguousarray(array)
    if array.dtype.kind != "f":
        return array
    array = np.where(np.isnan(array), np.array(np.nan, array.dtype), array)
    return array.view(f"i{array.itemsize}")


def tensor(torch, array: np.ndarray):
    """A tensor of the same values, contiguous: PyTorch refuses channels-last bytes of more than 127 samples."""
    return torch.from_numpy(np.ascontiguousarray(array).copy())


@pytest.mark.parametrize("case", cases(224, MAX_TYPES, 1), ids=str)
def test_maxima_and_places(torch, case: Case):
    x = case.array(specials=True)
    arguments = case.windows(x.shape[-2:], dilates=True)
    expected, places = torch.nn.functional.max_pool2d(tensor(torch, x), **arguments, return_indices=True)
    values, indices = imagepool.max_pool2d(x, **arguments, return_indices=True)
    assert values.dtype == x.dtype and indices.dtype == np.int64
    np.testing.assert_array_equal(bits(values), bits(expected.numpy()), err_msg=str(arguments))
    np.testing.assert_array_equal(indices, places.numpy(), err_msg=str(arguments))
    # Values alone take another way through the engine.
    np.testing.assert_array_equal(bits(imagepool.max_pool2d(x, **arguments, threads=2)), bits(expected.numpy()))


@pytest.mark.parametrize("case", cases(40, ("uint16",), 5001), ids=str)
def test_maxima_of_uint16_are_those_of_their_int32(torch, case: Case):
    x = case.array()
    arguments = case.windows(x.shape[-2:], dilates=True)
    wide = torch.from_numpy(x.astype(np.int32))
    expected = torch.nn.functional.max_pool2d(wide, **arguments)
    values = imagepool.max_pool2d(x, **arguments)
    assert values.dtype == np.uint16
    np.testing.assert_array_equal(values, expected.numpy())


def average_arguments(case: Case, x: np.ndarray) -> dict:
    arguments = case.windows(x.shape[-2:], dilates=False)
    random = np.random.default_rng(case.seed + 2_000_000)
    arguments["count_include_pad"] = bool(random.random() < 0.5)
    if random.random() < 0.3:
        arguments["divisor_override"] = int(random.integers(1, 30))
    return arguments


@pytest.mark.parametrize("case", cases(126, FLOATS, 10_001), ids=str)
def test_averages_of_floats(torch, case: Case):
    x = case.array()
    arguments = average_arguments(case, x)
    average = torch.nn.functional.avg_pool2d
    wide = torch.from_numpy(x.astype(np.float64))
    exact = average(wide, **arguments).numpy()
    # What float64's own sums may be off by.
    slack = 64 * 2.0**-53 * average(wide.abs(), **arguments).numpy()
    values = imagepool.avg_pool2d(x, **arguments)
    assert values.dtype == x.dtype
    half_step = np.spacing(np.abs(exact).astype(x.dtype)).astype(np.float64) / 2
    assert (np.abs(values.astype(np.float64) - exact) <= half_step + slack).all(), arguments


@pytest.mark.parametrize("case", cases(42, ("int64",), 20_001), ids=str)
def test_averages_of_int64_are_cut_toward_zero(torch, case: Case):
    x = case.array()
    arguments = average_arguments(case, x)
    expected = torch.nn.functional.avg_pool2d(torch.from_numpy(x.copy()), **arguments).numpy()
    values = imagepool.avg_pool2d(x, **arguments)
    assert values.dtype == np.int64
    np.testing.assert_array_equal(values, expected)


@pytest.mark.parametrize("case", cases(63, ("uint8", "uint16", "int16"), 30_001), ids=str)
def test_averages_of_other_integers(torch, case: Case):
    """Not in PyTorch: float32 of the exact value; as an integer its nearest, halves to even."""
    x = case.array()
    arguments = average_arguments(case, x)
    # Sums of few small integers are exact in float64, so is one division rounded once.
    exact = torch.nn.functional.avg_pool2d(torch.from_numpy(x.astype(np.float64)), **arguments).numpy()
    values = imagepool.avg_pool2d(x, **arguments)
    assert values.dtype == np.float32
    np.testing.assert_array_equal(values, exact.astype(np.float32))
    # A quotient of integers below 2¹⁶ is a tie only if its float64 is one.
    info = np.iinfo(x.dtype)
    rounded = imagepool.avg_pool2d(x, **arguments, dtype=x.dtype)
    assert rounded.dtype == x.dtype
    np.testing.assert_array_equal(rounded, np.clip(np.rint(exact), info.min, info.max).astype(x.dtype))


@pytest.mark.parametrize("case", cases(63, FLOATS, 40_001), ids=str)
@pytest.mark.parametrize("operator", ["max", "average"])
def test_gradients(torch, case: Case, operator: str):
    x = case.array()
    arguments = case.windows(x.shape[-2:], dilates=True) if operator == "max" else average_arguments(case, x)
    forward = getattr(torch.nn.functional, "max_pool2d" if operator == "max" else "avg_pool2d")
    backward = getattr(imagepool, "max_pool2d_backward" if operator == "max" else "avg_pool2d_backward")
    wide = torch.from_numpy(x.astype(np.float64)).requires_grad_()
    result = forward(wide, **arguments)
    grad = case.random.normal(size=tuple(result.shape)).astype(x.dtype)
    result.backward(torch.from_numpy(grad.astype(np.float64)))
    exact = wide.grad.numpy()
    gradient = backward(grad, x, **arguments)
    assert gradient.dtype == x.dtype and gradient.shape == x.shape
    half_step = np.spacing(np.abs(exact).astype(x.dtype)).astype(np.float64) / 2
    assert (np.abs(gradient.astype(np.float64) - exact) <= half_step + 1e-13).all(), arguments


def test_a_batch_without_items(torch):
    x = np.zeros((0, 3, 8, 8), np.float32)
    assert imagepool.max_pool2d(x, 2).shape == tuple(torch.nn.functional.max_pool2d(torch.from_numpy(x), 2).shape)


def test_float16_at_its_limits():
    """Subnormal numbers, the largest, and sums beyond it."""
    values = np.array([6e-8, 1.2e-7, 6.1e-5, 65504, 65504, -65504, 0.1, -0.0], np.float16).reshape(1, 2, 4)
    np.testing.assert_array_equal(imagepool.max_pool2d(values, 1), values)
    np.testing.assert_array_equal(imagepool.avg_pool2d(values, 1), values)
    every = np.arange(1 << 16, dtype=np.uint16).view(np.float16).reshape(1, 256, 256)
    with np.errstate(over="ignore", invalid="ignore"):
        # A sum begins at +0, in PyTorch, too.
        np.testing.assert_array_equal(bits(imagepool.avg_pool2d(every, 1)), bits(every + np.float16(0)))
        doubled = every.astype(np.float64) * 2 + 0
        np.testing.assert_array_equal(
            bits(imagepool.avg_pool2d(every, 1, divisor_override=3)), bits(((every.astype(np.float64) + 0) / 3).astype(np.float16))
        )
        pairs = np.repeat(every, 2, axis=2)
        np.testing.assert_array_equal(
            bits(imagepool.avg_pool2d(pairs, (1, 2), divisor_override=1)), bits(doubled.astype(np.float16))
        )


def test_chains_are_one_layer_after_the_other(torch):
    x = np.random.default_rng(7).normal(size=(2, 3, 32, 40)).astype(np.float32)
    chained = imagepool.pool(x, {"op": "max", "kernel": 2}, {"op": "average", "kernel": 3, "stride": 2})
    apart = imagepool.avg_pool2d(imagepool.max_pool2d(x, 2), 3, 2)
    np.testing.assert_array_equal(chained, apart)
    t = torch.from_numpy(x.astype(np.float64)).requires_grad_()
    result = torch.nn.functional.avg_pool2d(torch.nn.functional.max_pool2d(t, 2), 3, 2)
    result.sum().backward()
    gradient = imagepool.pool_backward(
        np.ones(tuple(result.shape), np.float32), x, {"op": "max", "kernel": 2}, {"op": "average", "kernel": 3, "stride": 2}
    )
    np.testing.assert_allclose(gradient, t.grad.numpy(), rtol=1e-6)


@pytest.mark.parametrize(
    "layer, function, arguments",
    [
        ({"op": "adaptive-average", "output_size": [5, 7]}, "adaptive_avg_pool2d", {"output_size": (5, 7)}),
        ({"op": "adaptive-max", "output_size": 4}, "adaptive_max_pool2d", {"output_size": 4}),
        ({"op": "lp", "norm": 2, "kernel": 3, "stride": 2}, "lp_pool2d", {"norm_type": 2, "kernel_size": 3, "stride": 2}),
    ],
    ids=lambda value: value["op"] if isinstance(value, dict) and "op" in value else None,
)
def test_other_layers(torch, layer, function, arguments):
    x = np.random.default_rng(11).normal(size=(2, 3, 19, 23)).astype(np.float64)
    expected = getattr(torch.nn.functional, function)(torch.from_numpy(x), **arguments).numpy()
    np.testing.assert_allclose(imagepool.pool(x, layer), expected, rtol=1e-12)
    np.testing.assert_allclose(imagepool.pool(x, **layer), expected, rtol=1e-12)


def test_a_median_and_its_missing_gradient():
    x = np.random.default_rng(12).integers(0, 256, (3, 16, 16)).astype(np.uint8)
    blocks = x.reshape(3, 4, 4, 4, 4).transpose(0, 1, 3, 2, 4).reshape(3, 4, 4, 16)
    np.testing.assert_array_equal(imagepool.pool(x, op="median", kernel=4), np.median(blocks, axis=-1).astype(np.float32))
    with pytest.raises(imagepool.ArgumentError) as failure:
        imagepool.pool_backward(np.ones((3, 4, 4), np.float32), x.astype(np.float32), op="median", kernel=4)
    assert failure.value.kind == "geometry"
