#!/usr/bin/env python3
"""Draw the sample pictures.

    python3 -m venv /tmp/draw && /tmp/draw/bin/pip install numpy==2.4.6 pillow==13.0.0
    /tmp/draw/bin/python SampleImages/generate.py [FOLDER] [NAME...]

Written with Python 3.11, NumPy 2.4.6 and Pillow 13.0.0 (libjpeg-turbo and FreeType are those inside it); with these, the same
bytes come out each time.  Everything is drawn from formulas and fixed seeds, nothing is copied from anywhere.
The committed files are the truth; this script says how they came to be.  Licence: Apache-2.0, as the rest of the project.
"""
import io
import pathlib
import sys

import numpy as np
from PIL import Image

from drawing import charts, landscapes, objects, png, raytracer


def jpeg(samples, **options):
    buffer = io.BytesIO()
    Image.fromarray(samples).save(buffer, 'JPEG', **options)
    return buffer.getvalue()


def paletted(rgba, colours=256):
    """Indices and an RGBA palette whose transparent entries come first, so that tRNS can stay short."""
    image = Image.fromarray(rgba).quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = np.frombuffer(image.palette.tobytes(), np.uint8).reshape(-1, 4)
    order = np.argsort(palette[:, 3], kind='stable')
    place = np.empty(len(order), np.uint8)
    place[order] = np.arange(len(order))
    return place[np.asarray(image)], palette[order]


def with_orientation_6():
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def random(seed):
    return np.random.default_rng(seed)


def balloon():
    indices, palette = paletted(objects.balloon(600, 480))
    return png.encode(indices, palette=palette, text='A balloon')


def lighthouse():
    upright = landscapes.lighthouse(random(6), 800, 600)
    stored = np.ascontiguousarray(np.rot90(upright))  # a quarter turn to the left; the tag turns it back to the right
    return jpeg(stored, quality=88, subsampling='4:2:0', exif=with_orientation_6())


PICTURES = {
    'spheres.png': lambda: png.encode(raytracer.spheres(600, 800), text='Spheres'),
    'bubbles.png': lambda: png.encode(objects.bubbles(random(2), 480, 640), text='Soap bubbles'),
    'balloon.png': balloon,
    'moon-16bit.png': lambda: png.encode(landscapes.moon(random(4), 480), bits=16, text='Moon'),
    'siemens-star-adam7.png': lambda: png.encode(charts.siemens_star(641), interlaced=True, text='Siemens star'),
    'zone-plate.png': lambda: png.encode(charts.zone_plate(513), text='Zone plate'),
    'page-4bit.png': lambda: png.encode(charts.page_of_text(1024, 768), bits=4, text='A page'),
    'mountains-420.jpg': lambda: jpeg(landscapes.mountains(random(1), 683, 1024), quality=90, subsampling='4:2:0'),
    'rose-window-444.jpg': lambda: jpeg(objects.rose_window(random(3), 700, 700), quality=90, subsampling='4:4:4'),
    'night-sky-progressive.jpg': lambda: jpeg(landscapes.night_sky(random(5), 640, 960), quality=88, subsampling='4:2:0', progressive=True),
    'noisy-gradient-gray.jpg': lambda: jpeg(charts.noisy_gradient(random(7), 427, 641), quality=85),
    'lighthouse-rotated.jpg': lighthouse,
}


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    for name in sys.argv[2:] or PICTURES:
        data = PICTURES[name]()
        (folder / name).write_bytes(data)
        total += len(data)
        print(f'{len(data):9,d}  {name}', flush=True)
    print(f'{total:9,d}  in all')


if __name__ == '__main__':
    main()
