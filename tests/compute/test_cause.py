"""The operation that first made a loss or a gradient NaN or infinite."""

import pickle
from operator import itemgetter

import numpy as np
import pytest

from gradlab import LOSSES, Experiment, sweep
from gradlab.compute.cause import Cause, causes
from tests.compute.experiments import MOVABLE_DTYPES, default_experiment, differentiable, on_devices
from tests.compute.matrix import cover, over

# sqrt and log by calculus: no value below 0; at 0 sqrt is 0 with an infinite slope, log is -inf.
ELEMENTARY = {
    ("sqrt", -1.0): Cause("forward", "sqrt", -1.0),
    ("sqrt", 0.0): Cause("backward", "sqrt", None),
    ("sqrt", 4.0): None,
    ("log", -1.0): Cause("forward", "log", -1.0),
    ("log", 0.0): Cause("forward", "log", 0.0),
    ("log", 4.0): None,
}


@on_devices
@pytest.mark.parametrize("shape", [(), (1,)], ids=str)
@pytest.mark.parametrize(("name", "position"), ELEMENTARY)
def test_a_number_without_a_root_or_logarithm_is_named_with_the_operation(name, position, shape, device):
    experiment = default_experiment(name, shape, device=device)

    assert causes(experiment, tensor="A", element=0, positions=[position]) == [ELEMENTARY[name, position]]


def test_each_position_has_its_own_cause():
    found = causes(default_experiment("sqrt", (1,)), tensor="A", element=0, positions=[4.0, -1.0, 0.0, 1.0, -0.5])

    assert found == [
        None,
        Cause("forward", "sqrt", -1.0),
        Cause("backward", "sqrt", None),
        None,
        Cause("forward", "sqrt", -0.5),
    ]


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_among_several_elements_the_cause_is_named_without_a_number(reduction):
    experiment = default_experiment("sqrt", (3,), reduction=reduction)
    found = causes(experiment, tensor="A", element=1, positions=[-1.0, 0.0, 1.0])

    assert found == [Cause("forward", "sqrt", None), Cause("backward", "sqrt", None), None]


@on_devices
def test_an_overflow_of_float16_is_named_with_what_overflowed(device):
    # exp(12) = 162755 is beyond 65504, the largest float16; exp(11) = 59874 is not.
    experiment = default_experiment("exp", dtype="float16", device=device)

    assert causes(experiment, tensor="A", element=0, positions=[12.0, 11.0]) == [Cause("forward", "exp", 12.0), None]


@on_devices
def test_the_sum_is_named_where_only_the_sum_overflows(device):
    # 200² = 40000 is a float16, twice that is not.
    experiment = Experiment("square", {"A": [200.0, 1.0]}, reduction="sum", dtype="float16", device=device)

    assert causes(experiment, tensor="A", element=1, positions=[200.0]) == [Cause("forward", "sum", None)]


def test_an_operation_of_several_words_is_named_as_pytorch_names_it():
    # ln 0, the derivative in the target, is infinite; the value is cut off at 100 (documentation of BCELoss).
    experiment = Experiment("binary_cross_entropy", {"input": 0.5, "target": 1.0}, requires_grad="target")
    found = causes(experiment, tensor="input", element=0, positions=[0.0])

    assert found == [Cause("backward", "binary_cross_entropy", None)]


@on_devices
@over("name, tensor, dtype", cover(MOVABLE_DTYPES, key=itemgetter(slice(2, 3))))
def test_there_is_a_cause_exactly_where_loss_or_gradient_is_not_finite(name, tensor, dtype, device):
    loss, argument = LOSSES[name], LOSSES[name].tensor(tensor)
    far = [position for position in (-1e4, -300.0, 300.0, 1e4) if position in argument.domain]
    where = {"tensor": tensor, "element": 0, "positions": [*argument.slider.positions[::7], *far]}
    for size in {loss.size, min(loss.size + 1, loss.sizes[1])}:
        fields = {"dtype": dtype, "device": device, "requires_grad": differentiable(loss)}
        experiment = default_experiment(name, (size,), **fields)
        swept = sweep(experiment, **where)
        numbers = [swept.losses, *(gradient.reshape(len(gradient), -1).T for gradient in swept.gradients.values())]
        finite = np.isfinite(np.vstack(numbers)).all(axis=0)
        assert [cause is None for cause in causes(experiment, **where)] == finite.tolist()


def test_where_every_target_is_ignored_it_is_the_mean_of_nothing():
    # PyTorch's documentation of cross_entropy: the mean is over the targets that are not ignored.
    ignored = Experiment("cross_entropy", {"input": [1.0, 2.0, 3.0], "target": 0}, {"ignore_index": 0})

    assert causes(ignored, tensor="input", element=0, positions=[1.0, 2.0]) == [Cause("empty", "mean", None)] * 2


@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_of_a_loss_that_is_another_one_while_it_is_watched_nothing_is_said(dtype):
    # With a mode on, l1_loss forgets its weight (pytorch/pytorch#193003): 60000 · 2 overflows float16, 60000 does not.
    tensors = {"input": [60000.0, 1.0], "target": [0.0, 0.0], "weight": [2.0, 0.5]}
    experiment = Experiment("l1_loss", tensors, reduction="sum", dtype=dtype)
    swept = sweep(experiment, tensor="input", element=0, positions=[60000.0])

    assert np.isfinite(swept.losses[0]) == (dtype == "float32")
    assert causes(experiment, tensor="input", element=0, positions=[60000.0]) == [None]


def test_where_pytorch_refuses_to_evaluate_a_loss_there_is_no_cause():
    probabilities = default_experiment("binary_cross_entropy")

    assert causes(probabilities, tensor="input", element=0, positions=[-1.0, 2.0]) == [None, None]
    assert causes(probabilities, tensor="input", element=0, positions=[-1.0, 0.5]) == [None, None]


def test_causes_survive_pickling():
    found = causes(default_experiment("sqrt"), tensor="A", element=0, positions=[-1.0, 1.0])

    assert pickle.loads(pickle.dumps(found)) == found
