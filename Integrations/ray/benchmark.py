"""What Ray adds: the same shards pooled by a plain loop, by one actor and by two. Prints a table.

    python Integrations/ray/benchmark.py --shards 8 --samples 100
"""

import argparse
import io
import os
import tarfile
import tempfile
import time

import ray

from imagepool_ray import PoolShard, pool_shards

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "SampleImages")
PHOTOGRAPHS = ["mountains-420.jpg", "rose-window-444.jpg", "night-sky-progressive.jpg", "noisy-gradient-gray.jpg"]


def write_shards(folder, count, samples):
    contents = []
    for name in PHOTOGRAPHS:
        with open(os.path.join(SAMPLES, name), "rb") as file:
            contents.append(file.read())
    paths = []
    for number in range(count):
        paths.append(os.path.join(folder, f"shard-{number:06d}.tar"))
        with tarfile.open(paths[-1], "w") as shard:
            for place in range(samples):
                content = contents[place % len(contents)]
                header = tarfile.TarInfo(f"{place:06d}.jpg")
                header.size = len(content)
                shard.addfile(header, io.BytesIO(content))
    return paths


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shards", type=int, default=8)
    parser.add_argument("--samples", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many is told")
    given = parser.parse_args()
    pictures = given.shards * given.samples
    options = {"fit": 256}
    with tempfile.TemporaryDirectory() as folder:
        shards = write_shards(folder, given.shards, given.samples)
        size = sum(map(os.path.getsize, shards))
        ray.data.DataContext.get_current().enable_progress_bars = False
        begin = time.monotonic()
        ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
        print(f"{given.shards} shards of {given.samples} pictures, {size / 1e6:.1f} MB; Ray is up after {time.monotonic() - begin:.1f} s")

        def plain(output):
            worker = PoolShard(output, None, options)
            return [row for shard in shards for row in worker({"shard": shard})]

        ways = {"a loop, no Ray": plain}
        for actors in (1, 2):
            ways[f"{actors} actor{'s' * (actors > 1)}"] = lambda output, n=actors: pool_shards(shards, output, n, **options).take_all()
        best, least = {}, {}
        for number in range(given.rounds):
            for name, way in ways.items():
                begin = time.monotonic()
                rows = way(os.path.join(folder, f"{name} {number}"))
                best[name] = min(best.get(name, 1e9), time.monotonic() - begin)
                least[name] = min(least.get(name, 1e9), sum(row["processor_seconds"] for row in rows))
        for name, seconds in best.items():
            each, work = 1000 * seconds / pictures, 1000 * least[name] / pictures
            print(f"{name:15} {seconds:6.2f} s  {each:6.2f} ms a picture, of which {work:6.2f} ms of processor time in the pooling process")


if __name__ == "__main__":
    main()
