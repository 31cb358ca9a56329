#!/usr/bin/env python3
"""Compose docs/what-it-does.png: sample pictures beside their pooled results, every result enlarged to the original's size.

    python what_it_does.py PICTURE=MAX.png,AVERAGE.png ...      results made by imagepool
    python what_it_does.py PICTURE ...                          results made here, with NumPy

Written with NumPy 2.4.6 and Pillow 13.0.0, as SampleImages/generate.py.
"""
import pathlib
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFont

KERNEL = 16
PANEL = 400
GAP = 14
HERE = pathlib.Path(__file__).parent


def pooled(picture):
    """Max and average of 16 x 16 blocks, rounded half to even; rows and columns that fill no block are left out."""
    samples = np.asarray(picture)
    height, width = samples.shape[0] // KERNEL, samples.shape[1] // KERNEL
    blocks = samples[:height * KERNEL, :width * KERNEL].reshape(height, KERNEL, width, KERNEL, -1)
    return [Image.fromarray(x.astype(np.uint8)) for x in (blocks.max(axis=(1, 3)), np.rint(blocks.mean(axis=(1, 3))))]


def main():
    rows = []
    for argument in sys.argv[1:]:
        name, _, results = argument.partition('=')
        picture = Image.open(name).convert('RGB')
        small = [Image.open(r).convert('RGB') for r in results.split(',')] if results else pooled(picture)
        scale = PANEL / picture.width
        size = PANEL, round(picture.height * scale)
        panels = [picture.resize(size, Image.Resampling.LANCZOS)]
        for result in small:
            part = Image.new('RGB', size, 'white')
            whole = result.width * KERNEL * scale, result.height * KERNEL * scale
            part.paste(result.resize((round(whole[0]), round(whole[1])), Image.Resampling.NEAREST))
            panels.append(part)
        sizes = [f'{picture.width} x {picture.height}'] + [f'{r.width} x {r.height}' for r in small]
        rows.append((panels, sizes))
    font, bold = ImageFont.load_default(15), ImageFont.load_default(19)
    height = 44 + sum(panels[0].height + 34 for panels, _ in rows)
    sheet = Image.new('RGB', (PANEL * 3 + GAP * 4, height), 'white')
    draw = ImageDraw.Draw(sheet)
    for column, title in enumerate(('original', f'max {KERNEL}x{KERNEL}', f'average {KERNEL}x{KERNEL}')):
        draw.text((GAP + column * (PANEL + GAP) + PANEL / 2, 24), title, font=bold, fill='black', anchor='mm')
    y = 44
    for panels, sizes in rows:
        for column, (panel, text) in enumerate(zip(panels, sizes)):
            x = GAP + column * (PANEL + GAP)
            sheet.paste(panel, (x, y))
            draw.text((x + PANEL / 2, y + panel.height + 13), text, font=font, fill=(90, 90, 90), anchor='mm')
        y += panels[0].height + 34
    sheet.save(HERE / 'what-it-does.png', optimize=True)


if __name__ == '__main__':
    main()
