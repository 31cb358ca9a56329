"""A small PNG writer: gray, gray+alpha, RGB, RGBA, palette with tRNS, 1-16 bits, Adam7.

Pillow writes neither Adam7 nor 4-bit gray, and leaves the filters to zlib's taste; this keeps the files in our hands.
"""
import struct
import zlib

import numpy as np

COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}
ADAM7 = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))


def chunk(kind, body):
    return struct.pack('>I', len(body)) + kind + body + struct.pack('>I', zlib.crc32(kind + body))


def packed_rows(samples, bits):
    """H x W x C samples as H rows of bytes."""
    height = samples.shape[0]
    if bits == 16:
        return np.ascontiguousarray(samples, '>u2').view(np.uint8).reshape(height, -1)
    if bits == 8:
        return np.ascontiguousarray(samples, np.uint8).reshape(height, -1)
    flat = samples.reshape(height, -1).astype(np.uint8)
    per_byte = 8 // bits
    flat = np.pad(flat, ((0, 0), (0, -flat.shape[1] % per_byte)))
    groups = flat.reshape(height, -1, per_byte)
    shifts = np.arange(per_byte - 1, -1, -1, dtype=np.uint8) * bits
    return np.bitwise_or.reduce(groups << shifts, axis=2).astype(np.uint8)


def filtered(rows, step, adaptive):
    """Each row behind its filter byte; the filter whose residue has the smallest sum of magnitudes."""
    out = bytearray()
    above = np.zeros(rows.shape[1], np.int16)
    for row in rows.astype(np.int16):
        if not adaptive:
            out += b'\0' + row.astype(np.uint8).tobytes()
            continue
        left = np.concatenate((np.zeros(step, np.int16), row[:-step]))[:len(row)]
        corner = np.concatenate((np.zeros(step, np.int16), above[:-step]))[:len(row)]
        estimate = left + above - corner
        a, b, c = (np.abs(estimate - x) for x in (left, above, corner))
        paeth = np.where((a <= b) & (a <= c), left, np.where(b <= c, above, corner))
        guesses = (np.zeros_like(row), left, above, (left + above) >> 1, paeth)
        residues = [((row - guess) & 255).astype(np.uint8) for guess in guesses]
        costs = [np.abs(r.view(np.int8).astype(np.int32)).sum() for r in residues]
        best = int(np.argmin(costs))
        out += bytes([best]) + residues[best].tobytes()
        above = row
    return bytes(out)


def encode(samples, bits=8, palette=None, interlaced=False, text=None):
    """PNG bytes of H x W or H x W x C samples; with `palette` (N x 4 RGBA) the samples are its indices."""
    if samples.ndim == 2:
        samples = samples[:, :, None]
    height, width, channels = samples.shape
    colour = 3 if palette is not None else COLOUR_TYPES[channels]
    step = max(1, channels * bits // 8)
    adaptive = palette is None and bits >= 8
    passes = ADAM7 if interlaced else ((0, 0, 1, 1),)
    data = b''
    for top, left, down, right in passes:
        part = samples[top::down, left::right]
        if part.size:
            data += filtered(packed_rows(part, bits), step, adaptive)
    out = b'\x89PNG\r\n\x1a\n'
    out += chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, bits, colour, 0, 0, int(interlaced)))
    if palette is not None:
        palette = np.asarray(palette, np.uint8)
        out += chunk(b'PLTE', palette[:, :3].tobytes())
        opaque_from = len(palette) - int(np.argmin(palette[::-1, 3] == 255))
        if (palette[:, 3] < 255).any():
            out += chunk(b'tRNS', palette[:opaque_from, 3].tobytes())
    out += chunk(b'tEXt', b'Title\0' + text.encode('latin-1')) if text else b''
    return out + chunk(b'IDAT', zlib.compress(data, 9)) + chunk(b'IEND', b'')
