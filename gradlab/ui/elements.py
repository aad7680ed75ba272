"""The elements of an experiment's tensors as the page names them."""

from dataclasses import dataclass

from gradlab.compute.losses import Loss, Slider


@dataclass(frozen=True)
class Element:
    """One element of a continuous tensor: `input[1]` on the page, `input1` in the address."""

    tensor: str
    index: int
    slider: Slider
    default: float

    @property
    def key(self) -> str:
        """Its name in the address, in the session and in the page's CSS classes."""
        return f"{self.tensor}{self.index}"

    @property
    def name(self) -> str:
        """Its name as PyTorch writes it."""
        return f"{self.tensor}[{self.index}]"


def elements_of(loss: Loss, tensor: str, size: int) -> list[Element]:
    """The first `size` elements of one continuous tensor of a loss."""
    argument = loss.tensor(tensor)
    return [Element(tensor, index, argument.slider, argument.defaults[index]) for index in range(size)]
