"""A list of names that do not exist, very many of them: every one gets its line in the manifest, in bounded memory.

Usage: batch_limits.py [--names N] [--peak-mb M] PROGRAM
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time


def run(program, arguments, folder):
    """Exit status, peak resident bytes of the process alone, seconds."""
    start = time.monotonic()
    with open(os.path.join(folder, "stderr"), "wb") as errors:
        process = subprocess.Popen([program, *arguments], cwd=folder, stderr=errors, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * 1024, time.monotonic() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--names", type=int, default=5_000_000)
    parser.add_argument("--peak-mb", type=int, default=250)
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    failures = []
    with tempfile.TemporaryDirectory(prefix="imagepool-limits-") as folder:
        with open(os.path.join(folder, "names"), "w") as names:
            for first in range(0, options.names, 10_000):
                names.write("".join(f"missing/{i % 997}/picture-{i}.jpg\n" for i in range(first, min(first + 10_000, options.names))))
        common = ["thumbnail", "--from", "names", "-o", "out", "--fit", "64"]
        for title, arguments in [
            ("new, ordered", ["--manifest", "m.jsonl", "--ordered"]),
            ("resumed", ["--resume", "m.jsonl"]),
        ]:
            status, peak, seconds = run(program, common + arguments, folder)
            with open(os.path.join(folder, "m.jsonl"), "rb") as manifest:
                lines, wrong = 0, 0
                for line in manifest:
                    expected = f'{{"schema":1,"input":"missing/{lines % 997}/picture-{lines}.jpg",'
                    wrong += not line.startswith(expected.encode()) or not line.endswith(b"}\n")
                    lines += 1
            print(f"{title}: {options.names} names, {lines} lines, exit {status}, {seconds:.0f} s, peak {peak / 1e6:.0f} MB")
            if lines != options.names or wrong:
                failures.append(f"{title}: {lines} lines, {wrong} of them out of place")
            # A resumed run, too: the failures that its manifest has are still failures.
            if status != 1:
                failures.append(f"{title}: exit status {status}")
            if peak > options.peak_mb * 1_000_000:
                failures.append(f"{title}: a peak of {peak / 1e6:.0f} MB, and {options.peak_mb} are allowed")
            if os.path.exists(os.path.join(folder, "m.jsonl.inflight")):
                failures.append(f"{title}: the in-flight file is left")
    for failure in failures:
        print("FAILED", failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
