"""Holds the estimate of memory that `imagepool info` prints against what a thumbnail needs.

Usage: memory_check.py [--jobs N] --imagepool PROGRAM CORPUS

Every file of the corpus that has a thumbnail is made into one by a process of its own. Its peak (VmHWM, which the report
carries) less that of the program at a picture of one pixel may not exceed `thumbnail_memory_bytes`.
"""
import argparse
import concurrent.futures
import json
import os
import struct
import subprocess
import sys
import tempfile
import zlib


def one_pixel():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def last_object(output):
    lines = [line for line in output.splitlines() if line.startswith(b"{")]
    return json.loads(lines[-1]) if lines else {}


class Check:
    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.base = 0

    def peak(self, path, number):
        """The process's peak in bytes; None if there is no thumbnail."""
        place = os.path.join(self.folder, str(number))
        ran = subprocess.run(
            [self.program, "thumbnail", path, "-o", place, "--fit", "256", "--fail-on", "none", "--jobs", "1", "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, timeout=300)
        report = last_object(ran.stdout)
        return report.get("peak_memory_bytes") if report.get("status") in ("ok", "warned") else None

    def __call__(self, path, number):
        peak = self.peak(path, number)
        if peak is None:
            return None
        told = subprocess.run(
            [self.program, "info", "--json", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
        estimate = last_object(told.stdout).get("thumbnail_memory_bytes")
        return max(0, peak - self.base), estimate


def files(corpus):
    for folder, folders, names in os.walk(corpus):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                yield path


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--imagepool", required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("corpus")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="imagepool-memory-") as folder:
        check = Check(os.path.abspath(options.imagepool), folder)
        pixel = os.path.join(folder, "pixel.png")
        with open(pixel, "wb") as file:
            file.write(one_pixel())
        # The first run maps more of the program.
        check.base = min(check.peak(pixel, f"pixel-{i}") for i in range(5))
        paths = list(files(options.corpus))
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            results = list(pool.map(check, paths, range(len(paths))))
    rows = [(path, *result) for path, result in zip(paths, results) if result]
    low = [(path, peak, estimate) for path, peak, estimate in rows if estimate is None or peak > estimate]
    for path, peak, estimate in sorted(low, key=lambda row: (row[2] or 0) - row[1]):
        print(f"FAILED {path}: needs {peak}, and {estimate} are estimated", file=sys.stderr)
    closest = max((peak / estimate for _, peak, estimate in rows if estimate), default=0)
    largest = max(rows, key=lambda row: row[1])
    print(f"memory: {len(rows)} thumbnails beyond a base of {check.base / 1e6:.1f} MB, {len(low)} above their estimate; "
          f"closest {closest:.2f} of it; largest {largest[1] / 1e6:.1f} of {(largest[2] or 0) / 1e6:.1f} MB ({largest[0]})")
    return 1 if low or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
