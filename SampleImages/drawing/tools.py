"""What every picture needs: noise, box reduction, sRGB."""
import numpy as np
from PIL import Image


def smooth_noise(rng, height, width, cells, octaves=5, gain=0.5):
    """Fractal noise in 0...1: random grids of ever more cells, enlarged smoothly and added up."""
    total, amplitude = np.zeros((height, width), np.float32), 1.0
    for octave in range(octaves):
        columns = max(2, cells << octave)
        lines = max(2, round(columns * height / width))
        grid = Image.fromarray(rng.random((lines, columns), dtype=np.float32))
        total += amplitude * np.asarray(grid.resize((width, height), Image.Resampling.BICUBIC))
        amplitude *= gain
    return (total - total.min()) / (total.max() - total.min())


def reduced(image, factor):
    """The means of factor x factor blocks."""
    height, width = image.shape[0] // factor, image.shape[1] // factor
    blocks = image[:height * factor, :width * factor].reshape(height, factor, width, factor, *image.shape[2:])
    return blocks.mean(axis=(1, 3))


def smoothstep(low, high, x):
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def mix(a, b, t):
    """a where t is 0, b where it is 1; colours (…, 3), t a number or a field with one number for each colour."""
    a, b, t = np.asarray(a, np.float32), np.asarray(b, np.float32), np.asarray(t, np.float32)
    if t.ndim:
        t = t[..., None]
    return a + (b - a) * t


def to_srgb(linear):
    linear = np.clip(linear, 0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def to_bytes(values):
    """0...1 to 0...255, rounded."""
    return np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)


def grid(height, width):
    """Pixel centres: y and x, both height x width."""
    return np.meshgrid(np.arange(height, dtype=np.float32) + 0.5, np.arange(width, dtype=np.float32) + 0.5, indexing='ij')
