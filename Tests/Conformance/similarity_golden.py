#!/usr/bin/env python3
"""What scikit-image 0.26 says of pairs that are made from the sample pictures and seeds.

    pip install scikit-image==0.26.0 pillow
    python3 Tests/Conformance/similarity_golden.py SampleImages > Tests/Conformance/similarity_golden.json

Each pair is a sample picture, or a part of it, and a changed copy. Numbers come from SplitMix64, one a sample in the order
channel, row, column. ComparisonGoldenTests makes the same pairs and holds `Comparison` against the numbers.
"""
import json
import sys
from pathlib import Path

import numpy as np
import skimage
from PIL import Image
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

# name, picture, part (top, left, height, width; None: all), change, amount, seed
PAIRS = [
    ('noise', 'spheres.png', None, 'noise', 8, 1),
    ('one column to the left', 'spheres.png', None, 'shift', 1, 0),
    ('alpha is one more channel', 'bubbles.png', None, 'noise', 3, 2),
    ('a palette and its transparency', 'balloon.png', None, 'mask', 0xF0, 0),
    ('16 bits', 'moon-16bit.png', None, 'noise', 300, 3),
    ('16 bits, brighter', 'moon-16bit.png', None, 'offset', 1000, 0),
    ('inverted', 'page-4bit.png', None, 'invert', 0, 0),
    ('much noise', 'zone-plate.png', None, 'noise', 64, 4),
    ('interlaced, in blocks of 2x2', 'siemens-star-adam7.png', None, 'blocks', 2, 0),
    ('one window', 'spheres.png', (300, 400, 7, 7), 'noise', 20, 5),
    ('a row of windows', 'bubbles.png', (200, 300, 7, 31), 'noise', 9, 6),
    ('float64 of range 1', 'zone-plate.png', (100, 90, 61, 47), 'unit', 50, 7),
    ('float64 of range 2 far from 0', 'spheres.png', (200, 200, 40, 33), 'far', 90, 8),
]


def mixed(seed, count):
    with np.errstate(over='ignore'):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def changed(a, change, amount, seed):
    top = 255 if a.dtype == np.uint8 else 65535
    whole = a.astype(np.int64)
    noise = (mixed(seed, a.size) % np.uint64(2 * amount + 1)).astype(np.int64).reshape(a.shape) - amount
    if change == 'noise':
        return a, np.clip(whole + noise, 0, top).astype(a.dtype), None
    if change == 'shift':
        return a, np.roll(a, -amount, axis=2), None
    if change == 'mask':
        return a, a & np.uint8(amount), None
    if change == 'offset':
        return a, np.clip(whole + amount, 0, top).astype(a.dtype), None
    if change == 'invert':
        return a, (top - whole).astype(a.dtype), None
    if change == 'blocks':
        rows, columns = (np.arange(n) // amount * amount for n in a.shape[1:])
        return a, a[:, rows][:, :, columns], None
    if change == 'unit':
        real = a / 255.0
        return real, real + noise / 1000.0, 1.0
    if change == 'far':
        real = a / 128.0 + 1000.0
        return real, real + noise / 512.0, 2.0
    raise ValueError(change)


def samples(path):
    picture = Image.open(path)
    if picture.mode == 'P':
        picture = picture.convert('RGBA')
    array = np.array(picture)
    return array[None] if array.ndim == 2 else array.transpose(2, 0, 1)


def main():
    folder = Path(sys.argv[1])
    rows = []
    for name, picture, part, change, amount, seed in PAIRS:
        a = samples(folder / picture)
        if part:
            top, left, height, width = part
            a = a[:, top:top + height, left:left + width]
        a, b, data_range = changed(np.ascontiguousarray(a), change, amount, seed)
        given = {} if data_range is None else {'data_range': data_range}
        # scikit-image takes 65535 for uint16 as well; said, so that it does not warn.
        if a.dtype == np.uint16:
            given = {'data_range': 65535}
        difference = a.astype(np.float64) - b.astype(np.float64)
        rows.append({
            'name': name, 'picture': picture, 'part': part, 'change': change, 'amount': amount, 'seed': seed,
            'data_range': data_range,
            'psnr': float(peak_signal_noise_ratio(a, b, **given)),
            'ssim': float(structural_similarity(a.transpose(1, 2, 0), b.transpose(1, 2, 0), channel_axis=-1, **given)),
            'max_abs': float(np.abs(difference).max()), 'mean_abs': float(np.abs(difference).mean()),
            'rmse': float(np.sqrt((difference ** 2).mean())), 'differing': int((a != b).sum()),
        })
    json.dump({'scikit_image': skimage.__version__, 'numpy': np.__version__, 'pairs': rows}, sys.stdout, indent=1)
    print()


if __name__ == '__main__':
    main()
