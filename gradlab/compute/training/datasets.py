"""Small data sets, made of a seed: two classes of points in the plane, or one number against another.

The program of a training shows these functions as they stand here, so they use nothing but torch.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import torch
from torch import Generator, Tensor


def moons(samples: int, noise: float, generator: Generator) -> tuple[Tensor, Tensor]:
    """Two half circles that reach into each other: points `[samples, 2]` and their classes `[samples]`, 0 or 1."""
    labels = torch.arange(samples) % 2
    angle = torch.pi * torch.rand(samples, generator=generator)
    upper = torch.stack([angle.cos(), angle.sin()], dim=1)
    points = torch.where(labels[:, None] == 0, upper, torch.tensor([1.0, 0.5]) - upper)
    return points + noise * torch.randn(samples, 2, generator=generator), labels.float()


def circles(samples: int, noise: float, generator: Generator) -> tuple[Tensor, Tensor]:
    """A circle within a circle: points `[samples, 2]` and their classes `[samples]`, 0 or 1."""
    labels = torch.arange(samples) % 2
    angle = 2 * torch.pi * torch.rand(samples, generator=generator)
    radius = 1.0 - 0.5 * labels
    points = radius[:, None] * torch.stack([angle.cos(), angle.sin()], dim=1)
    return points + noise * torch.randn(samples, 2, generator=generator), labels.float()


def xor(samples: int, noise: float, generator: Generator) -> tuple[Tensor, Tensor]:
    """Four clouds at the corners of a square, opposite ones of one class: `[samples, 2]` and `[samples]`, 0 or 1."""
    corner = torch.arange(samples) % 4
    signs = torch.tensor([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])[corner]
    points = 0.75 * signs + (0.15 + noise) * torch.randn(samples, 2, generator=generator)
    return points, (corner % 2).float()


def spiral(samples: int, noise: float, generator: Generator) -> tuple[Tensor, Tensor]:
    """Two arms of a spiral: points `[samples, 2]` and their classes `[samples]`, 0 or 1."""
    labels = torch.arange(samples) % 2
    radius = 0.1 + 0.9 * torch.rand(samples, generator=generator)
    angle = 1.5 * torch.pi * radius + torch.pi * labels
    points = radius[:, None] * torch.stack([angle.cos(), angle.sin()], dim=1)
    return points + 0.3 * noise * torch.randn(samples, 2, generator=generator), labels.float()


def sine(samples: int, noise: float, generator: Generator) -> tuple[Tensor, Tensor]:
    """A sine with noise: x `[samples, 1]` from −1 to 1 and y `[samples]`."""
    x = 2 * torch.rand(samples, 1, generator=generator) - 1
    y = torch.sin(torch.pi * x[:, 0])
    return x, y + noise * torch.randn(samples, generator=generator)


@dataclass(frozen=True)
class Dataset:
    """A data set. make(samples, noise, generator) gives inputs `[samples, inputs]` and targets `[samples]`.

    classes: whether the targets are the classes 0 and 1, or numbers.
    """

    make: Callable[[int, float, Generator], tuple[Tensor, Tensor]]
    inputs: int = 2
    classes: bool = True


DATASETS: Mapping[str, Dataset] = MappingProxyType(
    {
        "moons": Dataset(moons),
        "circles": Dataset(circles),
        "xor": Dataset(xor),
        "spiral": Dataset(spiral),
        "sine": Dataset(sine, inputs=1, classes=False),
    }
)
"""By name; whatever chooses a data set reads this."""
