"""The optimizers a pipeline can end in. `OPTIMIZERS` is the registry everything else reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import torch
from torch import Tensor

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class OptimizerEntry:
    """One optimizer, or one way to use it.

    title: what it is called in print. function: PyTorch's class. options: what it is given besides learning rate and
    weight decay. weight_decay, eps: PyTorch's defaults; eps is None where it has none. formula: LaTeX of the first step
    Δw, for a gradient g with the decay in it. decouples_decay: whether the decay is subtracted beside that instead.
    square: what PyTorch calls the mean (or sum) of the squared gradients that it divides by the root of, or nothing
    where its first step is proportional to the gradient. reference: where it is from.
    """

    title: str
    function: type[torch.optim.Optimizer]
    formula: str
    reference: str
    options: Mapping[str, Any] = field(default_factory=lambda: _NOTHING, hash=False)
    weight_decay: float = 0.0
    eps: float | None = None
    decouples_decay: bool = False
    square: str = ""

    def of(
        self, weight: Tensor, *, learning_rate: float, weight_decay: float, eps: float | None
    ) -> torch.optim.Optimizer:
        """PyTorch's optimizer of one weight. eps is for those that have one."""
        options = self.options if self.eps is None else {**self.options, "eps": eps}
        return self.function([weight], lr=learning_rate, weight_decay=weight_decay, **options)

    def code(self, *, learning_rate: float, weight_decay: float, eps: float | None) -> str:
        """The line that makes it: options only where they differ from PyTorch's defaults."""
        options = {"lr": learning_rate, **self.options}
        if self.eps is not None and eps != self.eps:
            options["eps"] = eps
        if weight_decay != self.weight_decay:
            options["weight_decay"] = weight_decay
        written = "".join(f", {name}={value!r}" for name, value in options.items())
        return f"torch.optim.{self.function.__name__}([w]{written})"


_ADAPTIVE = r"-\eta \frac{g}{\lvert g\rvert + \epsilon}"

OPTIMIZERS: Mapping[str, OptimizerEntry] = MappingProxyType(
    {
        "sgd": OptimizerEntry(
            "SGD",
            torch.optim.SGD,
            r"-\eta g",
            "H. Robbins and S. Monro, A Stochastic Approximation Method, 1951",
        ),
        "momentum": OptimizerEntry(
            "SGD, momentum 0.9",
            torch.optim.SGD,
            r"-\eta g",
            "B. T. Polyak, Some methods of speeding up the convergence of iteration methods, 1964",
            MappingProxyType({"momentum": 0.9}),
        ),
        "nesterov": OptimizerEntry(
            "SGD, Nesterov 0.9",
            torch.optim.SGD,
            r"-\eta (1 + \mu) g",
            "I. Sutskever, J. Martens, G. Dahl, G. Hinton, On the importance of initialization and momentum, 2013",
            MappingProxyType({"momentum": 0.9, "nesterov": True}),
        ),
        "adam": OptimizerEntry(
            "Adam",
            torch.optim.Adam,
            _ADAPTIVE,
            "D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, 2015",
            eps=1e-8,
            square="exp_avg_sq",
        ),
        "adamw": OptimizerEntry(
            "AdamW",
            torch.optim.AdamW,
            _ADAPTIVE,
            "I. Loshchilov and F. Hutter, Decoupled Weight Decay Regularization, 2019",
            weight_decay=0.01,
            decouples_decay=True,
            eps=1e-8,
            square="exp_avg_sq",
        ),
        "rmsprop": OptimizerEntry(
            "RMSprop",
            torch.optim.RMSprop,
            r"-\eta \frac{g}{\sqrt{1 - \alpha} \lvert g\rvert + \epsilon}",
            "T. Tieleman and G. Hinton, Lecture 6.5: RMSprop, 2012",
            eps=1e-8,
            square="square_avg",
        ),
        "adagrad": OptimizerEntry(
            "Adagrad",
            torch.optim.Adagrad,
            _ADAPTIVE,
            "J. Duchi, E. Hazan, Y. Singer, Adaptive Subgradient Methods for Online Learning, 2011",
            eps=1e-10,
            square="sum",
        ),
    }
)
