"""Many small requests to one `imagepool serve`: every one gets its reply, and memory stays flat.

Usage: serve_soak.py [--requests N] [--slack-kb K] [--jobs N] PROGRAM PICTURE

Requests are inline pictures with inline results, thumbnails, files, refusals and lines that are no requests, in turn. Resident memory is
read after 1,000 replies (or a tenth, if that is less) and after all.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time


def resident(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def requests(count, picture):
    """Lines with the bytes behind them."""
    pool = ["pool", "--op", "max", "--kernel", "4"]
    for number in range(count):
        turn = number % 10
        if turn < 4:
            body = {"id": number, "arguments": pool + ["-", "-o", "-"], "input_length": len(picture)}
        elif turn < 6:
            body = {"id": number, "arguments": ["thumbnail", "--fit", "8", "-", "-o", "-"], "input_length": len(picture)}
        elif turn == 6:
            body = {"id": number, "arguments": pool + ["picture", "-o", "out/", "--format", "csv", "--name", "pooled", "--overwrite"]}
        elif turn == 7:
            body = {"id": number, "arguments": ["info", "picture"]}
        elif turn == 8:
            body = {"id": number, "arguments": pool + ["--no-such-option", "picture", "-o", "-"]}
        else:
            yield b"[1, 2, \n" if number % 20 == 9 else b'{"id": %d, "arguments": ["pool", "missing", "--op", "max", "--kernel", "2", "-o", "-"]}\n' % number
            continue
        yield json.dumps(body).encode() + b"\n" + (picture if "input_length" in body else b"")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("picture")
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--slack-kb", type=int, default=4096, help="how much more may be resident at the end")
    options = parser.parse_args()
    with open(options.picture, "rb") as file:
        picture = file.read()
    failures = []
    with tempfile.TemporaryDirectory(prefix="imagepool-soak-") as folder:
        with open(os.path.join(folder, "picture"), "wb") as file:
            file.write(picture)
        arguments = ["serve"] + (["--jobs", str(options.jobs)] if options.jobs else [])
        process = subprocess.Popen([os.path.abspath(options.program), *arguments], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert json.loads(process.stdout.readline())["ready"]

        def send():
            for piece in requests(options.requests, picture):
                process.stdin.write(piece)
            process.stdin.flush()
            gone.wait()
            process.stdin.close()

        gone = threading.Event()
        threading.Thread(target=send, daemon=True).start()
        early = min(1000, options.requests // 10)
        start, seen, nameless, statuses, marks = time.monotonic(), set(), 0, {}, {}
        for count in range(1, options.requests + 1):
            reply = json.loads(process.stdout.readline())
            data = process.stdout.read(reply.get("output_length", 0))
            statuses[reply["status"]] = statuses.get(reply["status"], 0) + 1
            number = reply["id"]
            if number is None:
                nameless += 1
            elif number in seen:
                failures.append(f"two replies to {number}")
            else:
                seen.add(number)
                expected = 0 if number % 10 < 8 else 64 if number % 10 == 8 else 1
                if reply["status"] != expected:
                    failures.append(f"{number}: status {reply['status']}, not {expected}: {reply}")
                if (number % 10 < 6) != (data[:4] == b"\x89PNG"):
                    failures.append(f"{number}: the result begins with {data[:4]}")
            if count in (early, options.requests // 2, options.requests):
                marks[count] = resident(process)
            if len(failures) > 10:
                break
        seconds = time.monotonic() - start
        gone.set()
        status = process.wait(timeout=60)
    if len(seen) + nameless != options.requests:
        failures.append(f"{len(seen)} replies with ids and {nameless} without to {options.requests} requests")
    if status != 0:
        failures.append(f"exit status {status}")
    print(f"{options.requests} requests in {seconds:.1f} s, {options.requests / seconds:.0f} a second; statuses {dict(sorted(statuses.items()))}; resident after "
          + ", ".join(f"{count}: {kilobytes} kB" for count, kilobytes in sorted(marks.items())))
    growth = marks.get(options.requests, 0) - marks.get(early, 0)
    if growth > options.slack_kb:
        failures.append(f"{growth} kB more are resident at the end than after {early} requests, and {options.slack_kb} are allowed")
    for failure in failures:
        print("FAILED", failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
