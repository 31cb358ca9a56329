"""Pictures as batches of a model's values: decoded and pooled in one pass by the threads of a tf.data pipeline.

    python tf_dataset.py PICTURE...
"""

import sys

import imagepool
import numpy as np
import tensorflow as tf

SIZE = 224


def load(path: bytes) -> np.ndarray:
    """(H, W, 3), as TensorFlow's layers take it. The lock is released meanwhile, so the pipeline's threads work side by side."""
    return imagepool.load(
        path.decode(), op="adaptive-average", output_size=SIZE, channels="rgb", layout="hwc", rescale=1 / 255
    )


def dataset(paths: list[str]) -> tf.data.Dataset:
    def element(path: tf.Tensor) -> tf.Tensor:
        picture = tf.numpy_function(load, [path], tf.float32)
        return tf.ensure_shape(picture, (SIZE, SIZE, 3))

    return tf.data.Dataset.from_tensor_slices(paths).map(element, num_parallel_calls=2).batch(2)


def main(paths: list[str]) -> None:
    for batch in dataset(paths):
        print(tuple(batch.shape), batch.dtype.name, f"mean {tf.reduce_mean(batch):.4f}")


if __name__ == "__main__":
    main(sys.argv[1:])
