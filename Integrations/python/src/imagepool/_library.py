"""The C interface (imagepool.h) by ctypes, which lets go of the interpreter's lock while a function runs."""

from __future__ import annotations

import ctypes
import sys
from ctypes import POINTER, byref, c_char, c_char_p, c_int32, c_int64, c_size_t, c_void_p
from pathlib import Path

from . import _errors

ABI_VERSION = 1


class ErrorStruct(ctypes.Structure):
    _fields_ = [("code", c_int32), ("kind", c_char * 60), ("message", c_char * 960)]


class ArrayStruct(ctypes.Structure):
    """An array N, C, H, W; strides in bytes."""

    _fields_ = [
        ("data", c_void_p),
        ("type", c_int32),
        ("reserved", c_int32),
        ("shape", c_int64 * 4),
        ("strides", c_int64 * 4),
    ]


def _load() -> ctypes.CDLL:
    name = "libimagepool.dylib" if sys.platform == "darwin" else "libimagepool.so"
    library = ctypes.CDLL(str(Path(__file__).with_name(name)))
    array, error = POINTER(ArrayStruct), POINTER(ErrorStruct)
    text = (c_char_p, c_size_t)
    handle = c_void_p
    signatures = {
        "imagepool_abi_version": (c_int32, ()),
        "imagepool_version": (c_size_t, (c_char_p, c_size_t)),
        "imagepool_result": (c_int32, (*text, array, array, error)),
        "imagepool_pool": (c_int32, (*text, array, array, array, c_int32, error)),
        "imagepool_gradient": (c_int32, (*text, array, array, array, c_int32, error)),
        "imagepool_open_file": (c_int32, (*text, *text, POINTER(handle), error)),
        "imagepool_open_bytes": (c_int32, (c_void_p, c_size_t, *text, POINTER(handle), error)),
        "imagepool_describe": (c_int32, (handle, array, error)),
        "imagepool_read": (c_int32, (handle, array, error)),
        "imagepool_close": (None, (handle,)),
        "imagepool_info_file": (c_int32, (*text, c_char_p, c_size_t, POINTER(c_size_t), error)),
        "imagepool_info_bytes": (c_int32, (c_void_p, c_size_t, c_char_p, c_size_t, POINTER(c_size_t), error)),
    }
    for function, (result, arguments) in signatures.items():
        entry = getattr(library, function)
        entry.restype, entry.argtypes = result, arguments
    found = library.imagepool_abi_version()
    if found != ABI_VERSION:
        raise ImportError(f"{library._name} has ABI version {found}, and this package needs {ABI_VERSION}")
    return library


library = _load()


def version() -> str:
    text = ctypes.create_string_buffer(64)
    library.imagepool_version(text, len(text))
    return text.value.decode()


def call(function, *arguments) -> None:
    """Calls a function whose last argument is the error struct; raises what it tells."""
    error = ErrorStruct()
    if function(*arguments, byref(error)) != 0:
        raise _errors.make(error.kind.decode(), error.message.decode("utf-8", "replace"))
