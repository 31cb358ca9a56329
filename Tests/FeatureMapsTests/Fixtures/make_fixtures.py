"""Writes the .npy files of this folder with NumPy, so that the reader is tested against another project's writer.

    python make_fixtures.py

Made with NumPy 2.4.6. Samples follow a formula that the tests know: at (c, y, x) of a (2, 3, 4) array 100 c + 10 y + x, plus
0.5 for floats; integers hold their type's extremes at the first two places; floats hold NaN, -inf and -0 at the first three.
"""
import pathlib
import numpy as np

folder = pathlib.Path(__file__).parent / "npy"
folder.mkdir(exist_ok=True)


def array(type_name, shape=(2, 3, 4)):
    c, y, x = np.indices(shape)
    values = 100 * c + 10 * y + x
    kind = np.dtype(type_name)
    if kind.kind == "f":
        result = (values + 0.5).astype(kind)
        result[0, 0, :3] = [np.nan, -np.inf, -0.0]
    else:
        result = (values % 127).astype(kind)
        result[0, 0, :2] = [np.iinfo(kind).min, np.iinfo(kind).max]
    return result


def save(name, values, version=None):
    with open(folder / f"{name}.npy", "wb") as file:
        if version is None:
            np.save(file, values, allow_pickle=False)
        else:
            np.lib.format.write_array(file, values, version=version, allow_pickle=False)


for name in ["u1", "i1", "u2", "i2", "i4", "i8", "f2", "f4", "f8"]:
    for order in ["C", "F"]:
        for endian in ["<", ">"] if name[1] != "1" else ["|"]:
            label = {"<": "little", ">": "big", "|": "byte"}[endian]
            save(f"{name}_{label}_{order}", np.array(array(endian + name), order=order))

save("version2", array("<f4"), (2, 0))
save("version3", array(">i4"), (3, 0))

count = np.arange
save("plane_3x4", count(12, dtype="<i4").reshape(3, 4))
save("plane_3x4_F", np.asfortranarray(count(12, dtype="<i4").reshape(3, 4)))
save("nchw_2x3x5x6", count(180, dtype="<f8").reshape(2, 3, 5, 6))
save("hwc_5x6x3", count(90, dtype="u1").reshape(5, 6, 3))
save("hwc_5x6x3_F", np.asfortranarray(count(90, dtype="u1").reshape(5, 6, 3)))
save("nhwc_2x5x6x3", count(180, dtype=">u2").reshape(2, 5, 6, 3))
save("empty_0x3x4", np.zeros((0, 3, 4), "<f4"))

for name in ["u4", "u8", "c8", "?", "S3", "U2", "M8[s]"]:
    save("unsupported_" + "".join(filter(str.isalnum, name.replace("?", "bool"))), np.zeros((2, 2), name))
save("unsupported_record", np.zeros((2, 2), [("a", "<i4"), ("b", "<f4")]))
save("unsupported_rank1", np.zeros(3, "<f4"))
save("unsupported_rank0", np.array(1.5))
save("unsupported_rank5", np.zeros((1, 1, 1, 1, 1), "u1"))
