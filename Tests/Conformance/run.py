#!/usr/bin/env python3
"""Compare the codecs with a corpus of real, odd and broken files.

    python3 run.py --probe PATH [--imagepool PATH] [--jobs N] [--only TEXT] CORPUS

Every file runs in processes of its own, each of which has to end within 10 s of processor time and 300 MB. CORPUS holds expected.tsv
and expanded.tsv (its README says what they are). Checks, by the name used in exceptions.tsv:

    native       PNG: samples as stored equal png_native_sha256
    expanded     PNG: the 8-bit RGBA picture equals rgba_sha256 of expanded.tsv
    djpeg        JPEG: pixels equal djpeg_sha256; four inks as RGB = floor(C*K/255 + 1/2) of the stored samples
    decode       a row `decode` is decoded (class valid: strictly; others: tolerating damage)
    refuse       a row `refuse` is refused with a kind of error that fits its class
    either       a row `either` or `bounded` ends in a result or a typed error
    orientation  equals exif_orientation; outside 1-8 counts as 1
    limits       no process took more than 10 s of processor time or 300 MB
    command      `imagepool pool` does with the file what the row expects (needs --imagepool)
    stream       `imagepool pool` pools a picture of 625 MP in 60 MB (needs --imagepool)

Ends with status 1 if a check fails that exceptions.tsv (path, check, reason) does not list, or if one listed there
passes.
"""
import argparse, collections, concurrent.futures, csv, hashlib, json, os, pathlib, subprocess, sys, tempfile, threading

# Processor time is judged, so that a busy machine fails no file; the wall limit stops what hangs.
SECONDS, WALL_SECONDS, MEGABYTES = 10, 60, 300
STREAM_FILE, STREAM_MEGABYTES = "bombs/b_gray8_25000x25000.png", 60
KINDS = {
    "not-image": {"not_an_image"},
    "unsupported": {"unsupported"},
    # Damage may hide what the file was, and may claim a size beyond the limits.
    "broken": {"truncated", "corrupt", "unsupported", "not_an_image", "limit"},
    "fuzz": {"truncated", "corrupt", "unsupported", "not_an_image", "limit"},
}
TYPED = {"truncated", "corrupt", "unsupported", "not_an_image", "limit"}


class Run:
    """One process: what it wrote (hashed), how it ended, what it took."""

    def __init__(self, command):
        self.digest, self.tail, self.written, self.timed_out = hashlib.sha256(), b"", 0, False
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors)
            timer = threading.Timer(WALL_SECONDS, self.kill, [process])
            timer.start()
            while chunk := process.stdout.read(1 << 20):
                self.digest.update(chunk)
                self.written += len(chunk)
                self.tail = (self.tail + chunk)[-100_000:]
            _, status, usage = os.wait4(process.pid, 0)
            timer.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            process.stdout.close()
            errors.seek(0)
            self.errors = errors.read(2000).decode("utf-8", "replace").strip()
        self.seconds = usage.ru_utime + usage.ru_stime
        self.timed_out = self.timed_out or self.seconds > SECONDS
        self.megabytes = usage.ru_maxrss / (1 << 10 if sys.platform != "darwin" else 1 << 20)
        self.status = process.returncode

    def kill(self, process):
        self.timed_out = True
        process.kill()

    @property
    def kind(self):
        """The kind of error that the probe printed last; None if it ended well."""
        if self.status == 0:
            return None
        lines = self.tail.rsplit(b"\n", 2)
        return lines[-2].decode("latin-1")[-40:] if self.status == 1 and len(lines) > 1 else f"status {self.status}"


class Corpus:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.rows = self.read("expected.tsv")
        self.expanded = {row["path"]: row["rgba_sha256"] for row in self.read("expanded.tsv")}

    def read(self, name):
        with open(self.root / name, newline="", encoding="utf-8") as table:
            return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


class Checker:
    def __init__(self, corpus, probe, imagepool):
        self.corpus, self.probe, self.imagepool = corpus, probe, imagepool

    def file(self, row):
        """[(check, passed, what was seen)] of one row, and the slowest and largest of its processes."""
        path, results, runs = str(self.corpus.root / row["path"]), [], []

        def run(mode, tolerant):
            process = Run([self.probe, mode] + (["--tolerant"] if tolerant else []) + [path])
            runs.append(process)
            return process

        def add(check, passed, seen):
            results.append((check, passed, seen))

        expect, strict = row["expect"], row["class"] == "valid"
        if expect == "decode":
            self.decode(row, strict, run, add)
        elif expect == "refuse":
            process = run("try", tolerant=False)
            kinds = KINDS[row["class"]]
            if os.path.isdir(path):
                kinds = {"unreadable"}
            add("refuse", process.kind in kinds, f"{process.kind}, expected {' or '.join(sorted(kinds))}")
        else:
            tolerant = row["class"] == "odd"
            process = run("try", tolerant)
            add("either", process.kind is None or process.kind in TYPED, f"{process.kind}: {process.errors}")
            if process.kind is None:
                self.hashes(row, tolerant, run, add)
        if row["exif_orientation"] != "" or expect == "decode":
            self.orientation(row, path, runs, add)
        if self.imagepool:
            self.command(row, path, runs, add)
        slow = max(process.seconds for process in runs)
        large = max(process.megabytes for process in runs)
        within = not any(process.timed_out for process in runs) and large <= MEGABYTES
        add("limits", within, f"{slow:.1f} s, {large:.0f} MB")
        return row, results, slow, large

    def decode(self, row, strict, run, add):
        process = run("try", tolerant=not strict)
        add("decode", process.kind is None, f"{process.kind}: {process.errors}")
        if process.kind is None:
            self.hashes(row, not strict, run, add)

    def hashes(self, row, tolerant, run, add):
        if row["png_native_sha256"]:
            self.equal("native", run("native", tolerant), row["png_native_sha256"], add)
        if row["path"] in self.corpus.expanded:
            self.equal("expanded", run("expanded", tolerant), self.corpus.expanded[row["path"]], add)
        if row["djpeg_sha256"]:
            self.equal("djpeg", run("jpeg", tolerant), row["djpeg_sha256"], add)

    def equal(self, check, process, digest, add):
        passed = process.status == 0 and process.digest.hexdigest() == digest
        add(check, passed, f"{process.written} bytes, sha256 {process.digest.hexdigest()[:12]}, {process.kind}: {process.errors}")

    def orientation(self, row, path, runs, add):
        """Of files whose header can be read; what is refused has no orientation."""
        text = row["exif_orientation"]
        expected = int(text) if text in {"1", "2", "3", "4", "5", "6", "7", "8"} else 1
        if self.imagepool:
            process = Run([self.imagepool, "info", "--json", path])
            try:
                seen = json.loads(process.tail)["orientation"] if process.status == 0 else None
            except (ValueError, KeyError, TypeError):
                seen = process.tail[:100]
        else:
            process = Run([self.probe, "info", path])
            seen = int(process.tail) if process.status == 0 else None
        runs.append(process)
        if seen is None and row["expect"] != "decode":
            return
        add("orientation", seen == expected, f"{seen}, expected {expected}: {process.errors}")

    def command(self, row, path, runs, add):
        """The whole program on the file: class odd takes what there is."""
        with tempfile.TemporaryDirectory() as folder:
            output = os.path.join(folder, "mean.png")
            command = [self.imagepool, "pool", path, "--op", "global-average", "-o", output, "--json"]
            process = Run(command + (["--fail-on", "none"] if row["class"] == "odd" else []))
            runs.append(process)
            written = os.path.exists(output)
        try:
            report = json.loads(process.tail.splitlines()[-1])
            kind = (report.get("error") or {}).get("kind")
        except (ValueError, IndexError, AttributeError):
            report, kind = {}, "no report"
        done = process.status == 0 and written and report.get("status") in {"ok", "warned"}
        refused = process.status == 1 and not written and report.get("status") == "failed"
        kinds = {"unreadable"} if os.path.isdir(path) else KINDS.get(row["class"], TYPED)
        passed = {
            "decode": done,
            "refuse": refused and kind in kinds,
        }.get(row["expect"], done or refused and kind in TYPED)
        add("command", passed, f"status {process.status}, {report.get('status')}, {kind}: {process.errors}")

    def stream(self):
        """625 million pixels pooled by rows."""
        row = {"path": STREAM_FILE, "class": "bomb", "kind": "png"}
        with tempfile.TemporaryDirectory() as folder:
            output = os.path.join(folder, "small.png")
            process = Run(
                [self.imagepool, "pool", str(self.corpus.root / STREAM_FILE), "--op", "average", "--kernel", "8"]
                + ["--max-pixels", "700000000", "-o", output])
            passed = process.status == 0 and process.megabytes <= STREAM_MEGABYTES and os.path.exists(output)
        seen = f"status {process.status}, {process.seconds:.1f} s, {process.megabytes:.0f} MB, {process.errors}"
        return row, [("stream", passed, seen)], process.seconds, process.megabytes


def read_exceptions():
    with open(pathlib.Path(__file__).parent / "exceptions.tsv", newline="", encoding="utf-8") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["path"], row["check"]): row["reason"] for row in rows}


def print_counts(outcomes):
    counts = collections.defaultdict(lambda: [0, 0])
    for row, results, _, _ in outcomes:
        for check, passed, _ in results:
            counts[row["class"], row["kind"], check][0 if passed else 1] += 1
    print(f"{'class':<12} {'kind':<6} {'check':<12} {'passed':>6} {'failed':>6}")
    for (name, kind, check), (passed, failed) in sorted(counts.items()):
        print(f"{name:<12} {kind:<6} {check:<12} {passed:>6} {failed:>6}")
    slowest = max(outcomes, key=lambda outcome: outcome[2])
    largest = max(outcomes, key=lambda outcome: outcome[3])
    print(f"{len(outcomes)} files; slowest {slowest[2]:.1f} s ({slowest[0]['path']}), "
          f"largest {largest[3]:.0f} MB ({largest[0]['path']})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--probe", required=True)
    parser.add_argument("--imagepool")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", help="run only paths that contain this")
    parser.add_argument("corpus")
    options = parser.parse_args()
    corpus = Corpus(options.corpus)
    checker = Checker(corpus, os.path.abspath(options.probe), options.imagepool and os.path.abspath(options.imagepool))
    rows = [row for row in corpus.rows if not options.only or options.only in row["path"]]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        outcomes = list(pool.map(checker.file, rows))
    if options.imagepool and not options.only:
        outcomes.append(checker.stream())
    print_counts(outcomes)
    exceptions, failed, problems = read_exceptions(), set(), 0
    for row, results, _, _ in outcomes:
        for check, passed, seen in results:
            if passed:
                continue
            failed.add((row["path"], check))
            listed = exceptions.get((row["path"], check))
            problems += listed is None
            print(f"{'listed  ' if listed else 'MISMATCH'} {row['class']} {row['path']}: {check}: {seen}"
                  + (f" [{listed}]" if listed else ""))
    seen_paths = {row["path"] for row in rows}
    for key in exceptions:
        if key[0] in seen_paths and key not in failed:
            problems += 1
            print(f"UNNEEDED {key[0]}: {key[1]}: listed in exceptions.tsv, yet it passes")
    print("conformance:", "passed" if problems == 0 else f"{problems} problems")
    sys.exit(0 if problems == 0 else 1)


if __name__ == "__main__":
    main()
