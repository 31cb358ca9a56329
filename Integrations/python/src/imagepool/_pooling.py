"""Pooling of arrays and its gradient."""

from __future__ import annotations

import operator
from ctypes import byref
from typing import Any

import numpy as np

from . import _errors, _layers
from ._arrays import NAMES, Borrowed, empty_like, read_dtype, struct
from ._layers import Layer, Pair
from ._library import ArrayStruct, call, library


def max_pool2d(
    x: Any,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    dilation: Pair = 1,
    return_indices: bool = False,
    ceil_mode: bool = False,
    *,
    threads: int = 1,
) -> Any:
    """The maximum of each window, as ``torch.nn.functional.max_pool2d`` gives it, bit for bit, NaN included.

    The arguments are PyTorch's by name, in the order of ``torch.nn.MaxPool2d``.

    Args:
        x: (C, H, W) or (N, C, H, W) of uint8, int8, uint16, int16, int32, int64, float16, float32 or float64: a NumPy
            array, a PyTorch tensor on the CPU, or anything with DLPack or a buffer. It is read where it is. Of views
            whose columns do not lie side by side, neither as planes nor as pixels (channels last), rows are copied,
            a few at a time; so are those of float16.
        kernel_size: a window's rows and columns: one number for both, or two.
        stride: the step from window to window; None: the kernel.
        padding: rows and columns around the input, which never win; at most half the kernel.
        dilation: the distance between the elements of a window.
        return_indices: whether the places of the maxima are wanted as well.
        ceil_mode: whether a last window may reach past the padding.
        threads: how many may work; with 1 nothing but the caller's runs. Python's lock is released either way.

    Returns:
        An array of the kind and element type of ``x``, channels last in memory if those of ``x`` are; with
        ``return_indices`` a pair of it and the int64 places h·W + w of the maxima in their planes.

    Raises:
        imagepool.ArgumentError: for everything that PyTorch refuses, arrays with negative strides, and more.
    """
    layer = _sliding("max", kernel_size, stride, padding, ceil_mode, dilation=_layers.pair("dilation", dilation))
    return _pool(x, [layer], None, return_indices, threads)


def avg_pool2d(
    x: Any,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
    *,
    dtype: Any = None,
    threads: int = 1,
) -> Any:
    """The average of each window by the rule of ``torch.nn.functional.avg_pool2d``.

    Sums of integers are exact (of int64 while they fit into it, as PyTorch's), sums of floats are made in float64; a result is divided once and rounded once.

    PyTorch averages floats and int64 only. Here other integers have averages, too: float32, the exact average
    rounded once, or with ``dtype="uint8"`` (or another integer type) the exact average rounded once to a whole number,
    halves to the even one. An average of int64 is cut toward zero to int64, as PyTorch does it.

    Args:
        x: as for :func:`max_pool2d`.
        kernel_size, stride, padding, ceil_mode: as for :func:`max_pool2d`.
        count_include_pad: whether padding counts in the divisor.
        divisor_override: a divisor for every window.
        dtype: the element type of the result; None: the type of ``x`` if that is a float or int64, else float32.
        threads: as for :func:`max_pool2d`.

    Returns:
        An array of the kind of ``x``.

    Raises:
        imagepool.ArgumentError: as :func:`max_pool2d`.
    """
    layer = _average(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
    return _pool(x, [layer], dtype, False, threads)


def pool(
    x: Any,
    *layers: Layer,
    dtype: Any = None,
    return_indices: bool = False,
    threads: int = 1,
    **options: Any,
) -> Any:
    """Pools an array by any layers of the command line, each over the result of the one before.

    >>> imagepool.pool(x, {"op": "max", "kernel": 2}, {"op": "average", "kernel": 3, "stride": 2})
    >>> imagepool.pool(x, op="adaptive-average", output_size=7)

    Args:
        x: as for :func:`max_pool2d`.
        layers: mappings with ``op`` and the options of ``imagepool pool`` (``-`` or ``_`` in their names). Between layers
            nothing is rounded but to the element type that a framework would give.
        dtype: the element type of the result; None: that of a framework. A max or min of integers keeps its own.
        return_indices: for a last layer that is a max or min, as for :func:`max_pool2d`.
        threads: as for :func:`max_pool2d`.
        options: of a single layer: ``op="max", kernel=3, stride=2``.

    Returns:
        An array of the kind of ``x``, or a pair as for :func:`max_pool2d`.

    Raises:
        imagepool.ArgumentError: for layers that the dialect refuses, or that do not fit.
    """
    return _pool(x, _layers.collect(layers, options), dtype, return_indices, threads)


def _pool(x: Any, layers: list[Layer], dtype: Any, return_indices: bool, threads: int) -> Any:
    borrowed = Borrowed(x)
    planes = borrowed.planes()
    text = _layers.encode(layers)
    source, result = struct(planes), ArrayStruct()
    call(library.imagepool_result, text, len(text), byref(source), byref(result))
    wanted = read_dtype(dtype) or np.dtype(NAMES[result.type])
    values = empty_like(planes, tuple(result.shape), wanted)
    indices = empty_like(planes, tuple(result.shape), np.dtype(np.int64)) if return_indices else None
    call(
        library.imagepool_pool,
        text,
        len(text),
        byref(source),
        byref(struct(values)),
        None if indices is None else byref(struct(indices)),
        _threads(threads),
    )
    drop = borrowed.view.ndim == 3
    finish = borrowed.finish
    pooled = finish(values[0] if drop else values)
    return pooled if indices is None else (pooled, finish(indices[0] if drop else indices))


def max_pool2d_backward(
    grad: Any,
    x: Any,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    dilation: Pair = 1,
    ceil_mode: bool = False,
    *,
    threads: int = 1,
) -> Any:
    """The gradient of :func:`max_pool2d` with respect to ``x``: each element of ``grad`` goes to its window's winner.

    Args:
        grad: the gradient of the result, of the result's shape: float16, float32 or float64.
        x: what was pooled, of such a type.
        kernel_size, stride, padding, dilation, ceil_mode, threads: as for :func:`max_pool2d`.

    Returns:
        An array of the kind, shape and type of ``x``. Sums are made in float64 and rounded once.
    """
    layer = _sliding("max", kernel_size, stride, padding, ceil_mode, dilation=_layers.pair("dilation", dilation))
    return _backward(grad, x, [layer], threads)


def avg_pool2d_backward(
    grad: Any,
    x: Any,
    kernel_size: Pair,
    stride: Pair | None = None,
    padding: Pair = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
    *,
    threads: int = 1,
) -> Any:
    """The gradient of :func:`avg_pool2d` with respect to ``x``, whose shape and type alone matter.

    Args:
        grad: the gradient of the result, of the result's shape: float16, float32 or float64.
        x: what was pooled, of such a type.
        kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override, threads: as for
            :func:`avg_pool2d`.

    Returns:
        An array of the kind, shape and type of ``x``. Sums are made in float64 and rounded once.
    """
    layer = _average(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
    return _backward(grad, x, [layer], threads)


def pool_backward(grad: Any, x: Any, *layers: Layer, threads: int = 1, **options: Any) -> Any:
    """The gradient of :func:`pool` with respect to ``x``, through all layers.

    Args:
        grad: the gradient of the result, of the result's shape: float16, float32 or float64.
        x: what was pooled, of such a type.
        layers, options, threads: as for :func:`pool`.

    Returns:
        An array of the kind, shape and type of ``x``.
    """
    return _backward(grad, x, _layers.collect(layers, options), threads)


def _backward(grad: Any, x: Any, layers: list[Layer], threads: int) -> Any:
    borrowed, upstream = Borrowed(x), Borrowed(grad)
    planes, slopes = borrowed.planes(), upstream.planes()
    if borrowed.view.ndim != upstream.view.ndim:
        raise _errors.wrong(f"grad has {upstream.view.ndim} axes, and x has {borrowed.view.ndim}")
    text = _layers.encode(layers)
    gradient = empty_like(planes, planes.shape, planes.dtype)
    call(
        library.imagepool_gradient,
        text,
        len(text),
        byref(struct(planes)),
        byref(struct(slopes)),
        byref(struct(gradient)),
        _threads(threads),
    )
    return borrowed.finish(gradient[0] if borrowed.view.ndim == 3 else gradient)


def _threads(threads: int) -> int:
    count = _whole("threads", threads)
    if not 1 <= count <= 1024:
        raise _errors.wrong(f"threads is {count}; give 1 to 1024")
    return count


def _sliding(
    op: str, kernel_size: Pair, stride: Pair | None, padding: Pair, ceil_mode: bool, **options: Any
) -> Layer:
    """A layer from PyTorch's arguments."""
    return {
        "op": op,
        "kernel": _layers.pair("kernel_size", kernel_size),
        "stride": None if stride is None else _layers.pair("stride", stride),
        "padding": _layers.pair("padding", padding),
        "ceil_mode": bool(ceil_mode),
        **options,
    }


def _average(
    kernel_size: Pair,
    stride: Pair | None,
    padding: Pair,
    ceil_mode: bool,
    count_include_pad: bool,
    divisor_override: int | None,
) -> Layer:
    return _sliding(
        "average",
        kernel_size,
        stride,
        padding,
        ceil_mode,
        count_include_pad=bool(count_include_pad),
        divisor_override=None if divisor_override is None else _whole("divisor_override", divisor_override),
    )


def _whole(name: str, value: Any) -> int:
    try:
        return operator.index(value)
    except TypeError as error:
        raise _errors.wrong(f"{name} is {value!r}; give a whole number") from error
