"""A loss that fits a line says which of its tensors the line is and which the data are."""

from dataclasses import replace

import numpy as np
import pytest

from gradlab import LOSSES, Experiment, ExperimentError, unscaled_gradient
from gradlab.compute.losses.shapes import count
from gradlab.compute.program import program
from tests.compute.experiments import chosen_parameters, default_experiment

LINES = [loss for loss in LOSSES.values() if loss.line]
FITTED = [(loss, parameters) for loss in LINES for parameters in chosen_parameters(loss)]

over_lines = pytest.mark.parametrize("loss", LINES, ids=lambda loss: loss.name)
over_fits = pytest.mark.parametrize(
    ("loss", "parameters"), FITTED, ids=[f"{loss.name}-{parameters}" for loss, parameters in FITTED]
)


def with_tensors(experiment: Experiment, **tensors) -> Experiment:
    return replace(experiment, tensors=dict(experiment.tensors) | tensors)


def at_line(loss, parameters, weight: float, bias: float, **tensors) -> Experiment:
    """The loss of a line at the data it opens with."""
    line = {loss.line.weight: [weight], loss.line.bias: [bias]}
    return with_tensors(default_experiment(loss.name, parameters=parameters), **line, **tensors)


def test_there_is_one():
    assert LINES


@over_lines
def test_a_page_can_move_the_line_and_every_point(loss):
    names = (loss.line.weight, loss.line.bias, loss.line.x, loss.line.y)
    for size in range(loss.sizes[0], loss.sizes[1] + 1):
        numbers = [count(loss.tensor(name).shape(size)) for name in names]
        assert numbers == [1, 1, size, size]
    assert all(loss.tensor(name).slider and loss.tensor(name).differentiable for name in names)
    assert loss.primary.name == loss.line.weight


@over_fits
def test_where_all_points_lie_on_the_line_there_is_no_loss_and_no_slope(loss, parameters):
    x = np.array([-1.0, 0.5, 2.0, 3.25])
    experiment = at_line(loss, parameters, 1.5, -0.75, **{loss.line.x: x, loss.line.y: 1.5 * x - 0.75})
    result = unscaled_gradient(replace(experiment, requires_grad=[loss.line.weight, loss.line.bias]))

    assert result.loss == 0.0
    assert [gradient.item() for gradient in result.gradients.values()] == [0.0, 0.0]


@over_fits
def test_the_loss_knows_the_data_by_their_residuals_alone(loss, parameters):
    # Raised together, the line and the points are as far apart as before; 2.5 is exact in binary.
    here = default_experiment(loss.name, parameters=parameters)
    raised = {name: np.add(here.tensor(name), 2.5) for name in (loss.line.bias, loss.line.y)}

    assert unscaled_gradient(with_tensors(here, **raised)).loss == unscaled_gradient(here).loss


@over_fits
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_gradient_in_w_is_that_in_the_predictions_times_x_added_up(loss, parameters, reduction):
    # The chain rule: d/dw of w x + b is x, d/db is 1; d/dy of the loss is minus that in the prediction.
    names = [loss.line.weight, loss.line.bias, loss.line.y]
    experiment = default_experiment(loss.name, parameters=parameters, reduction=reduction, requires_grad=names)
    of_weight, of_bias, of_y = (unscaled_gradient(experiment).gradients[name] for name in names)

    assert of_weight.item() == pytest.approx(-np.dot(of_y, experiment.tensor(loss.line.x)), rel=1e-12)
    assert of_bias.item() == pytest.approx(-np.sum(of_y), rel=1e-12)


LINE = LOSSES["line_fit"]
FOUR_POINTS = default_experiment("line_fit")


def loss_at(criterion: str, weight: float, bias: float) -> float:
    return unscaled_gradient(at_line(LINE, {"criterion": criterion}, weight, bias)).loss


def test_the_least_squares_of_the_data_it_opens_with_are_1_6_and_2_75():
    weight, bias = (
        np.polynomial.Polynomial.fit(FOUR_POINTS.tensor("x"), FOUR_POINTS.tensor("y"), 1).convert().coef[::-1]
    )
    fitted = replace(at_line(LINE, {}, 1.6, 2.75), requires_grad=["w", "b"])

    assert (weight, bias) == (pytest.approx(1.6), pytest.approx(2.75))  # NumPy's own least squares
    assert [gradient.item() for gradient in unscaled_gradient(fitted).gradients.values()] == pytest.approx([0.0, 0.0])


def test_the_least_absolute_errors_leave_one_point_of_four_aside():
    # A least-absolute-errors line passes through two of the points (Bloomfield and Steiger, Least Absolute Deviations,
    # 1983): among the six such lines, 2x + 1 is the best.
    x, y = np.array(FOUR_POINTS.tensor("x")), np.array(FOUR_POINTS.tensor("y"))
    pairs = [(i, j) for j in range(4) for i in range(j)]
    weights = [(y[j] - y[i]) / (x[j] - x[i]) for i, j in pairs]
    lines = [(weight, y[i] - weight * x[i]) for weight, (i, _) in zip(weights, pairs, strict=True)]

    assert min(lines, key=lambda line: loss_at("l1_loss", *line)) == (2.0, 1.0)
    assert np.abs(2.0 * x + 1.0 - y).argmax() == 1
    assert loss_at("mse_loss", 2.0, 1.0) > loss_at("mse_loss", 1.6, 2.75)


@pytest.mark.parametrize(
    ("tensors", "expected"),
    [
        ({"x": 1.0, "y": 1.0}, r"x of shape \[N\]"),
        ({"x": [[1.0, 2.0]], "y": [[1.0, 2.0]]}, r"x of shape \[N\]"),
        ({"y": [1.0, 2.0]}, r"y of shape \[4\]"),
        ({"w": 1.0}, r"w of shape \[1\]"),
        ({"w": [1.0, 2.0, 3.0, 4.0]}, r"w of shape \[1\]"),
        ({"b": [1.0, 2.0]}, r"b of shape \[1\]"),
    ],
    ids=str,
)
def test_what_would_be_broadcast_to_something_else_is_refused(tensors, expected):
    with pytest.raises(ExperimentError, match=f"expected {expected}.*got"):
        with_tensors(FOUR_POINTS, **tensors)


@pytest.mark.parametrize("criterion", ["mse_loss", "l1_loss"])
def test_delta_changes_nothing_and_is_not_written_where_the_criterion_has_none(criterion):
    with_delta, without = (
        default_experiment("line_fit", parameters={"criterion": criterion} | delta) for delta in ({"delta": 0.5}, {})
    )
    assert unscaled_gradient(with_delta).printed == unscaled_gradient(without).printed
    assert program(with_delta, "…") == program(without, "…")


def test_line_fits_program_calls_the_criterion_by_its_name():
    text = program(default_experiment("line_fit", parameters={"criterion": "huber_loss", "delta": 0.5}), "…")
    assert "loss = F.huber_loss(w * x + b, y, delta=0.5)\n" in text
