#!/usr/bin/env python3
"""Thumbnails of the pictures of four inks in a corpus beside Pillow's rendering of them.

    python3 cmyk_check.py --imagepool PROGRAM [--peer PYTHON] CORPUS [PICTURE...]

Every row of expected.tsv that must decode and whose colour is cmyk or ycck is made into a PNG thumbnail. Pillow decodes the same
file and turns its inks into RGB; of that a thumbnail is made, too, so that nothing but the rendering differs. The mean of the differences of all samples
may be 3 levels. thumbnail_exceptions.tsv lists what differs with its reason, under the check `cmyk`; one that is listed and does not
differ fails. PYTHON is an interpreter that has Pillow; without one nothing is compared, and that is said.
"""
import argparse
import csv
import os
import pathlib
import subprocess
import sys
import tempfile

LEVELS = 3
RENDER = """
import sys
from PIL import Image
original = Image.open(sys.argv[1])
assert original.mode == "CMYK", original.mode
original.convert("RGB").save(sys.argv[2], compress_level=1)
"""
COMPARE = """
import sys
from PIL import Image, ImageChops, ImageStat
ours, theirs = (Image.open(path).convert("RGB") for path in sys.argv[1:])
assert ours.size == theirs.size, (ours.size, theirs.size)
means = ImageStat.Stat(ImageChops.difference(ours, theirs)).mean
print(sum(means) / len(means))
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--imagepool", required=True)
    parser.add_argument("--peer", default=os.environ.get("IMAGEPOOL_PEERS_PYTHON") or sys.executable)
    parser.add_argument("corpus")
    parser.add_argument("pictures", nargs="*", help="more pictures of four inks, not in the tables")
    options = parser.parse_args()
    version = subprocess.run([options.peer, "-c", "import PIL; print(PIL.__version__)"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if version.returncode != 0:
        print(f"no Pillow for {options.peer}: pictures of four inks were not compared (IMAGEPOOL_PEERS_PYTHON)")
        return 0
    corpus = pathlib.Path(options.corpus)
    with open(corpus / "expected.tsv", newline="", encoding="utf-8") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        paths = [row["path"] for row in rows
                 if row["expect"] == "decode" and row["kind"] == "jpeg" and row["colour"].split(",")[0] in ("cmyk", "ycck")]
    with open(pathlib.Path(__file__).parent / "thumbnail_exceptions.tsv", newline="", encoding="utf-8") as table:
        exceptions = {row["path"]: row["reason"] for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
                      if row["check"] == "cmyk"}
    problems, compared = 0, 0
    with tempfile.TemporaryDirectory(prefix="imagepool-cmyk-") as folder:
        for number, path in enumerate(paths + [os.path.abspath(picture) for picture in options.pictures]):
            picture = str(corpus / path)
            rendered, ours, theirs = (os.path.join(folder, f"{number}-{name}.png") for name in ("rendered", "ours", "theirs"))
            subprocess.run([options.peer, "-c", RENDER, picture, rendered], check=True)
            for source, result in ((picture, ours), (rendered, theirs)):
                subprocess.run([options.imagepool, "thumbnail", source, "-o", folder, "--fit", "256", "--format", "png", "--fail-on", "none",
                                "--name", os.path.basename(result)], check=True, stderr=subprocess.DEVNULL)
            ran = subprocess.run([options.peer, "-c", COMPARE, ours, theirs], stdout=subprocess.PIPE, check=True, text=True)
            mean, listed = float(ran.stdout), exceptions.get(path)
            passed = mean <= LEVELS
            state = "passed" if passed and not listed else "UNNEEDED" if passed else "listed" if listed else "MISMATCH"
            problems += state in ("UNNEEDED", "MISMATCH")
            compared += 1
            print(f"{state:<8} {path}: a mean of {mean:.2f} levels" + (f" [{listed}]" if listed else ""))
    print(f"four inks: {compared} pictures beside Pillow {version.stdout.strip()}, {problems} problems")
    return 1 if problems or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
