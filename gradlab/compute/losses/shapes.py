"""The shapes of a loss's tensors: which a page shows, which fit together, and which classes there are."""

from collections.abc import Mapping
from math import prod

Shape = tuple[int, ...]


def one_axis(size: int) -> Shape:
    """The shape of a vector: `[size]`."""
    return (size,)


def no_axis(size: int) -> Shape:  # noqa: ARG001 - whatever the size
    """The shape of a single number: `[]`."""
    return ()


def classes_of_input(shapes: Mapping[str, Shape]) -> range:
    """Every class there is a logit for."""
    return range(shapes["input"][-1])


def same_shape(shapes: Mapping[str, Shape]) -> Shape:
    """The one shape all tensors have. PyTorch would broadcast others, and the gradient would be of something else."""
    (first, shape), *others = shapes.items()
    for name, other in others:
        if other != shape:
            raise ValueError(f"expected {name} of the same shape as {first}, {list(shape)}, got {list(other)}")
    return shape


def class_index_shape(shapes: Mapping[str, Shape]) -> Shape:
    """The shape of class targets: `[]` for logits `[C]`, `[N]` for logits `[N, C]`; a weight for each class."""
    logits = class_axis(shapes)
    expect(shapes, "target", logits[:-1])
    return logits[:-1]


def class_axis(shapes: Mapping[str, Shape]) -> Shape:
    """The shape of logits whose last axis is the classes, `[C]` or `[N, C]`; a weight for each class, if any."""
    logits = shapes["input"]
    if len(logits) not in (1, 2) or logits[-1] < 2:
        raise ValueError(f"expected input of shape [C] or [N, C] with at least 2 classes, got {list(logits)}")
    expect(shapes, "weight", logits[-1:])
    return logits


def expect(shapes: Mapping[str, Shape], name: str, shape: Shape) -> None:
    """Raise ValueError where this tensor is there and has another shape."""
    if shapes.get(name, shape) != shape:
        given = ", ".join(f"{other} of shape {list(shapes[other])}" for other in shapes if other != name)
        raise ValueError(f"expected {name} of shape {list(shape)} for {given}, got {list(shapes[name])}")


def count(shape: Shape) -> int:
    """How many elements a tensor of this shape has."""
    return prod(shape)
