"""From files to arrays."""

from __future__ import annotations

import ctypes
import json
import os
from ctypes import byref, c_void_p
from typing import Any, Sequence

import numpy as np

from . import _errors, _layers
from ._arrays import NAMES, _empty, read_dtype, struct
from ._layers import Layer
from ._library import ArrayStruct, call, library


def load(
    source: Any,
    *layers: Layer,
    op: str | None = None,
    kernel: Any = None,
    dtype: Any = None,
    layout: str = "chw",
    rescale: float | None = None,
    mean: float | Sequence[float] | None = None,
    std: float | Sequence[float] | None = None,
    channels: str | None = None,
    alpha: str | None = None,
    background: str | None = None,
    orientation: str | None = None,
    linear: bool = False,
    to_srgb: bool = False,
    jpeg_shrink: bool = False,
    fail_on: str | None = None,
    tensor_layout: str | None = None,
    max_pixels: int | None = None,
    max_scans: int | None = None,
    max_memory: int | None = None,
    timeout: float | None = None,
    **options: Any,
) -> np.ndarray:
    """Decodes and pools a PNG, JPEG, ``.npy`` or ``.csv`` in one pass, row by row into the result.

    >>> imagepool.load("photo.jpg", op="average", kernel=8)
    >>> imagepool.load(data, op="adaptive-average", output_size=224, channels="rgb", layout="hwc")

    Neither the picture nor a copy of the result is held, but for files that do not stream (``info(path)["streams"]``).

    Args:
        source: a path (str, bytes are content), a bytes-like object with an encoded file, or a file object to be read.
        layers: as for :func:`pool`; or ``op``, ``kernel`` and other options of a single one: ``stride``, ``output_size``, …
        dtype: the element type of the result; None: uint8 (uint16 of a 16-bit PNG) for a max or min, else float32. Integers take
            averages, rounded once, halves to the even number, and clamped (NaN becomes 0); what is beyond float16 (65504 and
            half a step) becomes infinite there.
        layout: ``"chw"`` or ``"hwc"``.
        rescale, mean, std: what a model takes, y = (x · rescale − mean) / std in float32, in this order and each step rounded, as
            torchvision's ``to_dtype(scale=True)`` and ``normalize`` do it; one number for all channels, or one for each.
            The result is float32, or float16 by ``dtype``.
        channels: ``"as-shown"``, ``"keep"``, ``"gray"``, ``"rgb"`` or ``"rgba"``.
        alpha: ``"planes"`` or ``"premultiplied"``.
        background: a colour such as ``"#ffffff"`` that pictures with alpha are laid over.
        orientation: ``"upright"`` (by EXIF, the default) or ``"stored"``.
        linear: whether light is averaged instead of codes.
        to_srgb: whether samples become sRGB by the picture's colour profile.
        jpeg_shrink: whether a JPEG's decoder may reduce the picture first: faster, not exact.
        fail_on: ``"error"`` (default), ``"warning"`` or ``"none"``: which damage fails.
        tensor_layout: what the axes of an array file mean.
        max_pixels, max_scans, max_memory, timeout: limits, checked before they cost anything; timeout in seconds.

    Returns:
        A NumPy array (C, H, W) or (H, W, C). ``torch.from_numpy`` makes a tensor of it without a copy.

    Raises:
        imagepool.FileError: for what cannot be read, or is damaged.
        imagepool.ArgumentError: for a pooling that does not fit, or a limit.
    """
    if layout not in ("chw", "hwc"):
        raise _errors.wrong(f"layout is {layout!r}; give 'chw' or 'hwc'")
    recipe = {
        "layers": _layers.collect(layers, {"op": op, "kernel": kernel, **options}),
        "channels": channels,
        "alpha": alpha,
        "background": background,
        "orientation": orientation,
        "linear": bool(linear),
        "to_srgb": bool(to_srgb),
        "jpeg_shrink": bool(jpeg_shrink),
        "fail_on": fail_on,
        "layout": tensor_layout,
        "rescale": rescale,
        "mean": mean,
        "std": std,
        "max_pixels": max_pixels,
        "max_scans": max_scans,
        "max_memory": max_memory,
        "timeout": timeout,
    }
    wanted = read_dtype(dtype)
    handle = _open(source, _layers.encode({key: value for key, value in recipe.items() if value is not None}))
    try:
        result = ArrayStruct()
        call(library.imagepool_describe, handle, byref(result))
        _, c, h, w = result.shape
        element = wanted or np.dtype(NAMES[result.type])
        if layout == "chw":
            array = _empty((c, h, w), element)
            planes = array
        else:
            array = _empty((h, w, c), element)
            planes = array.transpose(2, 0, 1)
        call(library.imagepool_read, handle, byref(struct(planes[np.newaxis])))
        return array
    finally:
        library.imagepool_close(handle)


def _open(source: Any, recipe: bytes) -> c_void_p:
    handle = c_void_p()
    path = _path(source)
    if path is not None:
        call(library.imagepool_open_file, path, len(path), recipe, len(recipe), byref(handle))
    else:
        data, count, _owner = _content(source)
        call(library.imagepool_open_bytes, data, count, recipe, len(recipe), byref(handle))
    return handle


def _path(source: Any) -> bytes | None:
    if not isinstance(source, (str, os.PathLike)):
        return None
    try:
        path = os.fsencode(source)
    except UnicodeEncodeError as error:
        raise _errors.FileError("unreadable", f"{source!r} cannot be the name of a file: {error}") from error
    if not path:
        raise _errors.FileError("unreadable", "the path is empty; check the name")
    return path


def _content(source: Any) -> tuple[int | None, int, Any]:
    """Address and length of an encoded file in memory, and what keeps it there."""
    if hasattr(source, "read"):
        source = source.read()
    try:
        content = np.frombuffer(source, np.uint8)
    except (TypeError, ValueError, BufferError) as error:
        # NumPy has no array of an empty buffer.
        if isinstance(source, (bytes, bytearray, memoryview)) and len(source) == 0:
            return None, 0, source
        raise _errors.ElementTypeError(
            "invalid_argument", f"{type(source).__name__} is neither a path nor a file's content"
        ) from error
    return content.ctypes.data, content.size, content


def info(source: Any) -> dict[str, Any]:
    """What a file is, from its header and metadata, without decoding it: the fields of ``imagepool info --json``.

    Args:
        source: as for :func:`load`.

    Raises:
        imagepool.FileError: for what cannot be read, or is neither a picture nor an array.
    """
    path = _path(source)
    length = ctypes.c_size_t()
    capacity = 4096
    if path is None:
        data, count, _owner = _content(source)
    while True:
        text = ctypes.create_string_buffer(capacity)
        if path is not None:
            call(library.imagepool_info_file, path, len(path), text, capacity, byref(length))
        else:
            call(library.imagepool_info_bytes, data, count, text, capacity, byref(length))
        if length.value < capacity:
            return json.loads(text.value)
        capacity = length.value + 1
