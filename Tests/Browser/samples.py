"""Arrays and pictures that tests pool, and how a page's answer is held against the program's."""

import math

import numpy

SEED = 20260307


def array(dtype, channels=2, height=9, width=8):
    """Numbers with what is odd in each type: extremes, ties, NaN, infinities, zeros of both signs."""
    generator = numpy.random.default_rng(SEED)
    shape = (channels, height, width)
    if numpy.dtype(dtype).kind == "f":
        scale = generator.choice([1e-3, 1, 50], shape)
        values = (generator.standard_normal(shape) * scale).astype(dtype)
        odd = [numpy.nan, numpy.nan, numpy.inf, -numpy.inf, -0.0, 0.0, 0.0]
        places = generator.choice(values.size, len(odd), replace=False)
        values.reshape(-1)[places] = odd
        # A window of nothing but −∞, one that NaN begins and that has another, zeros of both signs, and sums that cancel.
        values[0, :3, :3] = -numpy.inf
        values[1, 0, 0] = values[1, 1, 1] = numpy.nan
        values[1, 4:6, 4:6] = [[-0.0, 0.0], [0.0, -0.0]]
        if dtype == "float64":
            values[0, 6, 4:7] = [1e16, 1.5, -1e16]
        return values
    limits = numpy.iinfo(dtype)
    if dtype == "uint8":
        return generator.integers(0, 6, shape).astype(dtype)  # with ties
    return generator.integers(limits.min, limits.max, shape, dtype=dtype, endpoint=True)


def places(height, width):
    """Corners, edges, the middle, and some more."""
    generator = numpy.random.default_rng(SEED)
    found = {(0, 0), (0, width - 1), (height - 1, 0), (height - 1, width - 1), (height // 2, width // 2), (height // 2, 0)}
    found |= {(int(generator.integers(height)), int(generator.integers(width))) for _ in range(2)}
    return sorted(found)


def is_same(page, program):
    """Whether two values of JSON are one; zeros have to have the same sign, integers all their digits."""
    if isinstance(program, dict):
        return isinstance(page, dict) and page.keys() == program.keys() and all(is_same(page[k], program[k]) for k in program)
    if isinstance(program, list):
        return isinstance(page, list) and len(page) == len(program) and all(map(is_same, page, program))
    if isinstance(program, bool) or program is None or isinstance(program, str):
        return page == program and type(page) is type(program)
    if isinstance(page, (bool, str)) or page is None:
        return False
    if isinstance(program, float):
        page = float(page)  # the browser's whole numbers come as integers
    return page == program and (page != 0 or math.copysign(1, page) == math.copysign(1, program))


def is_near(page, program, relative):
    """The same, but numbers may differ by a part of themselves: powers and exponentials are another library's."""
    if isinstance(program, dict):
        return page.keys() == program.keys() and all(is_near(page[k], program[k], relative) for k in program)
    if isinstance(program, list):
        return len(page) == len(program) and all(is_near(a, b, relative) for a, b in zip(page, program))
    if isinstance(program, float) and isinstance(page, (int, float)):
        return math.isclose(page, program, rel_tol=relative, abs_tol=5e-324)
    return is_same(page, program)
