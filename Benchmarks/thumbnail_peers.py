#!/usr/bin/env python3
"""What imagepool and other makers of thumbnails do in the cases of the README's table. Prints a table; judges nothing.

    PYTHON thumbnail_peers.py --imagepool PROGRAM --photo JPEG --cmyk JPEG [--runs 25]

PYTHON has Pillow, with which the other pictures are made. vipsthumbnail and gm (GraphicsMagick) are tried if they are installed.
"""
import argparse
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib

import PIL
from PIL import Image

SCRIPT = """
import sys, os
from PIL import Image
for name in sys.argv[3:]:
    picture = Image.open(name)
    picture.thumbnail((int(sys.argv[2]),) * 2)
    picture.save(os.path.join(sys.argv[1], os.path.basename(name)))
"""


def version(command):
    ran = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    return " ".join(ran.stdout.split()[:2])


def makers(imagepool):
    """{name and version: a function of folder, size, files and linear that gives the command}"""
    found = {version([imagepool, "--version"]): lambda folder, size, files, linear:
             [imagepool, "thumbnail", *files, "-o", folder, "--fit", str(size)] + ["--linear"] * linear}
    if shutil.which("vipsthumbnail"):
        found[version(["vipsthumbnail", "--version"])] = lambda folder, size, files, linear: (
            ["vipsthumbnail", *files, "--size", f"{size}x{size}"] + ["--linear"] * linear
            + ["-o", os.path.join(folder, "%s" + os.path.splitext(files[-1])[1])])
    if shutil.which("gm"):
        found["gm mogrify " + version(["gm", "version"]).split()[1]] = lambda folder, size, files, linear: None if linear else [
            "gm", "mogrify", "-thumbnail", f"{size}x{size}", "-output-directory", folder, "-create-directories", *files]
    found["Pillow " + PIL.__version__] = lambda folder, size, files, linear: None if linear else [
        sys.executable, "-c", SCRIPT, folder, str(size), *files]
    return found


def deep_png(size):
    """16-bit RGB, which Pillow does not write."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + b"".join(struct.pack(">HHH", x * 100 + 3, 1000, 50) for x in range(size))
    header = struct.pack(">IIBBBBB", size, size, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row * size)) + chunk(b"IEND", b"")


def make_pictures(photo, cmyk):
    board = [255 * ((x + y) % 2) for y in range(512) for x in range(512)]
    gray = Image.new("L", (512, 512))
    gray.putdata(board)
    gray.save("gray.png")
    gray.convert("RGB").save("colour.png")
    palette = Image.new("P", (512, 512))
    palette.putpalette([0, 0, 0, 255, 255, 255])
    palette.putdata([value // 255 for value in board])
    palette.save("palette.png")
    ghost = Image.new("RGBA", (512, 512))
    ghost.putdata([(255, 0, 0, 255) if value else (0, 255, 0, 0) for value in board])
    ghost.save("ghost.png")
    with open("deep.png", "wb") as file:
        file.write(deep_png(512))
    original = Image.open(photo).convert("RGB")
    small = original.resize((600, 400))
    exif = Image.Exif()
    exif[0x112] = 6
    small.save("turned.jpg", exif=exif)
    small.save("turned.png", exif=exif)
    small.resize((60, 40)).save("small.png")
    small.save("whole.jpg")
    with open("whole.jpg", "rb") as file:
        data = file.read()
    with open("cut.jpg", "wb") as file:
        file.write(data[:len(data) // 2])
    with open("text.jpg", "w") as file:
        file.write("this is text")
    original.resize((3000, 2000)).save("photo.png", compress_level=1)
    shutil.copy(cmyk, "cmyk.jpg")
    for folder in ("a", "b"):
        os.makedirs(folder)
        small.save(f"{folder}/same.jpg")
    small.save("same.jpg")
    small.save("same.png")


class Trial:
    """One maker and its output folder."""

    def __init__(self, name, command, folder):
        self.name, self.command, self.folder = name, command, folder

    def fresh(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)

    def result(self, name):
        return os.path.join(self.folder, name)

    def names(self):
        return [name for _, _, names in os.walk(self.folder) for name in names]

    def started(self, *files, size=256, linear=False):
        command = self.command(os.path.abspath(self.folder), size, list(files), linear)
        return command and subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def run(self, *files, **options):
        """The exit status; None if there is no such option."""
        process = self.started(*files, **options)
        return process and process.wait()

    def picture(self, name, **options):
        self.fresh()
        return None if self.run(name, **options) is None else Image.open(self.result(name))

    def same_name(self):
        self.fresh()
        if self.name.startswith("gm"):
            # Names mirror directories here; it is a common format that brings two together.
            command = ["gm", "mogrify", "-thumbnail", "256x256", "-format", "jpg", "-output-directory", self.folder, "same.png", "same.jpg"]
            return f"exit {subprocess.run(command).returncode}, {len(self.names())} of 2 (same.png, same.jpg, -format jpg)"
        return f"exit {self.run('a/same.jpg', 'b/same.jpg')}, {len(self.names())} of 2"

    def existing(self):
        self.fresh()
        with open(self.result("whole.jpg"), "w") as file:
            file.write("precious")
        status = self.run("whole.jpg")
        with open(self.result("whole.jpg"), "rb") as file:
            return f"exit {status}, {'kept' if file.read() == b'precious' else 'replaced'}"

    def in_place(self):
        self.fresh()
        before = shutil.copy("whole.jpg", self.folder)
        status = subprocess.run(self.command(".", 256, ["whole.jpg"], False), cwd=self.folder,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
        size = os.path.getsize(before)
        return f"exit {status}, {'kept' if size == os.path.getsize('whole.jpg') else f'the input has {size} bytes now'}"

    def killed(self, runs):
        self.fresh()
        began = time.monotonic()
        self.run("photo.png", size=2000)
        usual, whole = time.monotonic() - began, os.path.getsize(self.result("photo.png"))
        torn, moment = 0, random.Random(1)
        for _ in range(runs):
            self.fresh()
            process = self.started("photo.png", size=2000)
            time.sleep(usual * moment.random())
            process.kill()
            process.wait()
            torn += "photo.png" in self.names() and os.path.getsize(self.result("photo.png")) < whole
        return f"{torn} of {runs} outputs torn"

    def disk(self):
        self.fresh()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "thumbnails", self.folder], stderr=subprocess.DEVNULL).returncode:
            return "no small file system"
        try:
            return f"exit {self.run('whole.jpg', size=600)}, {'a torn output' if self.names() else 'no output'}"
        finally:
            subprocess.run(["umount", self.folder])

    def broken(self):
        self.fresh()
        return f"exit {self.run('text.jpg', 'whole.jpg')}, the other {'made' if 'whole.jpg' in self.names() else 'not made'}"

    def cut(self):
        self.fresh()
        status = self.run("cut.jpg")
        if not self.names():
            return f"exit {status}, no output"
        picture = Image.open(self.result("cut.jpg")).convert("RGB")
        return f"exit {status}, bottom row {picture.getpixel((0, picture.height - 1))}"

    def turned(self, name):
        picture = self.picture(name)
        return f"{picture.width}x{picture.height}, tag {picture.getexif().get(0x112)}" if picture else "—"

    def level(self, name, linear=False):
        picture = self.picture(name, linear=linear)
        return f"{picture.mode} {picture.convert('RGBA').getpixel((100, 100))}" if picture else "—"

    def depth(self):
        self.picture("deep.png")
        with open(self.result("deep.png"), "rb") as file:
            return f"{file.read(25)[24]} bits"

    def small(self):
        picture = self.picture("small.png")
        return f"{picture.width}x{picture.height}"

    def inks(self):
        return self.picture("cmyk.jpg").mode


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--imagepool", required=True)
    parser.add_argument("--photo", required=True)
    parser.add_argument("--cmyk", required=True)
    parser.add_argument("--runs", type=int, default=25)
    options = parser.parse_args()
    imagepool, photo, cmyk = (os.path.abspath(path) for path in (options.imagepool, options.photo, options.cmyk))
    with tempfile.TemporaryDirectory(prefix="thumbnail-peers-") as folder:
        os.chdir(folder)
        make_pictures(photo, cmyk)
        trials = [Trial(name, command, "out") for name, command in makers(imagepool).items()]
        for title, trial in [
            ("two inputs, one output", lambda t: t.same_name()), ("an output that exists", lambda t: t.existing()),
            ("an output that is its input", lambda t: t.in_place()), ("killed while it writes", lambda t: t.killed(options.runs)),
            ("the disk is full", lambda t: t.disk()), ("a text named .jpg beside a picture", lambda t: t.broken()),
            ("a JPEG that was cut", lambda t: t.cut()), ("JPEG 600x400 to be turned", lambda t: t.turned("turned.jpg")),
            ("PNG 600x400 to be turned", lambda t: t.turned("turned.png")), ("checks, colour, linear", lambda t: t.level("colour.png", True)),
            ("checks, gray, linear", lambda t: t.level("gray.png", True)), ("checks of a palette", lambda t: t.level("palette.png")),
            ("transparent green by red", lambda t: t.level("ghost.png")), ("RGB of 16 bits", lambda t: t.depth()),
            ("CMYK", lambda t: t.inks()), ("60x40 into 256x256", lambda t: t.small()),
        ]:
            print(title)
            for maker in trials:
                print(f"    {maker.name:<26} {trial(maker)}")
        os.chdir("/")


if __name__ == "__main__":
    main()
