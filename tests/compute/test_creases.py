"""Creases lie where calculus has them, along each of two elements."""

import numpy as np
import pytest

from gradlab import LOSSES, Experiment, ExperimentError, slopes
from gradlab.compute.creases import slopes_over
from tests.compute.experiments import (
    continuous,
    default_experiment,
    elements,
    on_devices,
    over_losses,
    with_element,
)


def creases(experiment: Experiment, **points) -> np.ndarray:
    return np.stack([along.kink for along in slopes_over(experiment, **points)])


def test_the_absolute_value_has_a_crease_along_each_element_where_that_is_zero():
    # |A₀| + |A₁|: a corner in A₀ where A₀ = 0, whatever A₁ is, and the other way round.
    experiment = Experiment("abs", {"A": [3.0, 3.0]}, reduction="sum")
    points = {"first_positions": [0.0, 1.0, 0.0, 1.0], "second_positions": [0.0, 0.0, 2.0, 2.0]}

    found = creases(experiment, first=("A", 0), second=("A", 1), **points)

    assert found.tolist() == [[True, False, True, False], [True, True, False, False]]


def test_a_crease_may_run_across_both_elements():
    # |x − y| as both move: a corner in either element exactly where they are equal.
    experiment = Experiment("l1_loss", {"input": [0.0], "target": [1.0]})
    points = {"first_positions": [-1.0, 0.5, 2.0], "second_positions": [-1.0, 1.0, 2.0]}

    found = creases(experiment, first=("input", 0), second=("target", 0), **points)

    assert found.tolist() == [[True, False, True]] * 2


@on_devices
@over_losses
def test_along_either_element_it_is_what_the_slopes_of_that_element_are(name, device):
    experiment, loss = default_experiment(name, (3,), device=device), LOSSES[name]
    movable = [(a.name, i) for a in continuous(loss) if a.differentiable for i in elements(experiment, a.name)]
    (first, second), sliders = movable[:2], [loss.tensor(tensor).slider for tensor, _ in movable[:2]]
    x, y = sliders[0].positions[5::19], sliders[1].positions[5::19][::-1]
    points = list(zip(x, y, strict=False))
    across, up = zip(*points, strict=True)

    found = creases(experiment, first=first, second=second, first_positions=across, second_positions=up)

    for column, (there, beside) in enumerate(points):
        along_first = slopes(with_element(experiment, *second, beside), **moved(first), positions=[there])
        along_second = slopes(with_element(experiment, *first, there), **moved(second), positions=[beside])
        assert found[:, column].tolist() == [along_first.kink[0], along_second.kink[0]]


def moved(element: tuple[str, int]) -> dict:
    return dict(zip(("tensor", "element"), element, strict=True))


@pytest.mark.parametrize(
    "change", [{"first": ("A", 2)}, {"second": ("y", 0)}, {"first_positions": [np.nan]}, {"second_positions": []}]
)
def test_what_is_no_point_is_refused(change):
    given = {"first": ("A", 0), "second": ("A", 1), "first_positions": [1.0], "second_positions": [1.0]}
    with pytest.raises(ExperimentError, match=r"expected .*got "):
        creases(Experiment("abs", {"A": [1.0, 2.0]}, dtype="float32"), **(given | change))
