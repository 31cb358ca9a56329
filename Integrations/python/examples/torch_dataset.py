"""Pictures as batches of a model's values: decoded and pooled in one pass by the workers of a torch DataLoader.

    python torch_dataset.py PICTURE...
"""

import sys

import imagepool
import torch
from torch.utils.data import DataLoader, Dataset


class PooledPictures(Dataset):
    """Each picture averaged to size × size, RGB, in ImageNet's range."""

    def __init__(self, paths: list[str], size: int = 224) -> None:
        self.paths, self.size = paths, size

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, index: int) -> torch.Tensor:
        array = imagepool.load(
            self.paths[index],
            op="adaptive-average",
            output_size=self.size,
            channels="rgb",
            rescale=1 / 255,
            mean=[0.485, 0.456, 0.406],
            std=[0.229, 0.224, 0.225],
        )
        return torch.from_numpy(array)


def main(paths: list[str]) -> None:
    for batch in DataLoader(PooledPictures(paths), batch_size=2, num_workers=2):
        print(tuple(batch.shape), batch.dtype, f"mean {batch.mean():.4f}")


if __name__ == "__main__":
    main(sys.argv[1:])
