"""What a line predicts as one element moves."""

import numpy as np
import pytest
import torch

from gradlab import LOSSES, Experiment, ExperimentError, sweep
from gradlab.compute.line import predictions
from tests.compute.experiments import default_experiment, on_devices

X, Y = [1.0, 2.0, -0.5], [3.0, 8.5, 0.25]
POSITIONS = [-2.0, 0.1, 3.0]


def fit(dtype: str = "float64", **changed) -> Experiment:
    tensors = {"w": [1.5], "b": [0.7], "x": X, "y": Y}
    return Experiment("line_fit", tensors, {"criterion": "mse_loss"}, dtype=dtype, reduction="sum", **changed)


def moved(tensor: str, dtype: str = "float64", **changed) -> np.ndarray:
    return predictions(fit(dtype, **changed), tensor=tensor, element=0, positions=POSITIONS)


@on_devices
def test_the_weight_turns_the_line_about_where_it_crosses_x_0(device):
    np.testing.assert_allclose(moved("w", device=device), [[w * x + 0.7 for x in X] for w in POSITIONS], rtol=1e-15)


def test_the_bias_shifts_it():
    np.testing.assert_allclose(moved("b"), [[1.5 * x + b for x in X] for b in POSITIONS], rtol=1e-15)


def test_a_data_point_takes_its_own_prediction_along():
    np.testing.assert_allclose(moved("x"), [[1.5 * x + 0.7 for x in (first, *X[1:])] for first in POSITIONS])


def test_what_is_observed_moves_no_prediction():
    np.testing.assert_array_equal(moved("y"), moved("y")[[0, 0, 0]])


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_they_are_rounded_as_the_dtype_rounds(dtype):
    w, b, x = (torch.tensor(values, dtype=getattr(torch, dtype)) for values in (POSITIONS, 0.7, X))

    np.testing.assert_array_equal(moved("w", dtype), (w[:, None] * x + b).to(torch.float64).numpy())


def test_the_sum_of_their_squared_errors_is_the_loss():
    moving = {"tensor": "w", "element": 0, "positions": POSITIONS}

    squared = (predictions(fit(), **moving) - Y) ** 2
    np.testing.assert_allclose(squared.sum(1), sweep(fit(), **moving).losses, rtol=1e-12)


def test_the_line_can_be_had_anywhere():
    found = predictions(fit(), tensor="w", element=0, positions=POSITIONS, x=[-5.0, 0.0])

    np.testing.assert_allclose(found, [[-5 * w + 0.7, 0.7] for w in POSITIONS], rtol=1e-15)


@pytest.mark.parametrize("name", [name for name, loss in LOSSES.items() if not loss.line][:3])
def test_a_loss_without_a_line_is_refused(name):
    with pytest.raises(ExperimentError, match=f"expected the loss of a line, got {name}"):
        predictions(default_experiment(name), tensor=LOSSES[name].primary.name, element=0, positions=[1.0])


def test_an_element_that_is_not_there_is_refused():
    with pytest.raises(ExperimentError, match=r"expected .*, got 9"):
        predictions(fit(), tensor="w", element=9, positions=[1.0])
