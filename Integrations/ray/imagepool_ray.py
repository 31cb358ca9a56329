"""Pool the pictures of WebDataset shards, or of files, on a Ray cluster: Ray Data schedules, imagepool pools.

>>> rows = pool_shards(glob("shards/*.tar"), "pooled", op="average", kernel=8).take_all()      # one output shard each
>>> rows = pool_files("s3://bucket/photos/", op="adaptive-average", output_size=224).take_all()  # a tensor each

On the command line: python -m imagepool_ray shards/*.tar -o pooled --fit 256
"""

import argparse
import glob
import io
import json
import os
import sys
import tarfile
import time
import uuid
from collections import Counter

import numpy as np
import ray.data
from ray.data import ActorPoolStrategy

PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def pool_shards(shards, output, actors=2, log=None, **options):
    """Pools every shard into one of its name in the directory ``output``, which all machines share, as they do the shards.

    Pictures become `.npy` members in their places, pictures that fail `NAME.error.json`, everything else stays as it is. A shard
    whose output is there is skipped, so a run that broke off is gone on with by calling it again.

    Args:
        actors: processes, on whatever machines, that hold the library and take one shard at a time; a processor each.
        log: a file to which actors append a line when they begin and when they end a shard.
        options: those of ``imagepool.load``; or ``fit=N``, for uint8 thumbnails (H, W, C) of at most N by N.

    Returns:
        A dataset, computed when it is consumed: a row per shard, and before it one per failure in it, with ``shard``, ``member``,
        ``status`` (``ok``, ``skipped``, ``failed``), ``kind``, ``message``, ``pictures`` and ``processor_seconds``.
    """
    shards = [os.path.abspath(shard) for shard in shards]
    twice = {name for name, count in Counter(map(os.path.basename, shards)).items() if count > 1}
    if twice:
        raise ValueError(f"two shards would become one {min(twice)}")
    # A block of its own for every shard: what is lost with an actor is the shard that it worked on.
    rows = ray.data.from_items([{"shard": shard} for shard in shards], override_num_blocks=max(1, len(shards)))
    given = {"output": os.path.abspath(output), "log": log and os.path.abspath(log), "options": options}
    return rows.flat_map(PoolShard, fn_constructor_kwargs=given, compute=ActorPoolStrategy(size=actors))


def pool_files(paths, actors=2, **options):
    """Pools files of any file system that Ray Data reads: rows of ``path``, ``tensor``, and of failures ``kind``, ``message``."""
    files = ray.data.read_binary_files(paths, include_paths=True)
    # Actors that held all processors would leave none for reading, and wait for ever.
    return files.map(PoolFile, fn_constructor_kwargs={"options": options}, compute=ActorPoolStrategy(size=actors), num_cpus=0.5)


class Pooling:
    """What actors keep: the library, loaded once, and what to do."""

    def __init__(self, options):
        import imagepool

        self.library, self.options = imagepool, dict(options)
        self.fit = self.options.pop("fit", None)

    def pool(self, content):
        if self.fit is None:
            return self.library.load(content, **self.options)
        facts = self.library.info(content)
        height, width = facts["upright_height"], facts["upright_width"]
        if max(height, width) > self.fit:  # the longer side becomes `fit`, the other is rounded, halves up
            longer = max(height, width)
            height, width = (max(1, (2 * side * self.fit + longer) // (2 * longer)) for side in (height, width))
        area = {"op": "area", "output_size": (height, width), "alpha": "premultiplied", "dtype": np.uint8, "layout": "hwc"}
        return self.library.load(content, **{**area, **self.options})


class PoolFile(Pooling):
    def __call__(self, row):
        try:
            return {"path": row["path"], "tensor": self.pool(row["bytes"]), "kind": "", "message": ""}
        except self.library.Error as error:
            return {"path": row["path"], "tensor": np.empty((0, 0, 0), np.float32), "kind": error.kind, "message": str(error)}


class PoolShard(Pooling):
    def __init__(self, output, log, options):
        super().__init__(options)
        self.output, self.log = output, log
        os.makedirs(output, exist_ok=True)

    def __call__(self, row):
        shard, rows, begin = row["shard"], [], time.process_time()
        name = os.path.basename(shard)
        final = os.path.join(self.output, name)
        if os.path.exists(final):
            return [self.row(shard, "skipped")]
        # A name of its own for every attempt, so a part is nobody's shard; what an attempt that was killed has left goes.
        for old in glob.glob(os.path.join(glob.escape(self.output), f".{glob.escape(name)}.*.part")):
            os.remove(old)
        part = os.path.join(self.output, f".{name}.{uuid.uuid4().hex}.part")
        self.note("begin", name)
        try:
            pictures = self.write(shard, part, rows)
            os.rename(part, final)
        except (OSError, tarfile.TarError) as error:
            return rows + [self.row(shard, "failed", kind="unreadable", message=str(error))]
        finally:
            if os.path.exists(part):
                os.remove(part)
        self.note("end", name)
        return rows + [self.row(shard, "ok", pictures=pictures, seconds=time.process_time() - begin)]

    def write(self, shard, part, rows):
        pictures, names = 0, set()
        with tarfile.open(shard, "r:") as given, tarfile.open(part, "x", format=tarfile.PAX_FORMAT) as made:
            for member in given:
                name, content = member.name, given.extractfile(member).read() if member.isreg() else b""
                if content.startswith(PICTURES):
                    try:
                        name, content = self.member(name, content)
                        pictures += 1
                    except self.library.Error as error:
                        if error.kind == "invalid_argument":  # no picture is to blame: the run ends
                            raise ValueError(str(error)) from error
                        rows.append(self.row(shard, "failed", name, error.kind, str(error)))
                        told = {"schema": 1, "input": name, "status": "failed", "error": {"kind": error.kind, "message": str(error)}}
                        name, content = name + ".error.json", json.dumps(told).encode() + b"\n"
                if name in names:
                    raise tarfile.TarError(f"{member.name}: there would be two members called {name}")
                names.add(name)
                header = tarfile.TarInfo(name)  # no times, no owners: the same bytes in every run
                header.type = tarfile.REGTYPE if member.isreg() else member.type
                header.linkname, header.size = member.linkname, len(content)
                made.addfile(header, io.BytesIO(content))
            given.fileobj.seek(given.offset)
            if given.fileobj.read(512).strip(b"\0"):  # tarfile takes a broken header for the end
                raise tarfile.TarError(f"the header at byte {given.offset} is broken")
        return pictures

    def member(self, name, content):
        stream = io.BytesIO()
        np.save(stream, self.pool(content))
        stem, _, extension = name.rpartition(".")
        known = extension.lower() in ("png", "jpg", "jpeg", "jpe", "jfif")
        return (stem if known else name) + ".npy", stream.getvalue()

    def row(self, shard, status, member="", kind="", message="", pictures=0, seconds=0.0):
        row = {"shard": shard, "member": member, "status": status, "kind": kind, "message": message}
        return {**row, "pictures": pictures, "processor_seconds": seconds}

    def note(self, what, name):
        if self.log:
            with open(self.log, "a") as log:  # one short write, so lines of several actors do not mix
                log.write(f"{what} {os.getpid()} {name}\n")


def main():
    parser = argparse.ArgumentParser(prog="imagepool_ray", description="Pool the pictures of WebDataset shards on a Ray cluster.")
    parser.add_argument("shards", nargs="+")
    parser.add_argument("-o", "--output", required=True, help="a directory that all machines share")
    parser.add_argument("--actors", type=int, default=2)
    parser.add_argument("--fit", type=int, help="thumbnails of at most N by N")
    parser.add_argument("--options", type=json.loads, default={}, help='what imagepool.load takes: {"op": "max", "kernel": 2}')
    parser.add_argument("--log", help="a file that tells when each shard begins and ends")
    given = parser.parse_args()
    options = given.options if given.fit is None else {"fit": given.fit, **given.options}
    failures = 0
    for row in pool_shards(given.shards, given.output, given.actors, given.log, **options).iter_rows():
        failures += row["status"] == "failed"
        print(json.dumps(row))
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
