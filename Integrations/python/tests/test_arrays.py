"""Whose memory is read and written: no copy of contiguous input, results of the kind that went in."""

import array
import ctypes
import subprocess
import sys

import numpy as np
import pytest

import imagepool
from imagepool import _library


@pytest.fixture()
def received(monkeypatch):
    """The arrays that the library is called with, as it is called."""
    seen = []
    original = _library.library.imagepool_pool

    def recording(*arguments):
        seen.extend(argument._obj for argument in arguments if hasattr(argument, "_obj"))
        return original(*arguments)

    class Recording:
        def __getattr__(self, name):
            return recording if name == "imagepool_pool" else getattr(_library.library, name)

    from imagepool import _pooling

    monkeypatch.setattr(_pooling, "library", Recording())
    return seen


def pointers(seen) -> list:
    return [item.data for item in seen if isinstance(item, _library.ArrayStruct)]


@pytest.mark.parametrize("shape", [(3, 32, 48), (2, 3, 32, 48)])
@pytest.mark.parametrize("dtype", ["uint8", "float16", "float32", "float64"])
def test_the_library_gets_the_arrays_own_address_and_strides(received, shape, dtype):
    x = np.ones(shape, dtype)
    result = imagepool.max_pool2d(x, 2)
    source, values = received[0], received[1]
    assert source.data == x.ctypes.data
    assert values.data == result.ctypes.data
    assert tuple(source.strides)[-3:] == x.strides[-3:]


def test_views_keep_their_address_and_strides(received):
    x = np.arange(2 * 32 * 48 * 3, dtype=np.float32).reshape(2, 32, 48, 3).transpose(0, 3, 1, 2)[:, :, 2:, ::2]
    imagepool.max_pool2d(x, 2)
    assert received[0].data == x.ctypes.data
    assert tuple(received[0].strides) == x.strides


def test_a_tensor_lends_its_own_memory(torch, received):
    x = torch.ones(2, 3, 32, 48).contiguous(memory_format=torch.channels_last)
    result = imagepool.max_pool2d(x, 2)
    assert isinstance(result, torch.Tensor)
    assert received[0].data == x.data_ptr() and received[1].data == result.data_ptr()
    assert result.is_contiguous(memory_format=torch.channels_last)


MEMORY = """
import resource, sys
import numpy as np, imagepool
shape, kind = {shape}, "{kind}"
x = np.ones(shape, np.float32)
if kind == "channels-last":
    x = x.transpose(0, 3, 1, 2)
imagepool.max_pool2d(x[:, :, :64, :64], 8)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
imagepool.max_pool2d(x, 8)
imagepool.avg_pool2d(x, 8)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * (1 if sys.platform == "darwin" else 1024) / x.nbytes)
"""


@pytest.mark.parametrize(
    "kind, shape", [("plain", (1, 3, 4000, 4000)), ("channels-last", (1, 4000, 4000, 3))]
)
def test_memory_does_not_grow_by_the_input(python, kind, shape):
    """192 MB of samples; the result is a sixty-fourth of them, and there are two."""
    program = MEMORY.format(kind=kind, shape=shape)
    output = subprocess.run([python, "-c", program], check=True, capture_output=True, text=True).stdout
    assert float(output) < 0.1


def test_results_lie_as_pytorchs_do(torch):
    plain = np.zeros((2, 3, 8, 8), np.float32)
    assert imagepool.max_pool2d(plain, 2).flags.c_contiguous
    pixels = np.zeros((2, 8, 8, 3), np.float32).transpose(0, 3, 1, 2)
    result = imagepool.max_pool2d(pixels, 2)
    assert result.transpose(0, 2, 3, 1).flags.c_contiguous
    assert torch.nn.functional.max_pool2d(torch.from_numpy(pixels), 2).stride() == tuple(
        stride // 4 for stride in result.strides
    )


def test_read_only_input_is_read():
    x = np.arange(48, dtype=np.uint8).reshape(3, 4, 4)
    x.flags.writeable = False
    np.testing.assert_array_equal(imagepool.max_pool2d(x, 4).ravel(), [15, 31, 47])


def test_buffers_and_dlpack():
    numbers = memoryview(bytes(range(48))).cast("B", (3, 4, 4))
    np.testing.assert_array_equal(imagepool.max_pool2d(numbers, 4).ravel(), [15, 31, 47])

    class Lender:
        """Speaks DLPack and nothing else."""

        def __init__(self, x):
            self.x = x

        def __dlpack__(self, **options):
            return self.x.__dlpack__(**options)

        def __dlpack_device__(self):
            return self.x.__dlpack_device__()

    x = np.arange(48, dtype=np.float32).reshape(3, 4, 4)
    result = imagepool.max_pool2d(Lender(x), 4)
    assert isinstance(result, np.ndarray)
    np.testing.assert_array_equal(result.ravel(), [15, 31, 47])


def test_arrays_of_the_standard_library():
    flat = memoryview(array.array("f", range(16))).cast("B").cast("f", (1, 4, 4))
    np.testing.assert_array_equal(imagepool.max_pool2d(flat, 2).ravel(), [5, 7, 13, 15])


def test_jax_arrays_come_back_as_jax_arrays():
    numpy = pytest.importorskip("jax.numpy", reason="JAX is not installed here")
    x = numpy.arange(48, dtype=numpy.float32).reshape(3, 4, 4)
    result = imagepool.max_pool2d(x, 4)
    assert type(result) is type(x)
    np.testing.assert_array_equal(np.asarray(result).ravel(), [15, 31, 47])


def test_structs_are_those_of_the_header():
    assert ctypes.sizeof(_library.ErrorStruct) == 1024
    assert ctypes.sizeof(_library.ArrayStruct) == 8 + 8 + 32 + 32
    assert sys.byteorder == "little" or _library.ArrayStruct.type.offset == 8
