"""An experiment: checked on arrival, and one value however it was written."""

import pickle
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
import torch

from gradlab import LOSSES, Experiment, ExperimentError
from gradlab.compute.experiment import DTYPES
from tests.compute.experiments import (
    default_experiment,
    default_tensors,
    differentiable,
    numbers_of,
    over_cases,
    over_losses,
    shapes_of,
)

HUBER = {
    "loss": "huber_loss",
    "tensors": {"input": [5.0, 1.0, -2.0], "target": [3.0, 1.5, -2.25]},
    "parameters": {"delta": 1.0},
    "reduction": "sum",
}
CLASSES = {"loss": "cross_entropy", "tensors": {"input": [[2.0, 1.0, -1.0], [0.0, 0.5, 1.0]], "target": [0, 2]}}

SPELLINGS = {
    "tuples": {"input": (5.0, 1.0, -2.0), "target": (3.0, 1.5, -2.25)},
    "integers": {"input": [5, 1, -2], "target": [3.0, 1.5, -2.25]},
    "arrays": {"input": np.array([5.0, 1.0, -2.0]), "target": np.array([3.0, 1.5, -2.25], dtype=np.float32)},
    "tensors": {"input": torch.tensor([5.0, 1.0, -2.0]), "target": torch.tensor([3.0, 1.5, -2.25])},
    "leaves": {"input": torch.tensor([5.0, 1, -2], requires_grad=True), "target": [3.0, 1.5, -2.25]},
    "NumPy numbers": {"input": list(np.array([5.0, 1.0, -2.0])), "target": [3.0, 1.5, -2.25]},
    "another order": {"target": [3.0, 1.5, -2.25], "input": [5.0, 1.0, -2.0]},
    "pairs": [("target", [3.0, 1.5, -2.25]), ("input", [5.0, 1.0, -2.0])],
}


@pytest.mark.parametrize("tensors", SPELLINGS.values(), ids=SPELLINGS)
def test_an_experiment_is_equal_however_its_tensors_were_written(tensors):
    assert Experiment(**{**HUBER, "tensors": tensors}) == Experiment(**HUBER)


@pytest.mark.parametrize("tensors", SPELLINGS.values(), ids=SPELLINGS)
def test_an_experiment_hashes_alike_however_its_tensors_were_written(tensors):
    assert hash(Experiment(**{**HUBER, "tensors": tensors})) == hash(Experiment(**HUBER))


@pytest.mark.parametrize("target", [(0, 2), np.array([0, 2]), torch.tensor([0, 2])], ids=["tuple", "array", "tensor"])
def test_class_indices_are_equal_however_they_were_written(target):
    tensors = {**CLASSES["tensors"], "target": target}

    assert Experiment(**{**CLASSES, "tensors": tensors}) == Experiment(**CLASSES)


def test_every_number_is_kept_as_a_float():
    experiment = Experiment(**{**HUBER, "tensors": SPELLINGS["integers"]}, requires_grad="input")

    assert {type(number) for number in numbers_of(experiment)} == {float}


def test_class_indices_are_kept_as_integers():
    assert {type(index) for index in Experiment(**CLASSES).tensor("target")} == {int}


@pytest.mark.parametrize("given", [None, {}, {"delta": 1}, {"delta": 1.0}, [("delta", 1.0)]])
def test_parameters_left_out_are_pytorchs_defaults(given):
    # delta=1.0 in the signature of torch.nn.functional.huber_loss
    assert Experiment(**{**HUBER, "parameters": given}).parameters == (("delta", 1.0),)


@pytest.mark.parametrize("given", [None, "input", ["input"], ("input", "input"), {"input"}])
def test_the_primary_tensor_alone_is_differentiated_by_default(given):
    assert Experiment(**HUBER, requires_grad=given).requires_grad == ("input",)


def test_requires_grad_keeps_the_order_of_the_arguments():
    assert Experiment(**HUBER, requires_grad=("target", "input")).requires_grad == ("input", "target")


@pytest.mark.parametrize(
    "change",
    [
        {"loss": "mse_loss", "parameters": None},
        {"tensors": {"input": [5.0, 1.0, -2.0], "target": [3.0, 1.5, -2.5]}},
        {"parameters": {"delta": 2.0}},
        {"reduction": "mean"},
        {"dtype": "float32"},
        {"device": "cpu"},
        {"requires_grad": "target"},
        {"reduction": "none", "vector": [1.0, 1.0, 1.0]},
    ],
    ids=str,
)
def test_experiments_that_differ_in_one_field_are_not_equal(change):
    assert Experiment(**{**HUBER, **change}) != Experiment(**HUBER)


@pytest.mark.parametrize(
    "field", ["loss", "tensors", "parameters", "reduction", "dtype", "device", "requires_grad", "vector"]
)
def test_a_field_cannot_be_set(field):
    with pytest.raises(FrozenInstanceError):
        setattr(Experiment(**HUBER), field, None)


@over_losses
def test_a_field_can_be_replaced(name):
    assert replace(default_experiment(name), dtype="float32") == default_experiment(name, dtype="float32")


NOT_COMPUTED = [(name, dtype) for name, loss in LOSSES.items() for dtype in DTYPES if dtype not in loss.dtypes]


@pytest.mark.parametrize(("name", "dtype"), NOT_COMPUTED)
def test_a_dtype_pytorch_cannot_compute_the_loss_in_is_refused_with_those_it_can(name, dtype):
    with pytest.raises(ExperimentError, match=f"expected dtype .* {', '.join(LOSSES[name].dtypes)}, got '{dtype}'"):
        default_experiment(name, dtype=dtype)
    tensors = {t: torch.tensor(v) for t, v in default_tensors(LOSSES[name], (LOSSES[name].size,)).items()}
    primary = LOSSES[name].primary.name
    tensors[primary] = tensors[primary].to(getattr(torch, dtype))
    with pytest.raises(NotImplementedError):
        LOSSES[name].function(**tensors, **{p.name: p.default for p in LOSSES[name].parameters}, reduction="mean")


@over_cases
def test_an_experiment_survives_pickling(name, shape):
    experiment = default_experiment(name, shape, reduction="none", requires_grad=differentiable(LOSSES[name]))

    assert pickle.loads(pickle.dumps(experiment)) == experiment


@over_cases
def test_every_tensor_keeps_its_shape(name, shape):
    experiment = default_experiment(name, shape, optional=True)

    assert {tensor: experiment.shape(tensor) for tensor, _ in experiment.tensors} == shapes_of(LOSSES[name], shape)


@over_cases
def test_a_tensors_value_comes_back_as_nested_tuples(name, shape):
    experiment = default_experiment(name, shape)

    for tensor, given in default_tensors(LOSSES[name], shape).items():
        assert np.array(experiment.tensor(tensor)).tolist() == given


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("device", ["auto", "cpu", "cuda", "cuda:0", "cuda:17"])
def test_every_dtype_and_spelling_of_a_device_is_accepted_wherever_it_runs(device, dtype):
    experiment = Experiment(**HUBER, dtype=dtype, device=device)

    assert (experiment.dtype, experiment.device) == (dtype, device)
