"""From files to arrays: the decoded samples pooled, once, into the result."""

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import imagepool


@pytest.fixture(scope="module")
def photo(samples) -> Path:
    return samples / "mountains-420.jpg"


@pytest.fixture(scope="module")
def pixels(photo) -> np.ndarray:
    """The decoded picture, (3, H, W): a max of one sample is that sample."""
    return imagepool.load(photo, op="max", kernel=1)


def averages(pixels: np.ndarray, kernel: int) -> np.ndarray:
    c, h, w = pixels.shape
    h, w = h // kernel, w // kernel
    cut = pixels[:, : h * kernel, : w * kernel].astype(np.float64)
    return cut.reshape(c, h, kernel, w, kernel).sum(axis=(2, 4)) / kernel**2


def test_a_decoded_picture_is_pillows(samples):
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed here")
    for path in sorted(samples.glob("*.png")):
        picture = image.open(path)
        if picture.mode not in ("L", "RGB", "RGBA") or picture.getexif().get(274, 1) != 1:
            continue
        expected = np.asarray(picture)
        expected = expected[..., np.newaxis] if expected.ndim == 2 else expected
        loaded = imagepool.load(path, op="max", kernel=1, layout="hwc")
        np.testing.assert_array_equal(loaded, expected, err_msg=path.name)


def test_averages_are_exact(photo, pixels):
    array = imagepool.load(photo, op="average", kernel=8)
    assert array.dtype == np.float32 and array.flags.c_contiguous
    np.testing.assert_array_equal(array, averages(pixels, 8).astype(np.float32))


def test_a_file_gives_what_its_array_gives(photo, pixels):
    for layer in (
        {"op": "max", "kernel": 3, "stride": 2, "padding": 1},
        {"op": "average", "kernel": [2, 5], "count_include_pad": False},
        {"op": "adaptive-average", "output_size": [7, 9]},
        {"op": "median", "kernel": 3},
    ):
        np.testing.assert_array_equal(
            imagepool.load(photo, layer), imagepool.pool(pixels, layer), err_msg=str(layer)
        )
    layers = [{"op": "max", "kernel": 2}, {"op": "average", "kernel": 4}]
    np.testing.assert_array_equal(imagepool.load(photo, *layers), imagepool.pool(pixels, *layers))


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float16", "float32", "float64"])
@pytest.mark.parametrize("op", ["max", "average"])
def test_element_types(photo, pixels, op, dtype):
    if op == "max" and dtype == "uint16":
        with pytest.raises(imagepool.ArgumentError):
            imagepool.load(photo, op=op, kernel=8, dtype=dtype)
        return
    array = imagepool.load(photo, op=op, kernel=8, dtype=dtype)
    assert array.dtype == dtype
    exact = averages(pixels, 8) if op == "average" else imagepool.max_pool2d(pixels, 8).astype(np.float64)
    expected = np.rint(exact) if dtype.startswith("uint") else exact
    np.testing.assert_array_equal(array, expected.astype(dtype))


def test_layouts(photo):
    chw = imagepool.load(photo, op="average", kernel=8)
    hwc = imagepool.load(photo, op="average", kernel=8, layout="hwc")
    assert hwc.flags.c_contiguous
    np.testing.assert_array_equal(hwc, chw.transpose(1, 2, 0))


def test_sources(photo):
    expected = imagepool.load(str(photo), op="max", kernel=8)
    content = photo.read_bytes()
    with open(photo, "rb") as file:
        for source in (photo, content, bytearray(content), memoryview(content), np.frombuffer(content, np.uint8), io.BytesIO(content), file):
            np.testing.assert_array_equal(imagepool.load(source, op="max", kernel=8), expected)


def test_channels_and_orientation(samples, photo, pixels):
    gray = imagepool.load(photo, op="max", kernel=1, channels="gray")
    r, g, b = pixels.astype(np.int64)
    np.testing.assert_array_equal(gray[0], (19595 * r + 38470 * g + 7471 * b + 32768) >> 16)
    assert imagepool.load(photo, op="max", kernel=1, channels="rgba").shape[0] == 4


@pytest.mark.parametrize("dtype", [None, "float32", "float16"])
def test_a_models_values(photo, dtype):
    mean, std = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    array = imagepool.load(photo, op="average", kernel=8, rescale=1 / 255, mean=mean, std=std, dtype=dtype)
    plain = imagepool.load(photo, op="average", kernel=8)
    shape = (3, 1, 1)
    expected = plain * np.float32(1 / 255) - np.float32(mean).reshape(shape)
    expected = expected / np.float32(std).reshape(shape)
    assert array.dtype == (dtype or "float32")
    np.testing.assert_array_equal(array, expected.astype(array.dtype))
    one = imagepool.load(photo, op="max", kernel=8, rescale=1 / 255, mean=0.5, std=0.25)
    np.testing.assert_array_equal(
        one,
        (imagepool.load(photo, op="max", kernel=8) * np.float32(1 / 255) - np.float32(0.5)) / np.float32(0.25),
    )


def test_a_models_values_are_torchvisions(torch, photo):
    functional = pytest.importorskip(
        "torchvision.transforms.v2.functional", reason="torchvision is not installed here"
    )
    mean, std = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    pooled = torch.from_numpy(imagepool.load(photo, op="max", kernel=8))
    expected = functional.normalize(functional.to_dtype(pooled, torch.float32, scale=True), mean, std)
    array = imagepool.load(photo, op="max", kernel=8, rescale=1 / 255, mean=mean, std=std)
    difference = np.abs(array - expected.numpy())
    assert difference.max() <= 2.0**-22, "a step or two of float32, where torchvision divides by 255"


@pytest.mark.parametrize(
    "options",
    [
        {"mean": [1, 2]},
        {"std": 0},
        {"std": [1, 0, 1]},
        {"mean": float("inf")},
        {"mean": []},
        {"std": []},
        {"rescale": "1/255"},
        {"rescale": 1 / 255, "dtype": "uint8"},
        {"rescale": 1 / 255, "dtype": "float64"},
    ],
    ids=str,
)
def test_model_values_that_are_none(photo, options):
    with pytest.raises(imagepool.Error):
        imagepool.load(photo, op="average", kernel=8, **options)


def test_damaged_files(photo, tmp_path):
    content = photo.read_bytes()
    for source, kind in (
        (content[: len(content) // 2], "truncated"),
        (content[:3], "truncated"),
        (b"", "not_an_image"),
        (b"plain text", "not_an_image"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "corrupt"),
        (tmp_path / "missing.jpg", "unreadable"),
        (tmp_path, "unreadable"),
    ):
        with pytest.raises(imagepool.FileError) as failure:
            imagepool.load(source, op="max", kernel=8)
        assert failure.value.kind == kind, source
        assert isinstance(failure.value, OSError)
    tolerant = imagepool.load(content[: len(content) // 2], op="max", kernel=8, fail_on="none")
    assert tolerant.shape == imagepool.load(photo, op="max", kernel=8).shape


def test_several_arrays_are_not_one(tmp_path):
    np.save(tmp_path / "x.npy", np.zeros((5, 3, 4, 4), np.float32))
    with pytest.raises(imagepool.Error) as failure:
        imagepool.load(tmp_path / "x.npy", op="max", kernel=2)
    assert failure.value.kind == "unsupported"
    np.save(tmp_path / "x.npy", np.zeros((1, 3, 4, 4), np.float32))
    assert imagepool.load(tmp_path / "x.npy", op="max", kernel=2).shape == (3, 2, 2)


def test_names_that_are_none():
    for name in ("", "\ud800.png"):
        with pytest.raises(imagepool.FileError) as failure:
            imagepool.load(name, op="max", kernel=2)
        assert failure.value.kind == "unreadable"


def test_an_array_file(tmp_path):
    x = np.random.default_rng(3).normal(size=(2, 9, 11)).astype(np.float32)
    np.save(tmp_path / "x.npy", x)
    np.testing.assert_array_equal(
        imagepool.load(tmp_path / "x.npy", op="max", kernel=3), imagepool.max_pool2d(x, 3)
    )


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"op": "max"},
        {"op": "max", "kernel": 8, "layout": "cwh"},
        {"op": "max", "kernel": 8, "channels": "cmyk"},
        {"op": "max", "kernel": 8, "background": "no colour"},
        {"op": "max", "kernel": 8, "colour": "red"},
        {"op": "max", "kernel": 8, "timeout": -1},
        {"op": "max", "kernel": 8, "max_pixels": 0},
        {"op": "max", "kernel": 8, "dtype": "complex64"},
        {"op": "max", "kernel": 10**6},
        {"op": "adaptive-max", "output_size": 2**30},
        {"op": "max", "kernel": 8, "linear": True},
        {"op": "lp", "kernel": 8, "alpha": "premultiplied"},
    ],
    ids=str,
)
def test_requests_that_are_none(photo, arguments):
    with pytest.raises(imagepool.Error):
        imagepool.load(photo, **arguments)


@pytest.mark.parametrize("source", [None, 7, 1.5, [], {}, object(), "a\0b", np.zeros((2, 2), object)], ids=str)
def test_sources_that_are_none(source):
    with pytest.raises(imagepool.Error):
        imagepool.load(source, op="max", kernel=8)
    with pytest.raises(imagepool.Error):
        imagepool.info(source)


def test_limits(photo):
    for limits in ({"max_pixels": 100}, {"max_memory": 1000}):
        with pytest.raises(imagepool.ArgumentError) as failure:
            imagepool.load(photo, op="max", kernel=8, **limits)
        assert failure.value.kind == "limit"


def test_failures_leave_no_file_open(photo, tmp_path):
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("no /proc to count open files in")
    (tmp_path / "half.jpg").write_bytes(photo.read_bytes()[:5000])
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(100):
        with pytest.raises(imagepool.FileError):
            imagepool.load(tmp_path / "half.jpg", op="max", kernel=8)
        imagepool.load(photo, op="max", kernel=64)
    assert len(os.listdir("/proc/self/fd")) == before


def test_info(photo, pixels):
    facts = imagepool.info(photo)
    assert (facts["kind"], facts["height"], facts["width"]) == ("jpeg", *pixels.shape[1:])
    assert facts["streams"] is True and facts["input"] == str(photo)
    of_bytes = imagepool.info(photo.read_bytes())
    assert {**facts, "input": None} == of_bytes
    with pytest.raises(imagepool.FileError):
        imagepool.info(b"plain text")


MEMORY = """
import resource, imagepool
path = {path!r}
imagepool.load(path, op="max", kernel=64)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
imagepool.load(path, op="average", kernel=64)
imagepool.load(path, op="average", kernel=16, layout="hwc")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_picture_is_not_held(python, tmp_path):
    """48 million bytes of samples pass by."""
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed here: no large JPEG to write")
    random = np.random.default_rng(5)
    small = random.integers(0, 256, (40, 40, 3)).astype(np.uint8)
    picture = image.fromarray(np.repeat(np.repeat(small, 100, axis=0), 100, axis=1))
    picture.save(tmp_path / "large.jpg", quality=85)
    program = MEMORY.format(path=str(tmp_path / "large.jpg"))
    output = subprocess.run([python, "-c", program], check=True, capture_output=True, text=True).stdout
    assert int(output) < 6000, "kilobytes beyond the first load"


def test_a_name_that_is_no_utf8(tmp_path, photo):
    if sys.platform == "darwin":
        pytest.skip("names are UTF-8 there")
    name = os.fsencode(tmp_path) + b"/caf\xe9.jpg"
    with open(name, "wb") as file:
        file.write(photo.read_bytes())
    assert imagepool.load(os.fsdecode(name), op="max", kernel=64).shape[0] == 3
