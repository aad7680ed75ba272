"""A small multilayer perceptron and the data it is fitted to, as plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from torch import Tensor, nn

from gradlab.compute.training.checks import choice, number, whole
from gradlab.compute.training.datasets import DATASETS, Dataset

ACTIVATIONS: Mapping[str, type[nn.Module]] = MappingProxyType(
    {"Tanh": nn.Tanh, "ReLU": nn.ReLU, "Sigmoid": nn.Sigmoid, "GELU": nn.GELU}
)
"""What stands between two layers, by PyTorch's name."""


@dataclass(frozen=True)
class Initialization:
    """How the weight of a layer begins; its bias begins at 0.

    function: one of `torch.nn.init`; options: what it is given besides the weight and a generator.
    """

    function: Callable[..., Tensor]
    reference: str
    options: tuple[tuple[str, Any], ...] = ()

    def code(self) -> str:
        """The line that does it, for a layer called `layer`."""
        options = "".join(f", {name}={value!r}" for name, value in self.options)
        return f"nn.init.{self.function.__name__}(layer.weight{options}, generator=generator)"


_NORMAL = "https://docs.pytorch.org/docs/2.13/nn.init.html#torch.nn.init.normal_"

INITIALIZATIONS: Mapping[str, Initialization] = MappingProxyType(
    {
        "xavier": Initialization(
            nn.init.xavier_uniform_,
            "X. Glorot and Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010",
        ),
        "kaiming": Initialization(
            nn.init.kaiming_uniform_,
            "K. He, X. Zhang, S. Ren, J. Sun, Delving Deep into Rectifiers, 2015",
        ),
        "small": Initialization(nn.init.normal_, _NORMAL, (("std", 0.01),)),
        "large": Initialization(nn.init.normal_, _NORMAL, (("std", 3.0),)),
    }
)
"""How the weights of a network begin, by name."""

REDUCTIONS = ("mean", "sum")
MOST_SAMPLES, MOST_LAYERS, MOST_WIDTH = 512, 3, 64


@dataclass(frozen=True)
class Network:
    """A multilayer perceptron with one output, and the data set it is fitted to.

    dataset: a key of `DATASETS`; two classes are fitted by binary cross-entropy, numbers by the mean squared error.
    samples: how many, from 8 to 512. noise: their spread, from 0 to 1.
    hidden: the width of each hidden layer, one to three of them, each from 1 to 64.
    activation: a key of `ACTIVATIONS`, between the layers. initialization: a key of `INITIALIZATIONS`.
    reduction: of the loss over the samples of a batch, `"mean"` or `"sum"`.

    Frozen, hashable and made of plain values. Raises TrainingError, which says what was expected and what came.
    """

    dataset: str = "moons"
    samples: int = 128
    noise: float = 0.1
    hidden: Any = (32, 32)
    activation: str = "Tanh"
    initialization: str = "xavier"
    reduction: str = "mean"

    def __post_init__(self) -> None:
        choice("dataset", self.dataset, DATASETS)
        choice("activation", self.activation, ACTIVATIONS)
        choice("initialization", self.initialization, INITIALIZATIONS)
        choice("reduction", self.reduction, REDUCTIONS)
        whole("samples", self.samples, 8, MOST_SAMPLES)
        object.__setattr__(self, "noise", number("noise", self.noise, 0.0, 1.0))
        widths = self.hidden if isinstance(self.hidden, list | tuple) else (self.hidden,)
        whole("the number of hidden layers", len(widths), 1, MOST_LAYERS)
        object.__setattr__(self, "hidden", tuple(whole("the width of a layer", w, 1, MOST_WIDTH) for w in widths))

    @property
    def data(self) -> Dataset:
        """The entry of its data set."""
        return DATASETS[self.dataset]

    @property
    def widths(self) -> tuple[int, ...]:
        """How many numbers there are before, between and after the layers: `(2, 32, 32, 1)`."""
        return (self.data.inputs, *self.hidden, 1)

    @property
    def size(self) -> int:
        """How many weights and biases it has."""
        return sum((before + 1) * after for before, after in zip(self.widths, self.widths[1:], strict=False))
