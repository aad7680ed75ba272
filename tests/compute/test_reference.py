"""Loss and gradient of every entry, with its parameters and reductions, against mpmath; and PyTorch's own gradcheck."""

import numpy as np
import pytest
import torch
from mpmath import mp, mpf

from gradlab import LOSSES, Experiment, Gradient, unscaled_gradient
from gradlab.compute.divisor import divisor
from gradlab.compute.experiment import flat
from gradlab.compute.gradient import leaf
from tests.compute.experiments import (
    CASES,
    chosen_parameters,
    default_experiment,
    differentiable,
    elements,
    optional_tensors,
    over_losses,
    shapes_of,
)
from tests.compute.matrix import over
from tests.compute.reference import REFERENCES
from tests.compute.test_latex import exact

LAYOUTS = {name: max((layout for case, layout in CASES if case == name), key=len) for name in LOSSES}

# Every reduction at the defaults and with every set of optional tensors; every parameter in a mean, and with these.
CHECKED = dict.fromkeys(
    (name, reduction, tuple(parameters.items()), optional)
    for name, loss in LOSSES.items()
    for optional in optional_tensors(loss)
    for parameters in chosen_parameters(loss)
    for reduction in (loss.reductions if parameters == chosen_parameters(loss)[0] else ("mean",))
)


def test_every_entry_has_a_reference():
    assert set(REFERENCES) == set(LOSSES)


def samples(experiment: Experiment, layout: tuple[int, ...]) -> list[dict]:
    """The keywords of each element, or of each sample, for the reference."""
    loss, reference = LOSSES[experiment.loss], REFERENCES[experiment.loss]
    values = {name: exact(value) for name, value in experiment.tensors}
    if not reference.sample:
        shape = experiment.output_shape
        spread = {n: np.broadcast_to(np.array(v, dtype=object), shape).ravel() for n, v in values.items()}
        return [{name: column[index] for name, column in spread.items()} for index in range(int(np.prod(shape)))]
    alone, together = shapes_of(loss, layout[-1:]), shapes_of(loss, layout)
    rows = layout[0] if len(layout) > 1 else 1
    own = {name: len(layout) > 1 and together[name] != alone[name] for name in values}
    return [{name: value[row] if own[name] else value for name, value in values.items()} for row in range(rows)]


def reference_loss(experiment: Experiment, layout: tuple[int, ...]) -> mpf | list[mpf]:
    reference, parameters = REFERENCES[experiment.loss], dict(experiment.parameters)
    exactly = {name: mpf(value) if isinstance(value, float) else value for name, value in parameters.items()}
    each = samples(experiment, layout)
    losses = [reference.loss(**sample, **exactly) for sample in each]
    if experiment.reduction == "none":
        return mp.fdot(losses, flat(experiment.vector) if experiment.vector is not None else [1])
    if experiment.reduction == "batchmean":
        return sum(losses) / layout[0]
    return sum(losses) / (reference.divisor(each, parameters) if experiment.reduction == "mean" else 1)


def moved(experiment: Experiment, layout: tuple[int, ...], name: str, index: int):
    """The reference loss as a function of one element, in more digits than an Experiment keeps."""

    def loss(number: mpf) -> mpf:
        there = dict(experiment.tensors)
        shifted = Moved(experiment, {**there, name: placed(there[name], [index], number)})
        return reference_loss(shifted, layout)

    return loss


class Moved:
    """An experiment one of whose numbers is an mpf."""

    def __init__(self, experiment: Experiment, tensors: dict) -> None:
        self.experiment, self.tensors = experiment, tuple(tensors.items())

    def __getattr__(self, name: str):
        return getattr(self.experiment, name)


def placed(value, countdown: list[int], number: mpf):
    """Nested numbers with the one at this place of the flattened tensor replaced."""
    if isinstance(value, tuple):
        return tuple(placed(part, countdown, number) for part in value)
    countdown[0] -= 1
    return number if countdown[0] == -1 else value


@over("name, reduction, parameters, optional", CHECKED)
def test_loss_and_gradient_are_those_of_mpmath(name, reduction, parameters, optional):
    layout, parameters = LAYOUTS[name], dict(parameters)
    whole = default_experiment(name, layout, optional=True, parameters=parameters)
    tensors = {t: value for t, value in whole.tensors if not LOSSES[name].tensor(t).optional or t in optional}
    required = tuple(t for t in differentiable(LOSSES[name], optional=True) if t in tensors)
    fields = {"parameters": parameters, "reduction": reduction, "requires_grad": required}
    if reduction == "none" and whole.output_shape:
        fields["vector"] = np.resize((1.0, -0.5, 2.0), whole.output_shape)
    experiment = Experiment(name, tensors, **fields)
    result = unscaled_gradient(experiment)
    weights = 1.0 if experiment.vector is None else np.array(experiment.vector)
    loss = np.sum(result.loss * weights)
    assert np.isfinite(loss) or not divisor(experiment).number  # a mean over nothing but ignored targets
    with mp.workdps(30):
        if np.isfinite(loss):
            assert loss == pytest.approx(float(reference_loss(experiment, layout)), rel=1e-12, abs=1e-14)
            assert_gradients_are_those_of_mpmath(experiment, result, layout)


def assert_gradients_are_those_of_mpmath(experiment: Experiment, result: Gradient, layout: tuple[int, ...]) -> None:
    for tensor, gradient in result.gradients.items():
        for index, number in zip(elements(experiment, tensor), flat(experiment.tensor(tensor)), strict=True):
            slope = mp.diff(moved(experiment, layout, tensor, index), mpf(number))
            assert gradient.flat[index] == pytest.approx(float(slope), rel=1e-10, abs=1e-12)


def inside(experiment: Experiment, name: str) -> torch.Tensor:
    """A tensor with every element so far inside its domain that gradcheck stays there."""
    domain = LOSSES[experiment.loss].tensor(name).domain
    value = leaf(experiment, name, torch.device("cpu"))
    with torch.no_grad():
        return value.clamp_(domain.low + 0.01, domain.high - 0.01) if value.is_floating_point() else value


@over_losses
def test_every_entry_passes_pytorchs_gradcheck(name):
    loss, required = LOSSES[name], differentiable(LOSSES[name], optional=True)
    experiment = default_experiment(name, LAYOUTS[name], optional=True, requires_grad=required)
    leaves = {tensor: inside(experiment, tensor) for tensor, _ in experiment.tensors}
    for reduction in loss.reductions:

        def call(*values, reduction=reduction):
            tensors = dict(zip(leaves, values, strict=True))
            return loss.function(**tensors, **dict(experiment.parameters), reduction=reduction)

        assert torch.autograd.gradcheck(call, tuple(leaves.values()), fast_mode=True)
