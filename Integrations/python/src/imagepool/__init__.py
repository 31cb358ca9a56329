"""Pooling of images and tensors with PyTorch's numbers, from file to array in one pass.

>>> import imagepool
>>> imagepool.max_pool2d(x, 3, stride=2, padding=1)          # as torch.nn.functional.max_pool2d
>>> imagepool.load("photo.jpg", op="average", kernel=8)      # a file as float32 (C, H, W), decoded and pooled in one pass
>>> imagepool.info("photo.jpg")["streams"]

Arrays are read where they are and written once; functions let go of Python's lock.
"""

from ._errors import ArgumentError, ElementTypeError, Error, FileError
from ._files import info, load
from ._library import version as _version
from ._pooling import (
    avg_pool2d,
    avg_pool2d_backward,
    max_pool2d,
    max_pool2d_backward,
    pool,
    pool_backward,
)

__version__ = _version()

__all__ = [
    "ArgumentError",
    "ElementTypeError",
    "Error",
    "FileError",
    "avg_pool2d",
    "avg_pool2d_backward",
    "info",
    "load",
    "max_pool2d",
    "max_pool2d_backward",
    "pool",
    "pool_backward",
]
