#!/usr/bin/env python3
"""Hold pooled photographs against NumPy.

    python3 Tests/Conformance/numpy_check.py --imagepool PROGRAM PHOTO_OR_FOLDER...

For every PNG and JPEG: the dump of `--op average --kernel 8` must be bit-equal to float32 of NumPy's float64 block mean of
the decoded picture, the small picture to `rint` of that mean, and the maxima to NumPy's block maxima. The decoded picture
comes from the program's own `--kernel 1` (the conformance run holds that against independent decoders). Needs NumPy.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

KERNEL = 8


def pool(program, picture, folder, *options):
    """Pools a picture and returns the array of its .npy dump."""
    output = folder / "out.png"
    command = [program, "pool", picture, *options, "-o", output, "--dump", "npy", "--overwrite"]
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)
    return np.load(folder / "out.npy"), output


def blocks(picture):
    """C, H/8, 8, W/8, 8: the rest that fills no block is dropped, as in PyTorch's floor mode."""
    channels, height, width = picture.shape
    rows, columns = height // KERNEL, width // KERNEL
    cut = picture[:, : rows * KERNEL, : columns * KERNEL]
    return cut.reshape(channels, rows, KERNEL, columns, KERNEL)


def check(program, picture, folder):
    full, _ = pool(program, picture, folder, "--op", "max", "--kernel", "1")
    mean = blocks(full).astype(np.float64).mean(axis=(2, 4))
    average, small = pool(program, picture, folder, "--op", "average", "--kernel", str(KERNEL))
    (folder / "small.png").write_bytes(small.read_bytes())
    encoded, _ = pool(program, folder / "small.png", folder, "--op", "max", "--kernel", "1")
    maxima, _ = pool(program, picture, folder, "--op", "max", "--kernel", str(KERNEL))
    found = []
    if average.dtype != np.float32 or average.tobytes() != mean.astype(np.float32).tobytes():
        found.append("the dump differs from NumPy's block mean")
    if not np.array_equal(encoded, np.rint(mean).astype(full.dtype)):
        found.append("the picture differs from the rounded block mean")
    if not np.array_equal(maxima, blocks(full).max(axis=(2, 4))):
        found.append("the maxima differ from NumPy's")
    return full.shape, found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--imagepool", required=True)
    parser.add_argument("pictures", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    pictures = []
    for path in arguments.pictures:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        pictures += [p for p in inside if p.suffix.lower() in (".png", ".jpg", ".jpeg")]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for picture in pictures:
            shape, found = check(arguments.imagepool, picture, pathlib.Path(folder))
            failed += bool(found)
            print(f"{picture.name}: {shape[2]}x{shape[1]}, {shape[0]} channels:", "; ".join(found) or "equal")
    print(f"{len(pictures) - failed} passed, {failed} failed")
    sys.exit(1 if failed or not pictures else 0)


if __name__ == "__main__":
    main()
