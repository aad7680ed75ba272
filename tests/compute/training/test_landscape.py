"""What the path is drawn on is the loss itself, by PyTorch, at every point of it."""

from dataclasses import replace

import numpy as np
import pytest

from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import unscaled_gradient
from gradlab.compute.training import Training, at_step, fitted_lines, landscape, line_ends, trained_elements
from tests.compute.training.trainings import LINE, OWN_FORMULA, TRAININGS, recorded

ONE = Training(Experiment("square", {"A": [2.5]}, dtype="float32"), learning_rate=0.1, steps=20)
THREE = Training(Experiment("square", {"A": [1.0, 2.0, 3.0]}, dtype="float32"), steps=5)


@pytest.mark.parametrize("training", [ONE, OWN_FORMULA, LINE, THREE, TRAININGS["unreduced"]])
def test_the_loss_at_a_state_of_the_path_is_what_the_loop_computed_there(training):
    record = recorded(training)

    np.testing.assert_allclose(landscape(training, record).path[:-1], record.losses, rtol=1e-5, atol=1e-6)


def test_a_map_holds_the_loss_of_both_elements():
    record = recorded(LINE)
    found = landscape(LINE, record)
    row, column = 7, 31
    there = replace(LINE.subject, tensors={**dict(LINE.subject.tensors), "w": [found.x[column]], "b": [found.y[row]]})

    assert found.losses[row, column] == pytest.approx(unscaled_gradient(there).loss, rel=1e-5)


def test_a_curve_is_the_loss_of_the_one_element():
    found = landscape(ONE, recorded(ONE))

    np.testing.assert_allclose(found.losses, found.x**2, rtol=1e-6)
    assert found.x[0] < 0.03 < 2.5 < found.x[-1]


def test_the_beginning_of_a_divergence_is_in_the_picture():
    training = TRAININGS["rate_too_large"]
    record = recorded(training)
    found = landscape(training, record)
    inside = (record.values[:, 0] >= found.x[0]) & (record.values[:, 0] <= found.x[-1])

    assert inside[:2].all()
    assert not inside.all()
    assert found.x[-1] - found.x[0] < 100


def test_the_state_before_a_step_has_the_gradient_of_that_step():
    record = recorded(LINE)
    gradients = unscaled_gradient(at_step(LINE, record, 7)).gradients

    assert [*gradients["w"], *gradients["b"]] == record.gradients[7].tolist()


def test_a_fitted_line_is_w_x_plus_b():
    record = recorded(LINE)
    ends = np.array(line_ends(LINE))

    expected = record.values[:, :1] * ends + record.values[:, 1:]
    np.testing.assert_allclose(fitted_lines(LINE, record), expected, rtol=1e-6)


def test_trained_elements_are_named_as_the_columns():
    assert trained_elements(OWN_FORMULA.subject) == [("A", 0), ("A", 1)]
    assert recorded(OWN_FORMULA).columns == ("A[0]", "A[1]")
