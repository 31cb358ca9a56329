"""Holds what pages and single windows take against --max-memory, for arrays of many channels, windows and samples.

Usage: page_memory_check.py --imagepool PROGRAM

Each row runs twice: with a limit that is just enough, where it has to succeed, and with one that is not, where it has to be refused. Either
way the program's peak as its parent sees it, less that of the program at an array of four samples, may not exceed the limit.
"""
import argparse
import os
import random
import sys
import tempfile
from collections import namedtuple

MEGABYTE = 1_000_000
PIECE = 1 << 18

# `enough` and `little` in MB; without `enough` it is refused whatever the limit.
Row = namedtuple("Row", "why shape command enough little")

CHW = "--layout chw"
ROWS = [
    Row("figures of thousands of channels", (8000, 4, 4), f"inspect A {CHW} --op max --kernel 2 -o P", 39, 36),
    Row("more channels than a page has", (200_000, 4, 4), f"inspect A {CHW} --op max --kernel 2 -o P", None, 64),
    Row("an overview of many planes", (64, 650, 650), f"inspect A {CHW} --op max --kernel 13 --region 0,0,13,13 -o P", 109, 104),
    Row("regions of many planes", (64, 650, 650), f"inspect A {CHW} --op max --kernel 13 -o P", 129, 122),
    Row("many planes with floats as results", (64, 300, 300), f"inspect A {CHW} --op lp --kernel 2 -o P", 122, 116),
    Row("a logit beside each sample", (16, 400, 400), f"inspect A {CHW} --op attention --logits A --kernel 2 -o P", 132, 125),
    Row("windows that weigh differently, each", (1, 100_000), "inspect A --op area --output-size 1,99999 -o P", 115, 110),
    Row("windows that look back into the picture", (1, 6000),
        "inspect A --op max --kernel 1,800 --stride 1 --padding 0,400 --padding-mode reflect -o P", 56, 53),
    Row("windows of each channel's own", (2000, 24, 24),
        f"inspect A {CHW} --op fractional-max --kernel 1 --seed 1 --output-size 20,20 --at 3,3 -o P", 43, 40),
    Row("one channel of many", (1500, 64, 64), f"inspect A {CHW} --op global-max --at 0,0,7", 11, 8),
    Row("all channels of many", (1500, 64, 64), f"inspect A {CHW} --op average --kernel 2 --at 0,0 --json", 32, 29),
    Row("windows of each channel's own, one of each", (2000, 24, 24),
        f"inspect A {CHW} --op fractional-max --kernel 2 --seed 1 --output-size 10,10 --at 3,3", 27, 24),
    Row("a comparison of many planes", (1500, 32, 32), f"compare A A {CHW} -o P", 27, 24),
    Row("a comparison of large planes", (64, 300, 300), f"compare A A {CHW} -o P", 64, 61),
    Row("a comparison of very many channels", (100_000, 1, 1), f"compare A A {CHW} -o P", 117, 112),
]


def write_array(path, shape, seed):
    """Noise, a piece at a time: what this process holds would count as its children's."""
    samples = random.Random(seed)
    header = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    rest = 1
    for length in shape:
        rest *= length
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode())
        while rest > 0:
            file.write(samples.randbytes(min(rest, PIECE)))
            rest -= PIECE


def run(program, words, errors):
    """Status, peak in bytes."""
    actions = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
               (os.POSIX_SPAWN_OPEN, 2, errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
    process = os.posix_spawn(program, [program, *words], os.environ, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


class Check:
    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.failures = []
        self.closest = 0
        array = os.path.join(folder, "four.npy")
        write_array(array, (2, 2), 0)
        # The first run maps more of the program.
        self.base = min(self.peak(["inspect", array, "--op", "max", "--kernel", "1", "--at", "0,0"]) for _ in range(3))

    def path(self, name):
        return os.path.join(self.folder, name)

    def peak(self, words):
        status, peak = run(self.program, words, self.path("errors"))
        if status != 0:
            raise SystemExit(f"FAILED {words}: exit {status}")
        return peak

    def one(self, row, array, limit, is_enough):
        page = self.path("page.html")
        names = {"A": array, "P": page}
        words = [names.get(word, word) for word in row.command.split()] + ["--max-memory", f"{limit}MB"]
        status, peak = run(self.program, words, self.path("errors"))
        with open(self.path("errors"), encoding="utf-8") as file:
            said = file.read().strip()
        taken = (peak - self.base) / MEGABYTE
        if os.path.exists(page):
            os.remove(page)
        if taken > limit:
            self.failures.append(f"{row.why}: takes {taken:.1f} MB, and {limit} MB are allowed")
        if (status == 0) != is_enough:
            self.failures.append(f"{row.why}: exit {status} with {limit} MB: {said}")
        if is_enough:
            self.closest = max(self.closest, taken / limit)
        return taken

    def __call__(self, row, number):
        array = self.path("array.npy")
        write_array(array, row.shape, number)
        taken = [self.one(row, array, limit, is_enough)
                 for limit, is_enough in [(row.enough, True), (row.little, False)] if limit is not None]
        print(f"  {row.why}: " + ", ".join(f"{one:.1f}" for one in taken)
              + f" MB of {row.enough}, {row.little}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--imagepool", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="imagepool-pages-") as folder:
        check = Check(os.path.abspath(options.imagepool), folder)
        for number, row in enumerate(ROWS):
            check(row, number)
    for failure in check.failures:
        print(f"FAILED {failure}", file=sys.stderr)
    print(f"pages: {len(ROWS)} arrays beyond a base of {check.base / MEGABYTE:.1f} MB, {len(check.failures)} failures; "
          f"closest {check.closest:.2f} of what is allowed")
    return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())
