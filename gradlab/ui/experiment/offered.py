"""Which experiments the page offers: those of a size that its widgets can choose."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.compute.losses import LOSSES
from gradlab.ui.experiment.controls import Controls
from gradlab.ui.experiment.elements import sliders_in
from gradlab.ui.experiment.whole_state import MOST_SAMPLES


@dataclass(kw_only=True)
class FixedControls(Controls):
    """Controls that say one experiment, with no widgets behind them."""

    fixed: Experiment

    def experiment(self) -> Experiment:
        """That experiment."""
        return self.fixed


def controls_of(experiment: Experiment, reach: int) -> Controls:
    """The controls with which the page shows an experiment at this reach.

    Raises ExperimentError for tensors of a size that the page does not offer: a sweep of them could take any time.
    """
    loss, (size, samples) = LOSSES[experiment.loss], size_of(experiment)
    return FixedControls(
        loss,
        size,
        samples,
        optional=tuple(name for name, _ in experiment.tensors if loss.tensor(name).optional),
        switched_on=tuple(experiment.requires_grad),
        tensors=dict(experiment.tensors),
        parameters=dict(experiment.parameters),
        reduction=experiment.reduction,
        dtype=experiment.dtype,
        device=experiment.device,
        vector=experiment.vector,
        reach=reach,
        fixed=experiment,
    )


def size_of(experiment: Experiment) -> tuple[int, int]:
    """The size at which the page shows tensors of these shapes, and how many samples."""
    loss = LOSSES[experiment.loss]
    shapes = {name: experiment.shape(name) for name, _ in experiment.tensors}
    low, high = loss.sizes
    for samples in range(1, MOST_SAMPLES + 1 if loss.samples else 2):
        for size in range(low, high + 1):
            if all(loss.shape_of(name, size, samples) == shape for name, shape in shapes.items()):
                return size, samples
    raise ExperimentError(f"expected tensors of a size that the page offers, got shapes {shapes}")


def slider_values(experiment: Experiment) -> dict[str, float]:
    """Where the slider of each number stands, by its key: of the elements, and of the parameters."""
    parameters = dict(experiment.parameters)
    sliding = [parameter.name for parameter in LOSSES[experiment.loss].parameters if parameter.slider]
    return {element.key: element.value_in(experiment) for element in sliders_in(experiment)} | {
        name: parameters[name] for name in sliding
    }


def with_sliders_at(experiment: Experiment, values: Mapping[str, float]) -> Experiment:
    """The experiment with some of its sliders elsewhere. Raises ExperimentError where it has or takes no such thing."""
    if unknown := set(values) - set(slider_values(experiment)):
        raise ExperimentError(f"expected sliders of this experiment, got {', '.join(sorted(unknown))[:80]}")
    elements = {element.key: element for element in sliders_in(experiment)}
    tensors = {name: np.array(value, dtype=object) for name, value in experiment.tensors}
    for key in values.keys() & elements.keys():
        tensors[elements[key].tensor].flat[elements[key].index] = values[key]
    parameters = {name: value for name, value in values.items() if name not in elements}
    return replace(
        experiment,
        tensors={name: value.tolist() for name, value in tensors.items()},
        parameters=dict(experiment.parameters) | parameters,
    )
