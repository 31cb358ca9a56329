#!/usr/bin/env python3
"""One batch of thumbnails over a whole corpus of real, odd and broken files, held against the corpus's tables.

    python3 thumbnails.py --imagepool PROGRAM CORPUS

The corpus goes through `imagepool thumbnail CORPUS -o OUT --fit 256 --manifest M` three times: as it is, again with
--jobs 1, and with --fail-on none. What is expected is worked out here, from the tables (expected.tsv, see the corpus's
README) and from docs/batch.md: which files a walk takes, where a thumbnail goes, its format and its size. Checks, by the
name used in thumbnail_exceptions.tsv:

    run       ends by itself with exit status 1; the summary's counts are the manifest's; no file is left beside the outputs
    manifest  one line of JSON per input, in any order, and none for anything else
    decode    a row `decode` of class valid has a thumbnail; with --fail-on none those of class odd, too
    refuse    a row `refuse` failed with a kind that fits its class, and one line on standard error says why
    either    every other row ended in a thumbnail or a typed error
    whole     the thumbnail is complete: every chunk, every row of a PNG; a JPEG from SOI to EOI; its format is the input's
    size      the thumbnail has the fitted size of the picture after its orientation, and the report says the same
    read      imagepool reads the thumbnail back without a complaint
    same      with --jobs 1 the same files have the same bytes

Ends with status 1 if a check fails that thumbnail_exceptions.tsv (path, check, reason) does not list, or if one listed
there passes. Memory and time of the batches are printed.
"""
import argparse
import collections
import csv
import hashlib
import json
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import time
import zlib

from run import KINDS, TYPED

BOX = 256
SECONDS = 600
CHECKS = {"run", "manifest", "decode", "refuse", "either", "whole", "size", "read", "same"}
EXTENSIONS = {".png", ".apng", ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"}
# What a thumbnail keeps of its input's name: it holds one picture, so .apng and .mpo do not fit.
FITTING = {"png": {".png"}, "jpeg": {".jpg", ".jpeg", ".jpe", ".jfif"}}
TERMS = re.compile(r"(?P<done>[\d,]+) done(?: \([\d,]+ with warnings\))?(?:, (?P<failed>[\d,]+) failed: [^;]*)?"
                   r"(?:; (?P<ignored>[\d,]+) ignored)?$")


def kind_of(path):
    """By the first bytes."""
    try:
        with open(path, "rb") as file:
            start = file.read(8)
    except OSError:
        return None
    return "png" if start == b"\x89PNG\r\n\x1a\n" else "jpeg" if start.startswith(b"\xff\xd8\xff") else None


def walk(corpus):
    """The names below the corpus that a walk takes, and the number of those that it ignores."""
    taken, ignored = [], 0
    for folder, folders, names in os.walk(corpus):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        ignored += len(links)
        for name in names:
            path = os.path.join(folder, name)
            extension = os.path.splitext(name)[1].lower()
            if os.path.isfile(path) and (extension in EXTENSIONS or kind_of(path)):
                taken.append(os.path.relpath(path, corpus))
            else:
                ignored += 1
    return sorted(taken), ignored


def fitted(width, height):
    """Inside the box, never enlarged; the limiting side exact, the other at least 1, rounded half up."""
    longer = max(width, height)
    if longer <= BOX:
        return width, height
    return tuple(max(1, (2 * side * BOX + longer) // (2 * longer)) for side in (width, height))


def png_size(data):
    """(width, height) of a complete PNG; a ValueError tells what is missing."""
    place, idat, header, ended = 8, b"", None, False
    while place < len(data):
        if ended or place + 12 > len(data):
            raise ValueError("bytes after IEND" if ended else "half a chunk")
        length, name = struct.unpack(">I4s", data[place:place + 8])
        body = data[place + 8:place + 8 + length]
        if len(body) < length or data[place + 8 + length:place + 12 + length] != struct.pack(">I", zlib.crc32(name + body)):
            raise ValueError(f"{name.decode('latin-1')} is cut or its CRC is wrong")
        header = struct.unpack(">IIBBBBB", body) if name == b"IHDR" else header
        idat += body if name == b"IDAT" else b""
        ended = name == b"IEND"
        place += 12 + length
    if not ended or header is None:
        raise ValueError("no IEND")
    width, height, depth, colour, _, _, interlaced = header
    inflater = zlib.decompressobj()
    rows = inflater.decompress(idat)
    row = 1 + (width * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] + 7) // 8
    if interlaced or not inflater.eof or inflater.unused_data or len(rows) != row * height:
        raise ValueError(f"{len(rows)} bytes of rows, expected {row * height}")
    return width, height


def jpeg_size(data):
    """(width, height) of a JPEG that ends with EOI and has a scan; a ValueError tells what is missing."""
    if not data.endswith(b"\xff\xd9"):
        raise ValueError("no EOI")
    place, size = 2, None
    while True:
        marker, length = struct.unpack(">HH", data[place:place + 4])
        if marker in (0xFFC0, 0xFFC1, 0xFFC2):
            size = struct.unpack(">HH", data[place + 5:place + 9])[::-1]
        if marker == 0xFFDA:
            break
        place += 2 + length
    if size is None:
        raise ValueError("no frame")
    return size


class Batch:
    """One call of the program over the corpus."""

    def __init__(self, program, corpus, folder, name, extra):
        self.name, self.corpus, self.out = name, corpus, os.path.join(folder, name)
        self.manifest = os.path.join(folder, name + ".jsonl")
        command = [program, "thumbnail", str(corpus), "-o", self.out, "--fit", str(BOX), "--manifest", self.manifest]
        began = time.monotonic()
        with tempfile.TemporaryFile() as errors:
            # Spawned, so that the peak is the program's own and not that of a copy of this process.
            process = os.posix_spawn(program, command + extra, os.environ, file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
                (os.POSIX_SPAWN_DUP2, errors.fileno(), 2)])
            status = None
            while status is None and time.monotonic() - began < SECONDS:
                ended, code, usage = os.wait4(process, os.WNOHANG)
                status = os.waitstatus_to_exitcode(code) if ended else None
                time.sleep(0.01)
            if status is None:
                os.kill(process, 9)
                os.wait4(process, 0)
                sys.exit(f"thumbnails: {name} hangs: {SECONDS} s are over")
            errors.seek(0)
            self.errors = errors.read().decode("utf-8", "surrogateescape").splitlines()
        self.status, self.seconds = status, time.monotonic() - began
        self.megabytes = usage.ru_maxrss / (1 << 10 if sys.platform != "darwin" else 1 << 20)
        self.lines = collections.defaultdict(list)
        self.broken = 0
        with open(self.manifest, "rb") as lines:
            for line in lines:
                try:
                    report = json.loads(line) if line.endswith(b"\n") else {}
                    self.lines[os.path.relpath(report["input"], corpus)].append(report)
                except (ValueError, KeyError):
                    self.broken += 1
        self.digests = {}
        for place, _, names in os.walk(self.out):
            for name in names:
                path = os.path.join(place, name)
                with open(path, "rb") as file:
                    self.digests[os.path.relpath(path, self.out)] = hashlib.sha256(file.read()).digest()


class Checker:
    def __init__(self, corpus):
        self.corpus = pathlib.Path(corpus)
        with open(self.corpus / "expected.tsv", newline="", encoding="utf-8") as table:
            self.rows = {row["path"]: row for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)}
        self.inputs, self.ignored = walk(corpus)
        self.counts = collections.Counter()
        self.failures = []

    def check(self, batch, path, name, passed, seen):
        self.counts[batch.name, name, bool(passed)] += 1
        if not passed:
            self.failures.append((path, name, f"{batch.name}: {seen}"))

    def batch(self, batch, tolerant):
        self.summary(batch)
        complaints = collections.Counter()
        for line in batch.errors:
            for path in self.named(line):
                complaints[path] += 1
        outputs = set()
        for path in self.inputs:
            reports = batch.lines[path]
            self.check(batch, path, "manifest", len(reports) == 1, f"{len(reports)} lines")
            if reports:
                row = self.rows.get(path, {"class": "", "expect": "either"})
                self.file(batch, path, row, reports[-1], complaints[path], tolerant)
                outputs.add(os.path.relpath(reports[-1]["output"], batch.out) if reports[-1]["output"] else None)
        foreign = sorted(set(batch.lines) - set(self.inputs))
        self.check(batch, "", "manifest", not foreign and not batch.broken, f"{batch.broken} broken lines; lines of {foreign}")
        left = sorted(set(batch.digests) - outputs)
        self.check(batch, "", "run", not left, f"files without a line: {left}")

    def named(self, line):
        """The input that a line on standard error is about: the longest name, since names may hold colons."""
        prefix = f"imagepool: {self.corpus}/"
        if line.startswith(prefix):
            parts = line[len(prefix):].split(": ")
            names = [": ".join(parts[:count]) for count in range(len(parts), 0, -1)]
            yield from [name for name in names if name in self.rows][:1]

    def summary(self, batch):
        self.check(batch, "", "run", batch.status == 1, f"exit status {batch.status}")
        found = TERMS.search(batch.errors[-1]) if batch.errors else None
        seen = {key: int((value or "0").replace(",", "")) for key, value in found.groupdict().items()} if found else {}
        states = collections.Counter(report["status"] for reports in batch.lines.values() for report in reports)
        expected = {"done": states["ok"] + states["warned"], "failed": states["failed"], "ignored": self.ignored}
        self.check(batch, "", "run", seen == expected, f"the summary says {seen}, expected {expected}")

    def file(self, batch, path, row, report, complaints, tolerant):
        error = report.get("error") or {}
        kind, text = error.get("kind"), (error.get("message") or "") + (error.get("remedy") or "")
        done = report["status"] in ("ok", "warned") and report["output"]
        refused = report["status"] == "failed" and not report["output"] and "\n" not in text and text and complaints == 1
        seen = f"{report['status']}, {kind}, {complaints} lines: {text}"
        if row["expect"] == "decode" and (row["class"] == "valid" or tolerant):
            self.check(batch, path, "decode", done, seen)
        elif row["expect"] == "refuse" and not tolerant:
            self.check(batch, path, "refuse", refused and kind in KINDS[row["class"]], seen)
        else:
            self.check(batch, path, "either", done or refused and kind in TYPED, seen)
        if done:
            self.thumbnail(batch, path, row, report)

    def thumbnail(self, batch, path, row, report):
        kind = kind_of(self.corpus / path)
        stem, extension = os.path.splitext(path)
        if extension.lower() not in FITTING[kind]:
            extension = ".png" if kind == "png" else ".jpg"
        name = stem + extension
        placed = os.path.relpath(report["output"], batch.out)
        try:
            data = (pathlib.Path(batch.out) / name).read_bytes()
            size = (png_size if kind == "png" else jpeg_size)(data)
            self.check(batch, path, "whole", placed == name and kind_of(os.path.join(batch.out, name)) == kind, placed)
        except (OSError, ValueError, struct.error, zlib.error) as problem:
            self.check(batch, path, "whole", False, f"{name}: {problem}")
            return
        if row.get("width") and row["expect"] == "decode":
            width, height = int(row["width"]), int(row["height"])
            if row["exif_orientation"] in {"5", "6", "7", "8"}:
                width, height = height, width
            told = (report["output_width"], report["output_height"])
            expected = fitted(width, height)
            self.check(batch, path, "size", size == expected == told, f"{size}, told {told}, expected {expected}")

    def same(self, first, second):
        for name in sorted(set(first.digests) | set(second.digests)):
            equal = first.digests.get(name) == second.digests.get(name)
            self.check(second, name, "same", equal, "bytes differ, or one is missing")

    def read(self, program, batch, folder):
        """All thumbnails through the program once more: it reads each without a complaint."""
        out = os.path.join(folder, "read")
        ran = subprocess.run([program, "thumbnail", batch.out, "-o", out, "--fit", "8", "--fail-on", "warning", "--json"],
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS)
        seen = {}
        for line in ran.stdout.splitlines():
            report = json.loads(line)
            seen[os.path.relpath(report["input"], batch.out)] = report
        for name in batch.digests:
            report = seen.get(name, {})
            self.check(batch, name, "read", report.get("status") == "ok", f"{report.get('status')}, {report.get('error')}, {report.get('warnings')}")

    def verdict(self):
        with open(pathlib.Path(__file__).parent / "thumbnail_exceptions.tsv", newline="", encoding="utf-8") as table:
            exceptions = {(row["path"], row["check"]): row["reason"]
                          for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE) if row["check"] in CHECKS}
        print(f"{'batch':<10} {'check':<10} {'passed':>6} {'failed':>6}")
        for name, check in sorted({key[:2] for key in self.counts}):
            print(f"{name:<10} {check:<10} {self.counts[name, check, True]:>6} {self.counts[name, check, False]:>6}")
        problems = 0
        for path, check, seen in self.failures:
            listed = exceptions.get((path, check))
            problems += listed is None
            print(f"{'listed  ' if listed else 'MISMATCH'} {path}: {check}: {seen}" + (f" [{listed}]" if listed else ""))
        for path, check in exceptions.keys() - {failure[:2] for failure in self.failures}:
            problems += 1
            print(f"UNNEEDED {path}: {check}: listed in thumbnail_exceptions.tsv, yet it passes")
        print("thumbnails:", "passed" if problems == 0 else f"{problems} problems")
        return 1 if problems else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--imagepool", required=True)
    parser.add_argument("corpus")
    options = parser.parse_args()
    program, corpus = os.path.abspath(options.imagepool), os.path.abspath(options.corpus)
    checker = Checker(corpus)
    with tempfile.TemporaryDirectory(prefix="imagepool-thumbnails-") as folder:
        batches = []
        for name, extra in [("strict", []), ("one job", ["--jobs", "1"]), ("tolerant", ["--fail-on", "none"])]:
            batch = Batch(program, corpus, folder, name, extra)
            states = collections.Counter(report["status"] for reports in batch.lines.values() for report in reports)
            print(f"{name}: {len(checker.inputs)} inputs, {checker.ignored} others, exit {batch.status}, {batch.seconds:.0f} s, "
                  f"{batch.megabytes:.0f} MB, " + ", ".join(f"{count} {state}" for state, count in sorted(states.items())))
            checker.batch(batch, tolerant=name == "tolerant")
            batches.append(batch)
        checker.same(batches[0], batches[1])
        for batch in (batches[0], batches[2]):
            checker.read(program, batch, os.path.join(folder, "read " + batch.name))
        return checker.verdict()


if __name__ == "__main__":
    sys.exit(main())
