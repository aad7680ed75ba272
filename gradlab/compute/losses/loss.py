"""What an entry of the catalogue is: one loss function with everything the rest of gradlab asks about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf, prod

from torch import Tensor

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Interval:
    """The numbers from `low` to `high`; the ends belong to it unless it is `open`."""

    low: float = -inf
    high: float = inf
    open: bool = False

    def __contains__(self, number: float) -> bool:
        if self.open:
            return self.low < number < self.high
        return self.low <= number <= self.high

    def __str__(self) -> str:
        less = "<" if self.open else "<="
        low = f"{self.low:g} {less} " if self.low > -inf else ""
        high = f" {less} {self.high:g}" if self.high < inf else ""
        return f"{low}value{high}"


@dataclass(frozen=True)
class Slider:
    """The values a slider offers: `low`, `low + step`, … up to `high`."""

    low: float
    high: float
    step: float

    @property
    def positions(self) -> list[float]:
        """Every value the slider can take, each the float nearest to its decimal."""
        count = round((self.high - self.low) / self.step) + 1
        return [round(self.low + index * self.step, 10) for index in range(count)]


@dataclass(frozen=True)
class TensorArgument:
    """One tensor that a loss takes, named as PyTorch names the argument.

    `kind` is `"continuous"` (a slider for each element) or `"class_index"` (integers that choose a class).
    `domain` is where PyTorch evaluates the loss without raising; NaN is an answer, an exception is not.
    `defaults` are the values a page opens with, as many as elements are wanted (the first is off every kink).
    """

    name: str
    defaults: tuple[float, ...]
    slider: Slider | None = None
    kind: str = "continuous"
    domain: Interval = Interval()
    differentiable: bool = True


@dataclass(frozen=True)
class Parameter:
    """One keyword parameter of a loss, such as Huber's `delta`."""

    name: str
    default: float
    domain: Interval
    slider: Slider


@dataclass(frozen=True)
class Loss:
    """One loss function: how PyTorch computes it, how a batch of rows is computed, and what a page needs to offer it.

    `function(*tensors, **parameters, reduction=...)` is PyTorch's own call. `rows` takes the same with a batch
    dimension in front of every tensor and gives the loss of each row, `[N, …] -> [N]` (`[N, *output]` for `"none"`).
    `output_shape(shapes)` is the shape of the unreduced loss; it raises ValueError for shapes that do not fit.
    `code` is the call as a program writes it, with `{options}` where parameters and reduction go.
    """

    name: str
    family: str
    function: Callable[..., Tensor]
    rows: Callable[..., Tensor]
    tensors: tuple[TensorArgument, ...]
    output_shape: Callable[[Mapping[str, Shape]], Shape]
    formula: str
    derivative: str
    code: str
    reference: str
    parameters: tuple[Parameter, ...] = ()
    reductions: tuple[str, ...] = ("mean", "sum", "none")
    sizes: tuple[int, int] = (1, 8)
    size: int = 1

    @property
    def primary(self) -> TensorArgument:
        """The tensor that is differentiated unless an experiment says otherwise."""
        return self.tensors[0]

    def tensor(self, name: str) -> TensorArgument:
        """The tensor argument called `name`."""
        return next(argument for argument in self.tensors if argument.name == name)


def reduce(values: Tensor, reduction: str) -> Tensor:
    """PyTorch's reduction of all elements to one number: their mean, their sum, or none."""
    if reduction == "mean":
        return values.mean()
    return values.sum() if reduction == "sum" else values


def reduce_rows(values: Tensor, reduction: str) -> Tensor:
    """The same reduction of each row of a batch by itself: `[N, …] -> [N]`, or unchanged for `"none"`."""
    if reduction == "none":
        return values
    if values.dim() == 1:
        return values
    dimensions = tuple(range(1, values.dim()))
    return values.mean(dimensions) if reduction == "mean" else values.sum(dimensions)


def same_shape(shapes: Mapping[str, Shape]) -> Shape:
    """The one shape all tensors have. PyTorch would broadcast others, and the gradient would be of something else."""
    (first, shape), *others = shapes.items()
    for name, other in others:
        if other != shape:
            raise ValueError(f"expected {name} of the same shape as {first}, {list(shape)}, got {list(other)}")
    return shape


def class_index_shape(shapes: Mapping[str, Shape]) -> Shape:
    """The shape of class targets: `[]` for logits `[C]`, `[N]` for logits `[N, C]`."""
    logits, target = shapes["input"], shapes["target"]
    if len(logits) not in (1, 2) or logits[-1] < 2:
        raise ValueError(f"expected input of shape [C] or [N, C] with at least 2 classes, got {list(logits)}")
    if target != logits[:-1]:
        fitting = list(logits[:-1])
        raise ValueError(f"expected target of shape {fitting} for input of shape {list(logits)}, got {list(target)}")
    return target


def count(shape: Shape) -> int:
    """How many elements a tensor of this shape has."""
    return prod(shape)
