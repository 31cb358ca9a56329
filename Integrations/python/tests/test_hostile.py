"""Arguments that are none give an exception, never a crash."""

import pickle

import numpy as np
import pytest

import imagepool

X = np.arange(3 * 8 * 8, dtype=np.float32).reshape(3, 8, 8)


@pytest.mark.parametrize(
    "x, error",
    [
        (np.zeros((1, 3, 0, 4), np.float32), ValueError),
        (np.zeros((1, 3, 4, 0), np.float32), ValueError),
        (np.zeros((1, 0, 4, 4), np.float32), ValueError),
        (np.zeros((0, 4, 4), np.float32), ValueError),
        (X[:, ::-1], ValueError),
        (X[:, :, ::-1], ValueError),
        (X[::-1], ValueError),
        (X.astype(object), TypeError),
        (X.astype(complex), TypeError),
        (X.astype("U3"), TypeError),
        (X > 3, TypeError),
        (X.astype(np.uint32), TypeError),
        (X.astype(X.dtype.newbyteorder()), TypeError),
        (np.zeros((3, 8, 8), [("a", "f4")]), TypeError),
        (np.zeros((3, 8, 8), "M8[s]"), TypeError),
        (np.ma.masked_array(X, X > 3), TypeError),
        (np.float32(3), (ValueError, TypeError)),
        (np.zeros((), np.float32), ValueError),
        (np.zeros(4, np.float32), ValueError),
        (np.zeros((4, 4), np.float32), ValueError),
        (np.zeros((1, 1, 3, 4, 4), np.float32), ValueError),
        (X.tolist(), TypeError),
        ("photo.jpg", TypeError),
        (None, TypeError),
        (7, TypeError),
        (object(), TypeError),
    ],
    ids=lambda value: None if isinstance(value, (type, tuple)) else f"{type(value).__name__}-{getattr(value, 'shape', '')}",
)
@pytest.mark.parametrize("function", [imagepool.max_pool2d, imagepool.avg_pool2d])
def test_arrays(function, x, error):
    with pytest.raises(imagepool.Error) as failure:
        function(x, 2)
    assert isinstance(failure.value, error)
    assert failure.value.kind in ("invalid_argument", "geometry")
    assert str(failure.value)


@pytest.mark.parametrize(
    "arguments",
    [
        {"kernel_size": 0},
        {"kernel_size": -1},
        {"kernel_size": 9},
        {"kernel_size": 2**31},
        {"kernel_size": 2**62},
        {"kernel_size": 2**63 - 1},
        {"kernel_size": 2**70},
        {"kernel_size": 2.5},
        {"kernel_size": "2"},
        {"kernel_size": (1, 2, 3)},
        {"kernel_size": ()},
        {"kernel_size": None},
        {"kernel_size": 2, "stride": 0},
        {"kernel_size": 2, "stride": -(2**63)},
        {"kernel_size": 2, "padding": 2},
        {"kernel_size": 2, "padding": -1},
        {"kernel_size": 2**40, "padding": 2**39},
        {"kernel_size": 2**62, "padding": 2**61},
        {"kernel_size": 2, "threads": 0},
        {"kernel_size": 2, "threads": 10**9},
        {"kernel_size": 2, "threads": None},
        {"kernel_size": 2, "threads": 1.5},
    ],
    ids=str,
)
def test_windows(arguments):
    for function in (imagepool.max_pool2d, imagepool.avg_pool2d):
        with pytest.raises((imagepool.Error, TypeError)):
            function(X, **arguments)


@pytest.mark.parametrize("dilation", [0, -1, 2**40, 2**62])
def test_dilation(dilation):
    with pytest.raises(imagepool.ArgumentError):
        imagepool.max_pool2d(X, 2, dilation=dilation)


def test_large_strides_and_divisors_are_fine():
    assert imagepool.max_pool2d(X, 2, stride=2**31 - 1).shape == (3, 1, 1)
    with pytest.raises(imagepool.ArgumentError):
        imagepool.avg_pool2d(X, 2, divisor_override=0)
    np.testing.assert_array_equal(
        imagepool.avg_pool2d(X, 8, divisor_override=-64), -imagepool.avg_pool2d(X, 8)
    )


@pytest.mark.parametrize(
    "layers",
    [
        [],
        [{}],
        [{"kernel": 2}],
        [{"op": "none", "kernel": 2}],
        [{"op": "max"}],
        [{"op": "max", "kernel": 2, "colour": 3}],
        [{"op": "max", "kernel": 2, "padding_value": 3}],
        [{"op": "max", "kernel": [1, 2, 3]}],
        [{"op": "max", "kernel": {"a": 1}}],
        [{"op": "max", "kernel": float("nan")}],
        [{"op": "average", "kernel": 2, "padding_mode": "constant", "padding_value": 1e999}],
        [{"op": "attention", "kernel": 2}],
        [{"op": "adaptive-max", "output_size": 2**40}],
        [{"op": "adaptive-max", "output_size": [2**62, 2**62]}],
        [{"op": "max", "kernel": 2}] * 4,
        ["max kernel=2"],
        [7],
        [{"op": "fractional-max", "kernel": 2, "output_size": 3, "samples": [0.5, 1.5]}],
    ],
    ids=str,
)
def test_layers(layers):
    with pytest.raises(imagepool.Error):
        imagepool.pool(X, *layers)


def test_a_border_has_to_be_a_sample():
    bytes_ = X.astype(np.uint8)
    layer = {"op": "max", "kernel": 3, "padding": 1, "padding_mode": "constant"}
    assert imagepool.pool(bytes_, {**layer, "padding_value": 255}).max() == 255
    for value in (256, -1, 0.5):
        with pytest.raises(imagepool.ArgumentError):
            imagepool.pool(bytes_, {**layer, "padding_value": value})


def test_a_wide_view_of_one_element_is_refused_before_it_costs_memory():
    x = np.broadcast_to(np.float32(1), (1, 1, 2, 2**31 - 1))
    with pytest.raises(imagepool.Error) as failure:
        imagepool.max_pool2d(x, 2)
    assert failure.value.kind == "limit"


@pytest.mark.parametrize("dtype", ["object", "complex64", "U4", "nonsense", 7, "int64x"])
def test_result_types(dtype):
    with pytest.raises(imagepool.Error):
        imagepool.avg_pool2d(X, 2, dtype=dtype)


def test_a_maximum_of_integers_keeps_its_type():
    with pytest.raises(imagepool.ArgumentError):
        imagepool.pool(X.astype(np.uint8), op="max", kernel=2, dtype="float32")


def test_gradients_of_other_shapes_and_types():
    grad = np.ones((3, 4, 4), np.float32)
    for bad in (grad[:2], grad[:, :3], grad[np.newaxis], grad.astype(np.int32), grad.astype(object), None):
        with pytest.raises(imagepool.Error):
            imagepool.max_pool2d_backward(bad, X, 2)
    with pytest.raises(imagepool.Error):
        imagepool.avg_pool2d_backward(grad, X.astype(np.uint8), 2)


def test_tensors_that_cannot_be_lent(torch):
    x = torch.ones(1, 3, 8, 8)
    for bad in (
        x.clone().requires_grad_(),
        x.to(torch.bfloat16),
        x.to_sparse(),
        x.to("meta"),
        torch.view_as_complex(torch.ones(1, 3, 8, 8, 2)),
        torch.quantize_per_tensor(x, 0.1, 0, torch.quint8),
    ):
        with pytest.raises(imagepool.Error):
            imagepool.max_pool2d(bad, 2)


def test_errors_travel_between_processes():
    with pytest.raises(imagepool.Error) as failure:
        imagepool.max_pool2d(X, 99)
    copy = pickle.loads(pickle.dumps(failure.value))
    assert (type(copy), copy.kind, str(copy)) == (type(failure.value), failure.value.kind, str(failure.value))
