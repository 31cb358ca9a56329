"""Thumbnails by Pillow, the usual way: python pillow_peer.py JOBS LIST OUT_DIR.

`thumbnail` lets a JPEG's decoder reduce the picture (draft), then reduces and resamples; orientation is applied and the
profile carried, as a careful script does it. JOBS processes share the list.
"""
import os
import sys
from multiprocessing import Pool

from PIL import Image, ImageOps


def thumbnail(job):
    name, out = job
    with Image.open(name) as image:
        if image.mode == "I;16":  # Pillow cannot reduce 16-bit gray
            image = image.convert("I").convert("F")
            image = image.point(lambda sample: sample / 257).convert("L")
        image.thumbnail((256, 256))
        turned = ImageOps.exif_transpose(image)
        save = {"quality": 85} if image.format == "JPEG" else {}
        profile = image.info.get("icc_profile")
        turned.save(out, **save, **({"icc_profile": profile} if profile else {}))


def main():
    jobs, names, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    with open(names) as lines:
        work = [(name, os.path.join(folder, os.path.basename(name))) for name in lines.read().split("\n") if name]
    if jobs == 1:
        for job in work:
            thumbnail(job)
    else:
        with Pool(jobs) as pool:
            pool.map(thumbnail, work, chunksize=4)


if __name__ == "__main__":
    main()
