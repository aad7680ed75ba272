"""The catalogue: every entry computes what its formula says, and offers what a page needs."""

from decimal import Decimal

import numpy as np
import pytest
import torch

from gradlab import LOSSES, Experiment
from gradlab.compute.losses import FAMILIES, Interval, Parameter, Slider, TensorArgument
from gradlab.compute.losses.reduction import reduce
from gradlab.compute.losses.shapes import count
from tests.compute.experiments import (
    continuous,
    default_experiment,
    default_tensors,
    on_devices,
    over_cases,
    over_reduced_cases,
    shapes_of,
)

TENSORS = [(loss, argument) for loss in LOSSES.values() for argument in continuous(loss, optional=True)]
PARAMETERS = [(loss, parameter) for loss in LOSSES.values() for parameter in loss.parameters]
SLIDERS = [(loss.name, part.name, part.slider) for loss, part in TENSORS + PARAMETERS if part.slider]

over_tensors = pytest.mark.parametrize(("loss", "argument"), TENSORS, ids=lambda part: part.name)
over_parameters = pytest.mark.parametrize(("loss", "parameter"), PARAMETERS, ids=lambda part: part.name)
over_entries = pytest.mark.parametrize("loss", LOSSES.values(), ids=lambda loss: loss.name)


def batch(name: str, layout: tuple[int, ...], device: str, optional: bool = False) -> dict[str, torch.Tensor]:
    """Four rows of every tensor, each row different: the defaults rolled, one step further each row."""
    loss = LOSSES[name]
    shapes = shapes_of(loss, layout)
    rows = {
        argument.name: [np.resize(np.roll(argument.defaults, row), shapes[argument.name]) for row in range(4)]
        for argument in (loss.tensors if optional else loss.required)
    }
    return {tensor: torch.tensor(np.array(values), device=device) for tensor, values in rows.items()}


@on_devices
@pytest.mark.parametrize("optional", [False, True], ids=["", "optional"])
@over_reduced_cases
def test_rows_of_a_batch_are_pytorchs_loss_of_each_row(name, shape, reduction, optional, device):
    loss, tensors = LOSSES[name], batch(name, shape, device, optional)
    options = {"reduction": reduction, **{parameter.name: parameter.default for parameter in loss.parameters}}
    one_by_one = [loss.function(**{t: rows[row] for t, rows in tensors.items()}, **options) for row in range(4)]

    rows = loss.rows(**tensors, **options)
    torch.testing.assert_close(rows, torch.stack(one_by_one).view(rows.shape), rtol=1e-12, atol=1e-12)


@over_cases
def test_the_unreduced_loss_has_the_shape_the_entry_announces(name, shape):
    loss = LOSSES[name]
    tensors = {tensor: rows[0] for tensor, rows in batch(name, shape, "cpu").items()}
    parameters = {parameter.name: parameter.default for parameter in loss.parameters}
    unreduced = loss.function(**tensors, **parameters, reduction="none")

    assert unreduced.shape == loss.output_shape(shapes_of(loss, shape))


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_reduce_is_the_reduction_pytorchs_own_losses_do(reduction):
    values = torch.tensor([[1.0, 2.5], [-3.0, 4.0]])
    pytorchs = torch.nn.functional.l1_loss(values, torch.full_like(values, -5.0), reduction=reduction)

    torch.testing.assert_close(reduce(values + 5.0, reduction), pytorchs)


@over_entries
def test_an_entry_is_found_under_its_own_name(loss):
    assert LOSSES[loss.name] is loss


@over_entries
def test_an_entry_shows_a_formula_a_derivative_and_a_source(loss):
    assert loss.formula
    assert loss.derivative
    assert loss.reference


@over_entries
def test_the_braces_of_an_entrys_latex_match(loss):
    for latex in (loss.written(loss.formula, {}), loss.written(loss.derivative, {})):
        assert latex.count("{") == latex.count("}")


@over_entries
def test_an_entry_belongs_to_a_family(loss):
    assert loss.family in FAMILIES


@over_entries
def test_the_primary_tensor_can_be_differentiated(loss):
    assert loss.primary.differentiable


@over_entries
def test_the_size_a_page_opens_with_is_one_it_offers(loss):
    assert loss.sizes[0] <= loss.size <= loss.sizes[1]


@over_entries
def test_every_offered_size_is_an_experiment_the_loss_takes(loss):
    for size in range(loss.sizes[0], loss.sizes[1] + 1):
        experiment = Experiment(loss.name, default_tensors(loss, (size,)))
        assert experiment.shape(loss.primary.name) == loss.primary.shape(size)


@over_tensors
def test_there_is_a_default_for_every_offered_element(loss, argument):
    assert len(argument.defaults) >= count(argument.shape(loss.sizes[1]))


@over_tensors
def test_defaults_are_positions_of_their_slider(loss, argument):
    assert set(argument.defaults) <= set(argument.slider.positions)


@over_tensors
def test_a_tensors_slider_stays_in_its_domain(loss, argument):
    assert all(position in argument.domain for position in argument.slider.positions)


def offered(part: TensorArgument | Parameter) -> list | tuple:
    """What a page offers to choose from."""
    return part.slider.positions if part.slider else part.choices or [part.default]


@over_parameters
def test_a_parameters_default_is_offered(loss, parameter):
    assert parameter.default in offered(parameter)


@over_parameters
def test_an_experiment_takes_every_value_offered_for_a_parameter(loss, parameter):
    for value in offered(parameter):
        experiment = default_experiment(loss.name, parameters={parameter.name: value})
        assert dict(experiment.parameters)[parameter.name] == value


@over_parameters
def test_a_parameters_slider_has_few_enough_positions_for_a_curve_at_each(loss, parameter):
    # A page that reshapes the curve while the slider moves is sent all of them at the first touch.
    assert not parameter.slider or len(parameter.slider.positions) <= 41


@over_parameters
def test_a_parameters_slider_has_the_values_a_lesson_speaks_of(loss, parameter):
    if parameter.slider:
        low, high = parameter.slider.low, parameter.slider.high
        assert {value for value in (0.0, 0.5, 1.0, 2.0) if low <= value <= high} <= set(parameter.slider.positions)


@pytest.mark.parametrize("slider", [pytest.param(slider, id=f"{loss}-{part}") for loss, part, slider in SLIDERS])
def test_positions_are_the_decimals_from_low_to_high(slider: Slider):
    low, high, step = (Decimal(str(number)) for number in (slider.low, slider.high, slider.step))
    decimals = [low + index * step for index in range(int((high - low) / step) + 1)]

    assert decimals[-1] == high
    assert slider.positions == [float(decimal) for decimal in decimals]


def test_a_closed_interval_holds_its_ends_and_nothing_beyond():
    assert [number in Interval(0.0, 1.0) for number in (-0.1, 0.0, 0.5, 1.0, 1.1)] == [False, True, True, True, False]


def test_an_open_interval_holds_neither_end():
    assert [number in Interval(0.0, 1.0, open=True) for number in (0.0, 0.5, 1.0)] == [False, True, False]


@pytest.mark.parametrize("interval", [Interval(), Interval(0.0), Interval(0.0, 1.0, open=True)])
def test_nan_is_in_no_interval(interval):
    assert float("nan") not in interval


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval(0.0, 1.0), "0 <= value <= 1"),
        (Interval(0.0, open=True), "0 < value"),
        (Interval(high=2.5), "value <= 2.5"),
    ],
)
def test_an_interval_reads_as_an_inequality(interval, text):
    assert str(interval) == text
