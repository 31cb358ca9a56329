#!/usr/bin/env python3
"""Time PyTorch's CPU pooling on planes in a file, with one thread.

A request as JSON on standard input, an answer as JSON on standard output; see TorchPeer.swift for the fields.
Written for torch 2.13.0 (CPU) and NumPy 2; the benchmark calls it with the interpreter in IMAGEPOOL_PEERS_PYTHON:

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install torch==2.13.0 numpy
    IMAGEPOOL_PEERS_PYTHON=/tmp/peers/bin/python make bench
"""
import json
import sys
import time
import zlib

import numpy as np
import torch


def timed(body, rounds):
    """Seconds of each round, after one that is not counted."""
    seconds = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        body()
        seconds.append(time.perf_counter() - began)
    return seconds[1:]


def main():
    request = json.load(sys.stdin)
    if request['operation'] != 'max_pool2d':
        sys.exit(f'unknown operation {request["operation"]}')
    torch.set_num_threads(1)
    shape = 1, request['channels'], request['height'], request['width']
    planes = torch.from_numpy(np.fromfile(request['planes'], np.uint8).reshape(shape))
    last = planes.contiguous(memory_format=torch.channels_last)
    kernel, stride, rounds = request['kernel'], request['stride'], request['rounds']
    with torch.inference_mode():
        pool = torch.nn.functional.max_pool2d
        answer = {
            'version': torch.__version__,
            'crc32': zlib.crc32(pool(planes, kernel, stride).numpy().tobytes()),
            'seconds': timed(lambda: pool(planes, kernel, stride), rounds),
        }
        try:
            answer['seconds_channels_last'] = timed(lambda: pool(last, kernel, stride), rounds)
        except RuntimeError:  # for uint8 it refuses planes of more than 255 samples in this layout
            answer['seconds_channels_last'] = None
    json.dump(answer, sys.stdout)


if __name__ == '__main__':
    main()
