"""Holds the estimate of memory that `imagepool info` prints against what a thumbnail needs.

Usage: memory_check.py [--jobs N] --imagepool PROGRAM CORPUS

Every file of the corpus that has a thumbnail is made into one by a process of its own. Its peak (VmHWM, which the report
carries) less that of the program at a picture of one pixel may not exceed `thumbnail_memory_bytes`.

Then the largest JPEGs that the decoder has to hold (progressive, multi-scan) go through one batch, several times each and as many at
a time as there are, under --memory 200MB. All of them are made, and the program's peak as its parent sees it stays below 260 MB.
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

BATCH_MEMORY, BATCH_PEAK, BATCH_FILES, BATCH_TIMES = 200, 260, 8, 4


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
        report = last_object(told.stdout)
        held = report.get("kind") == "jpeg" and not report.get("streams")
        return max(0, peak - self.base), report.get("thumbnail_memory_bytes"), held


def held_batch(program, paths, folder):
    """Status and peak in bytes of one batch of `paths`, several times each, all at the same time."""
    source = os.path.join(folder, "links")
    os.mkdir(source)
    for number in range(len(paths) * BATCH_TIMES):
        os.symlink(os.path.abspath(paths[number % len(paths)]), os.path.join(source, f"{number}.jpg"))
    command = [program, "thumbnail", source, "-o", os.path.join(folder, "held"), "--fit", "256", "--fail-on", "none",
               "--jobs", str(len(paths) * BATCH_TIMES), "--memory", f"{BATCH_MEMORY}MB"]
    # Spawned: the peak of a forked child begins with that of its parent.
    process = os.posix_spawn(
        program, command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)])
    _, status, usage = os.wait4(process, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


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
        held = sorted((row for row in rows if row[3]), key=lambda row: row[2] or 0)[-BATCH_FILES:]
        batch_status, batch_peak = held_batch(check.program, [row[0] for row in held], folder)
        made = len(os.listdir(os.path.join(folder, "held")))
    low = [(path, peak, estimate) for path, peak, estimate, _ in rows if estimate is None or peak > estimate]
    for path, peak, estimate in sorted(low, key=lambda row: (row[2] or 0) - row[1]):
        print(f"FAILED {path}: needs {peak}, and {estimate} are estimated", file=sys.stderr)
    closest = max((peak / estimate for _, peak, estimate, _ in rows if estimate), default=0)
    largest = max(rows, key=lambda row: row[1])
    print(f"memory: {len(rows)} thumbnails beyond a base of {check.base / 1e6:.1f} MB, {len(low)} above their estimate; "
          f"closest {closest:.2f} of it; largest {largest[1] / 1e6:.1f} of {(largest[2] or 0) / 1e6:.1f} MB ({largest[0]})")
    wanted = sum(estimate or 0 for _, _, estimate, _ in held) * BATCH_TIMES
    print(f"memory: {made} times one of the {len(held)} largest held JPEGs, all at a time under {BATCH_MEMORY} MB, want {wanted / 1e6:.0f} MB: "
          f"exit {batch_status}, peak {batch_peak / 1e6:.0f} MB")
    # A batch that wants little more than it may have would prove nothing.
    batch_passed = (batch_status == 0 and made == len(held) * BATCH_TIMES and batch_peak < BATCH_PEAK * 1_000_000
                    and wanted > 2 * BATCH_PEAK * 1_000_000)
    if not batch_passed:
        print(f"FAILED the batch of held JPEGs: a peak below {BATCH_PEAK} MB is allowed, and twice as much has to be wanted", file=sys.stderr)
    return 1 if low or not rows or not batch_passed else 0


if __name__ == "__main__":
    sys.exit(main())
