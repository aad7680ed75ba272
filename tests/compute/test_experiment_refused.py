"""What cannot be an experiment is refused, and what can is kept."""

import numpy as np
import pytest
import torch

from gradlab import LOSSES, Experiment, ExperimentError, unscaled_gradient
from gradlab.compute.losses import Loss, Parameter
from tests.compute.experiments import (
    chosen_parameters,
    default_experiment,
    over_bounds,
    over_losses,
    with_element,
)
from tests.compute.test_experiment import CLASSES, HUBER


def with_tensor(name, value, base=HUBER):
    return {**base, "tensors": {**base["tensors"], name: value}}


SQUARE = {"loss": "square", "tensors": {"A": [1.0, 2.0]}}
WEIGHTED = {"loss": "mse_loss", "tensors": {"input": [1.0, 2.0], "target": [0.0, 0.0], "weight": [1.0, 3.0]}}
SMOOTHED = {**CLASSES, "parameters": {"ignore_index": -1, "label_smoothing": 0.1}}
LABELS = {"loss": "multilabel_margin_loss", "tensors": {"input": [1.0, 2.0, 3.0], "target": [0, -1, 1]}}
SIGNS = {"loss": "margin_ranking_loss", "tensors": {"input1": [1.0], "input2": [2.0], "target": [-1.0]}}
DISTANCE = {
    "loss": "triplet_margin_with_distance_loss",
    "tensors": {name: [1.0, 2.0] for name in ("anchor", "positive", "negative")},
    "parameters": {"distance_function": "cosine_distance", "swap": True},
}
PATHS = {"loss": "ctc_loss", "tensors": {"logits": np.zeros((4, 3)), "targets": [1, 2]}}
PROBABILITY = {"loss": "binary_cross_entropy", "tensors": {"input": [0.5], "target": [1.0]}}
WRONG = {
    "unknown loss": {**HUBER, "loss": "hubert_loss"},
    "loss that is no name": {**HUBER, "loss": ["huber_loss"]},
    "missing tensor": {**HUBER, "tensors": {"input": [1.0]}},
    "unknown tensor": with_tensor("inputs", [1.0]),
    "no tensors": {**HUBER, "tensors": None},
    "tensors that are no mapping": {**HUBER, "tensors": 5.0},
    "mismatched shape": with_tensor("target", [3.0, 1.5]),
    "broadcastable shape": with_tensor("target", 3.0),
    "ragged": with_tensor("input", [[1.0, 2.0], [3.0]]),
    "number beside a list": with_tensor("input", [1.0, [2.0]]),
    "empty": with_tensor("input", []),
    "empty row": with_tensor("input", [[]]),
    "string": with_tensor("input", "5.0"),
    "string inside": with_tensor("input", [5.0, "1.0", -2.0]),
    "bool": with_tensor("input", [5.0, True, -2.0]),
    "None": with_tensor("input", [5.0, None, -2.0]),
    "complex": with_tensor("input", np.array([5.0, 1j, -2.0])),
    "nan": with_tensor("input", [5.0, float("nan"), -2.0]),
    "inf": with_tensor("target", [5.0, float("-inf"), -2.0]),
    "an integer no float can hold": with_tensor("input", [5.0, 10**400, -2.0]),
    "classes of three axes": with_tensor("input", np.zeros((2, 3, 4)), CLASSES),
    "only one class": {**CLASSES, "tensors": {"input": [1.0], "target": 0}},
    "class for each logit": with_tensor("target", [0, 1, 2], CLASSES),
    "class index too large": with_tensor("target", [0, 3], CLASSES),
    "class index far too large": with_tensor("target", [0, 10**400], CLASSES),
    "class index negative": with_tensor("target", [-1, 0], CLASSES),
    "class index not whole": with_tensor("target", [0.0, 2.0], CLASSES),
    "class index bool": with_tensor("target", [False, True], CLASSES),
    "unknown parameter": {**HUBER, "parameters": {"beta": 1.0}},
    "parameter of a loss without any": {**SQUARE, "parameters": {"delta": 1.0}},
    "parameters that are no mapping": {**HUBER, "parameters": "delta"},
    "delta zero": {**HUBER, "parameters": {"delta": 0.0}},
    "delta negative": {**HUBER, "parameters": {"delta": -1.0}},
    "delta nan": {**HUBER, "parameters": {"delta": float("nan")}},
    "delta bool": {**HUBER, "parameters": {"delta": True}},
    "delta string": {**HUBER, "parameters": {"delta": "1.0"}},
    "delta None": {**HUBER, "parameters": {"delta": None}},
    "delta no float can hold": {**HUBER, "parameters": {"delta": 10**400}},
    "beta negative": {**HUBER, "loss": "smooth_l1_loss", "parameters": {"beta": -0.1}},
    "reduction": {**HUBER, "reduction": "Mean"},
    "reduction None": {**HUBER, "reduction": None},
    "dtype": {**HUBER, "dtype": "float"},
    "dtype as torch's": {**HUBER, "dtype": torch.float32},
    "device": {**HUBER, "device": "gpu"},
    "device in capitals": {**HUBER, "device": "CUDA"},
    "device without a number": {**HUBER, "device": "cuda:"},
    "device with words after it": {**HUBER, "device": "cpu\n"},
    "device as torch's": {**HUBER, "device": torch.device("cpu")},
    "requires_grad of no tensor": {**HUBER, "requires_grad": "A"},
    "requires_grad empty": {**HUBER, "requires_grad": ()},
    "requires_grad True": {**HUBER, "requires_grad": True},
    "requires_grad on a class target": {**CLASSES, "requires_grad": ("input", "target")},
    "vector without none": {**SQUARE, "vector": [1.0, 1.0]},
    "vector of wrong shape": {**SQUARE, "reduction": "none", "vector": [1.0, 1.0, 1.0]},
    "vector that is a number": {**SQUARE, "reduction": "none", "vector": 1.0},
    "vector with nan": {**SQUARE, "reduction": "none", "vector": [1.0, float("nan")]},
    "optional tensor of another shape": with_tensor("weight", [1.0], WEIGHTED),
    "optional tensor as None": with_tensor("weight", None, WEIGHTED),
    "weight for each logit": with_tensor("weight", [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]], CLASSES),
    "requires_grad on a tensor left out": {**HUBER, "requires_grad": "weight"},
    "requires_grad on a weight that is a constant": {
        **with_tensor("weight", [1.0, 2.0, 3.0], CLASSES),
        "requires_grad": "weight",
    },
    "a sign between the two": with_tensor("target", [0.5], SIGNS),
    "a sign of zero": with_tensor("target", [0.0], SIGNS),
    "label below -1": with_tensor("target", [0, -2, 1], LABELS),
    "label too large": with_tensor("target", [0, 3, 1], LABELS),
    "too few labels": with_tensor("target", [0, -1], LABELS),
    "ignored class that is another": with_tensor("target", [-2, 0], SMOOTHED),
    "ignore_index not whole": {**CLASSES, "parameters": {"ignore_index": 1.5}},
    "ignore_index bool": {**CLASSES, "parameters": {"ignore_index": True}},
    "smoothing above one": {**CLASSES, "parameters": {"label_smoothing": 1.01}},
    "swap as a number": {**DISTANCE, "parameters": {"swap": 1}},
    "distance that has no name here": {**DISTANCE, "parameters": {"distance_function": "F.pairwise_distance"}},
    "distance as a function": {**DISTANCE, "parameters": {"distance_function": torch.pairwise_distance}},
    "triplets without a vector": {**DISTANCE, "tensors": dict.fromkeys(("anchor", "positive", "negative"), 1.0)},
    "p of three": {
        "loss": "multi_margin_loss",
        "tensors": {"input": [1.0, 2.0], "target": 0},
        "parameters": {"p": 3},
    },
    "label that is the blank": with_tensor("targets", [1, 0], PATHS),
    "blank beyond the classes": {**PATHS, "parameters": {"blank": 3}},
    "batch of paths": with_tensor("logits", np.zeros((4, 1, 3)), PATHS),
    "vector of logits' shape": {**CLASSES, "reduction": "none", "vector": [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]},
}


@pytest.mark.parametrize("fields", WRONG.values(), ids=WRONG)
def test_what_cannot_be_done_is_refused_with_what_was_expected_and_what_came(fields):
    with pytest.raises(ExperimentError, match=r"(?s)expected .*got "):
        Experiment(**fields)


ACCEPTED = [HUBER, CLASSES, SQUARE, PROBABILITY, WEIGHTED, SMOOTHED, LABELS, SIGNS, DISTANCE, PATHS]


@pytest.mark.parametrize("fields", ACCEPTED, ids=lambda fields: fields["loss"])
def test_the_experiments_the_refused_ones_were_made_from_are_accepted(fields):
    assert Experiment(**fields).loss == fields["loss"]


def test_a_target_that_is_ignored_may_be_any_number_that_ignore_index_names():
    assert Experiment(**with_tensor("target", [-1, 2], SMOOTHED)).tensor("target") == (-1, 2)


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        (SMOOTHED, {"ignore_index": -1, "label_smoothing": 0.1}),
        (DISTANCE, {"distance_function": "cosine_distance", "margin": 1.0, "swap": True}),
        ({**HUBER, "parameters": {"delta": 2}}, {"delta": 2.0}),
    ],
    ids=["whole and float", "text and bool", "a whole number for a float"],
)
def test_a_parameter_is_kept_in_the_type_of_its_default(fields, kept):
    parameters = dict(Experiment(**fields).parameters)

    assert parameters == kept
    assert {name: type(value) for name, value in parameters.items()} == {n: type(v) for n, v in kept.items()}


def test_a_tensor_left_out_is_none_of_the_experiments():
    without = {name: value for name, value in WEIGHTED["tensors"].items() if name != "weight"}

    assert "weight" not in dict(Experiment(**{**WEIGHTED, "tensors": without}).tensors)


@over_bounds
def test_a_number_outside_its_domain_is_refused_with_the_domain(name, tensor, bound, direction):
    outside = bound + np.copysign(0.01, direction)

    with pytest.raises(ExperimentError, match=rf"expected .*value.* in {tensor}, got {outside}"):
        with_element(default_experiment(name), tensor, 0, outside)


def heeding(loss: Loss, parameter: Parameter) -> dict:
    """Parameters at which PyTorch heeds this one: the defaults, or few others."""
    return next(parameters for parameters in chosen_parameters(loss) if parameter.applies(parameters))


PARAMETER_BOUNDS = [
    (loss.name, parameter.name, type(parameter.default)(bound), heeding(loss, parameter))
    for loss in LOSSES.values()
    for parameter in loss.parameters
    for bound in (parameter.domain.low, parameter.domain.high)
    if np.isfinite(bound)
]


@pytest.mark.parametrize(("loss", "parameter", "bound", "others"), PARAMETER_BOUNDS, ids=str)
def test_a_parameters_bound_is_accepted_exactly_where_pytorch_accepts_it(loss, parameter, bound, others):
    defaults = unscaled_gradient(default_experiment(loss)).tensors
    of_classes = {argument.name for argument in LOSSES[loss].tensors if argument.kind == "class_index"}
    tensors = {t: torch.tensor(v, dtype=torch.int64 if t in of_classes else None) for t, v in defaults.items()}
    try:
        LOSSES[loss].function(**tensors, **(others | {parameter: bound}), reduction="mean")
    except (RuntimeError, ValueError):
        with pytest.raises(ExperimentError, match=f"expected .* for {parameter}, got {bound}"):
            default_experiment(loss, parameters=others | {parameter: bound})
    else:
        kept = dict(default_experiment(loss, parameters=others | {parameter: bound}).parameters)
        assert kept[parameter] == bound


@over_losses
def test_a_reduction_the_loss_does_not_have_is_refused_with_those_it_has(name):
    reduction = "batchmean" if "batchmean" not in LOSSES[name].reductions else "max"
    with pytest.raises(ExperimentError, match=f"expected reduction to be one of {', '.join(LOSSES[name].reductions)}"):
        default_experiment(name, reduction=reduction)
