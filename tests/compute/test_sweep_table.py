"""The sweep as CSV: every number reads back as the very same float64."""

import csv
import io

import numpy as np
import pytest

from gradlab import LOSSES, Experiment, sweep
from gradlab.compute.sweep_table import sweep_csv
from tests.compute.experiments import CASES, default_experiment
from tests.compute.matrix import cover, over


def table(experiment: Experiment, positions, element: int = 0) -> tuple[list[str], np.ndarray]:
    """The header, and the numbers `[N, columns]` as a reader of CSV finds them."""
    primary = LOSSES[experiment.loss].primary.name
    swept = sweep(experiment, tensor=primary, element=element, positions=positions)
    header, *rows = csv.reader(io.StringIO(sweep_csv(experiment, swept), newline=""))
    return header, np.array(rows, dtype=np.float64)


@over("name, shape", cover(CASES))
def test_every_number_of_the_sweep_reads_back_unchanged(name, shape):
    experiment = default_experiment(name, shape)
    primary = LOSSES[name].primary
    positions = primary.slider.positions
    swept = sweep(experiment, tensor=primary.name, element=0, positions=positions)
    _, numbers = table(experiment, positions)

    np.testing.assert_array_equal(numbers[:, 0], swept.positions)
    np.testing.assert_array_equal(numbers[:, 1], swept.losses)
    np.testing.assert_array_equal(numbers[:, 2:], swept.gradients[primary.name].reshape(len(positions), -1))


def test_the_columns_are_named_as_pytorch_names_the_numbers():
    headers = {
        (): ["A", "loss", "A.grad"],
        (1,): ["A[0]", "loss", "A.grad[0]"],
        (2,): ["A[0]", "loss", "A.grad[0]", "A.grad[1]"],
        (1, 2): ["A[0, 0]", "loss", "A.grad[0, 0]", "A.grad[0, 1]"],
    }
    for shape, header in headers.items():
        experiment = Experiment("square", {"A": np.ones(shape)})
        assert table(experiment, [1.0])[0] == header


def test_the_moved_element_is_the_one_named():
    header, numbers = table(Experiment("square", {"A": [1.0, 2.0, 3.0]}), [0.5, 1.5], element=2)

    # d(mean of A²)/dA = 2A/3
    assert header[0] == "A[2]"
    np.testing.assert_array_equal(numbers[:, 0], [0.5, 1.5])
    np.testing.assert_allclose(numbers[:, header.index("A.grad[2]")], [1 / 3, 1.0])


def test_every_differentiated_tensor_has_its_columns():
    tensors = {"input": [1.0, 2.0], "target": [0.0, 0.0]}
    header, _ = table(Experiment("mse_loss", tensors, requires_grad=("input", "target")), [1.0])

    assert header[2:] == ["input.grad[0]", "input.grad[1]", "target.grad[0]", "target.grad[1]"]


def test_the_rows_are_in_the_order_of_the_positions():
    # A typed value off the slider's grid comes last in a sweep.
    _, numbers = table(default_experiment("square"), [-1.0, 0.0, 1.0, 0.347])

    np.testing.assert_array_equal(numbers[:, 0], [-1.0, 0.0, 0.347, 1.0])
    np.testing.assert_array_equal(numbers[:, 2], [-2.0, 0.0, 0.694, 2.0])


@pytest.mark.parametrize(
    ("name", "position", "written"),
    [
        ("log", 0.0, "0.0,-inf,inf"),  # ln 0 = -inf, 1/0 = inf
        ("sqrt", -1.0, "-1.0,nan,nan"),
        ("square", 0.1, "0.1,0.010000000000000002,0.2"),
    ],
)
def test_what_is_not_finite_is_written_as_pytorch_writes_it(name, position, written):
    swept = sweep(Experiment(name, {"A": [1.0]}), tensor="A", element=0, positions=[position])

    assert sweep_csv(Experiment(name, {"A": [1.0]}), swept).splitlines()[1] == written
