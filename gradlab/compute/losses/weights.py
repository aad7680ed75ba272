"""The weights that many losses can be given: of each element, or of each class."""

from dataclasses import replace

from gradlab.compute.losses.loss import Slider, TensorArgument

WEIGHT = TensorArgument(
    "weight", (2.0, 1.0, 0.5, 3.0, 1.5, 0.5, 2.5, 1.0), Slider(0.1, 5.0, 0.1), optional=True, symbol="w"
)
# One that PyTorch does not differentiate in.
CONSTANT_WEIGHT = replace(WEIGHT, differentiable=False)


def factor(weight: bool, symbol: str = "w") -> str:
    """The weight as it stands in front of a formula, where there is one."""
    return rf"{symbol}\," if weight else ""
