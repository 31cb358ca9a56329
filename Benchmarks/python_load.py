#!/usr/bin/env python3
"""From JPEG files to pooled float32 arrays: imagepool.load beside Pillow, OpenCV and torchvision, each with PyTorch's pooling.

    python_load.py --python PYTHON --peers-python PYTHON --bare-decoder PROGRAM [--json FILE] PICTURES...

PYTHON has imagepool and NumPy, the peers' one the others. Every contender runs in a process of its own. First its numbers are held
against float64 averages of what it decoded; then its peak memory is taken from a process that loads one picture once; then all
are timed in turn, again and again, and the best of each counts. Bare decoding is libjpeg in a loop that throws the rows away.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KERNEL = 8


# What a contender's process does.


def imagepool_contender():
    import imagepool

    def pixels(path):
        return imagepool.load(path, op="max", kernel=1)

    def load(path):
        return imagepool.load(path, op="average", kernel=KERNEL)

    # Rounded once from the exact value.
    return load, pixels, 0.0, f"imagepool {imagepool.__version__}"


def with_torch(decode, name):
    import torch

    def load(path):
        planes = decode(path)
        return torch.nn.functional.avg_pool2d(planes.to(torch.float32), KERNEL).numpy()

    # PyTorch adds 64 float32 numbers one by one.
    return load, lambda path: decode(path).numpy(), 255 * 64 * 2.0**-24, f"{name}, PyTorch {torch.__version__}"


def pillow_contender():
    import numpy
    import PIL
    import torch
    from PIL import Image

    def decode(path):
        array = numpy.array(Image.open(path))
        return torch.from_numpy(array[numpy.newaxis] if array.ndim == 2 else array.transpose(2, 0, 1))

    return with_torch(decode, f"Pillow {PIL.__version__}")


def opencv_contender():
    import cv2
    import torch

    def decode(path):
        array = cv2.imread(str(path), cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION)
        if array.ndim == 2:
            return torch.from_numpy(array[None])
        return torch.from_numpy(cv2.cvtColor(array, cv2.COLOR_BGR2RGB).transpose(2, 0, 1))

    return with_torch(decode, f"OpenCV {cv2.__version__}")


def torchvision_contender():
    import torchvision

    return with_torch(torchvision.io.read_image, f"torchvision {torchvision.__version__}")


CONTENDERS = {
    "imagepool": imagepool_contender,
    "pillow": pillow_contender,
    "opencv": opencv_contender,
    "torchvision": torchvision_contender,
}


def peak_kilobytes() -> int:
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    raise RuntimeError("no VmHWM")


def serve(name: str) -> None:
    """Answers lines of standard input: `check PATH`, `peak PATH`, `time PATH`."""
    load, pixels, tolerance, versions = CONTENDERS[name]()
    imported = peak_kilobytes()
    print(json.dumps({"versions": versions}), flush=True)
    for line in sys.stdin:
        command, path = line.rstrip("\n").split(" ", 1)
        if command == "check":
            print(json.dumps(check(load, pixels, tolerance, path)), flush=True)
        elif command == "peak":
            load(path)
            print(json.dumps({"peak": peak_kilobytes(), "imported": imported}), flush=True)
        else:
            began, busy = time.perf_counter(), time.process_time()
            load(path)
            print(json.dumps({"wall": time.perf_counter() - began, "cpu": time.process_time() - busy}), flush=True)


def check(load, pixels, tolerance: float, path: str) -> dict:
    import numpy

    planes = numpy.asarray(pixels(path))
    c, h, w = planes.shape
    h, w = h // KERNEL, w // KERNEL
    blocks = planes[:, : h * KERNEL, : w * KERNEL].reshape(c, h, KERNEL, w, KERNEL)
    exact = blocks.sum(axis=(2, 4), dtype=numpy.float64) / KERNEL**2
    result = load(path)
    assert result.dtype == numpy.float32 and result.shape == exact.shape, (result.dtype, result.shape)
    difference = float(numpy.abs(result - exact.astype(numpy.float32)).max())
    return {"difference": difference, "holds": difference <= tolerance}


# What the driver does.


class Process:
    def __init__(self, python: str, name: str) -> None:
        # The libraries' own threads are theirs to use.
        self.process = subprocess.Popen(
            [python, __file__, "--serve", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        line = self.process.stdout.readline()
        if not line:
            reason = self.process.stderr.read().strip().splitlines()
            self.process.wait()
            raise RuntimeError(reason[-1] if reason else "ended")
        self.versions = json.loads(line)["versions"]

    def ask(self, command: str, path: Path) -> dict:
        self.process.stdin.write(f"{command} {path}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(self.process.stderr.read().strip().splitlines()[-1])
        return json.loads(line)

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def bare(decoder: str, path: Path, times: int = 4) -> dict:
    """One decoding, from a process that does some."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as names:
        names.write(f"{path}\n" * times)
        names.flush()
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([decoder, "1", names.name], check=True, stdout=subprocess.DEVNULL)
        wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall / times, "cpu": cpu / times}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--serve")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--peers-python", default=sys.executable)
    parser.add_argument("--bare-decoder")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json")
    parser.add_argument("pictures", nargs="*", type=Path)
    options = parser.parse_args()
    if options.serve:
        return serve(options.serve)

    pythons = {name: options.python if name == "imagepool" else options.peers_python for name in CONTENDERS}
    running, absent = {}, {}
    for name, python in pythons.items():
        try:
            running[name] = Process(python, name)
        except (RuntimeError, OSError) as error:
            absent[name] = str(error)
    rows, failed = [], False
    for picture in options.pictures:
        results: dict[str, dict] = {}
        for name, process in running.items():
            checked = process.ask("check", picture)
            if not checked["holds"]:
                failed = True
                print(f"{picture.name}: {name} differs from float64 averages by {checked['difference']}", file=sys.stderr)
            once = Process(pythons[name], name)
            results[name] = {**once.ask("peak", picture), "difference": checked["difference"], "wall": [], "cpu": []}
            once.end()
        if options.bare_decoder:
            results["bare decoding"] = {"wall": [], "cpu": []}
        for _ in range(options.rounds):
            for name, result in results.items():
                taken = bare(options.bare_decoder, picture) if name == "bare decoding" else running[name].ask("time", picture)
                result["wall"].append(taken["wall"])
                result["cpu"].append(taken["cpu"])
        for name, result in results.items():
            rows.append(
                {
                    "picture": picture.name,
                    "contender": name,
                    "milliseconds": round(min(result["wall"]) * 1e3, 1),
                    "processor_milliseconds": round(min(result["cpu"]) * 1e3, 1),
                    "peak_megabytes": round(result["peak"] / 1e3, 1) if "peak" in result else None,
                    "imported_megabytes": round(result["imported"] / 1e3, 1) if "imported" in result else None,
                    "difference": result.get("difference"),
                }
            )
        tell(rows[-len(results) :])
    for name, reason in absent.items():
        print(f"{name}: not measured: {reason}")
    for process in running.values():
        process.end()
    versions = {name: process.versions for name, process in running.items()}
    print("; ".join(versions.values()), f"; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}", sep="")
    if options.json:
        Path(options.json).write_text(
            json.dumps({"versions": versions, "processor": processor(), "absent": absent, "rows": rows}, indent=1) + "\n"
        )
    sys.exit(1 if failed else 0)


def processor() -> str:
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "unknown"


def tell(rows: list[dict]) -> None:
    print(f"\n{rows[0]['picture']}, average {KERNEL}x{KERNEL} to float32")
    print(f"{'':16}{'ms':>9}{'cpu ms':>9}{'peak MB':>9}{'imports MB':>12}")
    for row in rows:
        def number(key, width):
            return f"{row[key]:>{width}.1f}" if row[key] is not None else " " * width

        print(
            f"{row['contender']:16}{number('milliseconds', 9)}{number('processor_milliseconds', 9)}"
            f"{number('peak_megabytes', 9)}{number('imported_megabytes', 12)}"
        )


if __name__ == "__main__":
    main()
