"""What the stock widgets of Explore say: together they describe an experiment."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gradlab.compute.device import available_devices
from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import Loss, TensorArgument
from gradlab.compute.losses.shapes import Shape
from gradlab.ui.experiment.elements import Element, elements_of, nested
from gradlab.ui.experiment.reach import REACHES
from gradlab.ui.frame.notices import Notice
from gradlab.ui.frame.session import session

Words = Mapping[str, Any]

PAGE_DTYPE = "float32"  # what torch.tensor([2.5]) is, and how it prints


@dataclass
class Controls:
    """What the widgets say.

    size, samples: how many elements a sample has, and how many samples there are.
    optional: the tensors that are there though PyTorch does not need them, those that the formula needs among them.
    needed: only the latter. switched_on: those whose `requires_grad` is on.
    vector: the v of `backward(gradient=v)`, where one is needed. reach: how far the sliders of what is differentiated
    are widened.
    """

    loss: Loss
    size: int
    samples: int = 1
    needed: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    switched_on: tuple[str, ...] = ()
    tensors: dict[str, Any] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    reduction: str = "mean"
    dtype: str = PAGE_DTYPE
    device: str = "auto"
    vector: Any = None
    reach: int = 1

    @property
    def present(self) -> list[TensorArgument]:
        """The tensors the experiment has."""
        return [a for a in self.loss.tensors if not a.optional or a.name in self.optional]

    @property
    def differentiated(self) -> list[TensorArgument]:
        """The tensors that require a gradient; the primary one where none is switched on."""
        return [a for a in self.present if a.name in self.switched_on] or [self.loss.primary]

    @property
    def output_shape(self) -> Shape:
        """The shape of the loss before reduction."""
        shapes = {a.name: self.loss.shape_of(a.name, self.size, self.samples) for a in self.present}
        return self.loss.shape_at(shapes, self.parameters)

    def elements_of(self, argument: TensorArgument) -> list[Element]:
        """The elements of one tensor at the chosen size."""
        reach = self.reach if argument in self.differentiated else 1
        return elements_of(self.loss, argument.name, self.size, self.parameters, reach, self.samples)

    def reach_taking(self, values: Mapping[str, float]) -> int | None:
        """The least reach from this one on at which the sliders of what is differentiated take these values, by key."""
        for reach in (reach for reach in REACHES if reach >= self.reach):
            wide = replace(self, reach=reach)
            elements = [element for argument in wide.differentiated for element in wide.elements_of(argument)]
            if all(element.takes(values[element.key]) for element in elements if element.key in values):
                return reach
        return None

    def set_tensor(self, argument: TensorArgument, values: list[Any]) -> None:
        """Keep the values of a tensor's elements, in the tensor's shape."""
        self.tensors[argument.name] = nested(values, self.loss.shape_of(argument.name, self.size, self.samples))

    @property
    def device_present(self) -> bool:
        """Whether this server has the device that is asked for."""
        return self.device in ("auto", "cpu") or len(available_devices()) > 1

    def notices(self) -> list[Notice]:
        """What cannot be as the controls say."""
        found: list[Notice] = []
        if not self.device_present:
            found.append(("device", {"device": self.device, "present": ", ".join(available_devices())}))
        if not self.switched_on:
            found.append(("requires_grad", {"name": self.loss.primary.name}))
        return found

    def experiment(self) -> Experiment:
        """The experiment these controls describe, on the CPU if its device is not there.

        What sliders say is read anew: they may move without a run of the page.
        """
        own = session()
        drawn = [parameter.name for parameter in self.loss.parameters if parameter.slider]
        self.parameters |= {name: own.value(name) for name in drawn if name in self.parameters}
        for argument in self.present:
            if argument in self.differentiated or (argument.slider and argument.name in self.tensors):
                self.set_tensor(argument, [own.value(element.key) for element in self.elements_of(argument)])
        return Experiment(
            self.loss.name,
            self.tensors,
            self.parameters,
            reduction=self.reduction,
            dtype=self.dtype,
            device=self.device if self.device_present else "cpu",
            requires_grad=[argument.name for argument in self.differentiated],
            vector=self.vector,
        )
