"""Arrays of NumPy, PyTorch and everything that speaks DLPack or the buffer protocol, as the library's, without a copy."""

from __future__ import annotations

import sys
from typing import Any, Callable

import numpy as np

from . import _errors
from ._library import ArrayStruct

# IMAGEPOOL_UINT8 … IMAGEPOOL_FLOAT64.
TYPES = {
    name: number
    for number, name in enumerate(
        ["uint8", "int8", "uint16", "int16", "int32", "int64", "float16", "float32", "float64"], start=1
    )
}
NAMES = {number: name for name, number in TYPES.items()}


class Borrowed:
    """An array that the library reads where it is.

    ``view`` is a NumPy view of the same memory; ``empty`` makes an array of the same kind (NumPy's, PyTorch's, …)
    with a NumPy view of its memory.
    """

    def __init__(self, x: Any) -> None:
        torch = sys.modules.get("torch")
        # What is returned is made of the array that was filled.
        self.finish: Callable[[np.ndarray], Any] = lambda array: array
        if torch is not None and isinstance(x, torch.Tensor):
            self.view = _of_tensor(torch, x)
            self.finish = torch.from_numpy
        elif isinstance(x, np.ma.MaskedArray):
            raise _errors.ElementTypeError("invalid_argument", "is a masked array; give its data, or fill it first")
        elif isinstance(x, np.ndarray):
            self.view = x
        elif hasattr(x, "__dlpack__"):
            try:
                self.view = np.from_dlpack(x)
            except (TypeError, BufferError, RuntimeError, ValueError) as error:
                raise _errors.ElementTypeError("invalid_argument", f"is not lent by DLPack: {error}") from error
            namespace = getattr(x, "__array_namespace__", None)
            if namespace is not None:
                self.finish = namespace().from_dlpack
        else:
            try:
                self.view = np.asarray(memoryview(x))
            except TypeError as error:
                raise _errors.ElementTypeError(
                    "invalid_argument",
                    f"{type(x).__name__} is no array: give a NumPy array, a PyTorch tensor, or anything with DLPack "
                    "or a buffer",
                ) from error
        self.type = element_type(self.view.dtype)

    def planes(self, ranks: tuple[int, ...] = (3, 4)) -> np.ndarray:
        """The array as N, C, H, W."""
        view = self.view
        if view.ndim not in ranks:
            raise _errors.wrong(f"has {view.ndim} axes; give C, H, W or N, C, H, W")
        if view.ndim == 3:
            view = view[np.newaxis]
        if view.shape[1] == 0:
            raise _errors.wrong(f"has no channels: its shape is {self.view.shape}")
        if any(stride < 0 and length > 1 for stride, length in zip(view.strides, view.shape)):
            raise _errors.wrong("has negative strides, which PyTorch has not either; numpy.ascontiguousarray makes a copy")
        return view


def _of_tensor(torch: Any, x: Any) -> np.ndarray:
    if x.device.type != "cpu":
        raise _errors.ElementTypeError("invalid_argument", f"lies on {x.device}; give it as x.cpu()")
    if x.layout is not torch.strided:
        raise _errors.ElementTypeError("invalid_argument", f"is {x.layout}; give it as x.to_dense()")
    if x.requires_grad:
        raise _errors.wrong(
            "requires a gradient, which is not recorded here; give x.detach(), and see max_pool2d_backward"
        )
    try:
        return x.numpy()
    except (TypeError, RuntimeError) as error:
        raise _errors.ElementTypeError("invalid_argument", f"is not lent by PyTorch: {error}") from error


def element_type(dtype: np.dtype) -> int:
    """IMAGEPOOL_UINT8 … of a dtype."""
    if not dtype.isnative:
        raise _errors.ElementTypeError("invalid_argument", f"{dtype} is in the other byte order; give it in this machine's")
    found = TYPES.get(dtype.name) if dtype.fields is None and dtype.subdtype is None else None
    if found is None:
        raise _errors.ElementTypeError("invalid_argument", f"{dtype} is not pooled; there are {', '.join(TYPES)}")
    return found


def read_dtype(dtype: Any) -> np.dtype | None:
    """A dtype argument: NumPy's, its name, or PyTorch's."""
    if dtype is None:
        return None
    text = str(dtype)
    try:
        result = np.dtype(text.removeprefix("torch.") if text.startswith("torch.") else dtype)
    except TypeError as error:
        raise _errors.ElementTypeError("invalid_argument", f"{dtype!r} is no element type") from error
    element_type(result)
    return result


def struct(planes: np.ndarray) -> ArrayStruct:
    """N, C, H, W as the library takes it: the array's own address, shape and strides."""
    array = ArrayStruct()
    array.data = planes.ctypes.data
    array.type = element_type(planes.dtype)
    array.shape[:] = planes.shape
    array.strides[:] = planes.strides
    return array


def empty_like(planes: np.ndarray, shape: tuple[int, int, int, int], dtype: np.dtype) -> np.ndarray:
    """An array N, C, H, W; channels last in memory if the input's are, as PyTorch does it."""
    size, channels = planes.itemsize, planes.shape[1]
    n, c, h, w = shape
    if channels > 1 and planes.strides[1] == size and (planes.shape[3] <= 1 or planes.strides[3] == size * channels):
        return _empty((n, h, w, c), dtype).transpose(0, 3, 1, 2)
    return _empty(shape, dtype)


def _empty(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    try:
        return np.empty(shape, dtype)
    except (ValueError, MemoryError) as error:
        raise _errors.ArgumentError("limit", f"a result of shape {shape} cannot be held: {error}") from error
