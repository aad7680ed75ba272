"""The program shown, run by itself in a Python of its own, prints the page's numbers."""

import json

import nbformat
import numpy as np
import pytest

from gradlab.compute.training import Training, loop_lines, notebook, script
from tests.compute.interpreter import outputs
from tests.compute.training.trainings import TRAININGS, over_trainings, recorded, training_of


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    return dict(zip(TRAININGS, outputs([script(training_of(name)) for name in TRAININGS]), strict=True))


def rows(text: str) -> np.ndarray:
    return np.array([[float(number) for number in line.split()] for line in text.splitlines()])


@over_trainings
def test_the_program_prints_the_steps_the_losses_and_the_unscaled_gradients_of_the_record(name, printed):
    record = recorded(training_of(name))
    wanted = np.column_stack([np.arange(record.steps), record.losses, record.gradients])

    # A loss that is accumulated is added in float64 there; a norm may differ in float64's last digit.
    np.testing.assert_allclose(rows(printed[name]), wanted, rtol=1e-6)


def test_what_is_printed_of_a_tensor_is_the_very_number(printed):
    record = recorded(training_of("line"))

    assert (rows(printed["line"])[:, 2:] == record.gradients).all()


def test_the_notebook_is_valid_and_holds_the_program():
    training = TRAININGS["network"]
    document = nbformat.reads(notebook(training, introduction="# 学習"), as_version=4)
    nbformat.validate(document)
    code = "\n\n".join(cell.source for cell in document.cells if cell.cell_type == "code") + "\n"

    assert code == script(training)
    assert json.loads(notebook(training, introduction="")) is not None


def stages(training: Training) -> list[str]:
    return [line.stage for line in loop_lines(training)]


@over_trainings
def test_the_number_is_read_after_backward_and_unscale_and_before_anything_clips(name):
    training, order = TRAININGS[name], stages(TRAININGS[name])

    if training.zero_grad:
        assert order.index("read") > order.index("backward")
        if "unscale" in order:
            assert order.index("read") > order.index("unscale")
    assert order.count("read") == 1
    if "clip" in order and not training.clip_scaled:
        assert order.index("read") < order.index("clip")
