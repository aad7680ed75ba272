"""A pipeline is plain, hashable and complete; whatever else it is given, it says what it expected and what came."""

import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradlab.compute.experiment import ExperimentError
from gradlab.compute.scaling import OPTIMIZERS, Pipeline, PipelineError
from tests.compute.scaling.pipelines import deterministic, over_optimizers, pipelines

ABC = {"weight": [1.0, 2.0], "inputs": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]}


def test_it_begins_as_the_tutorials_loss_and_a_plain_step():
    pipeline = Pipeline()

    assert (pipeline.weight, pipeline.inputs, pipeline.optimizer) == ((5.0,), ((5.0,),), "sgd")
    assert (pipeline.scaler, pipeline.autocast, pipeline.clip) == (False, "off", "off")


@pytest.mark.parametrize("of", [list, tuple, np.array, torch.tensor])
def test_values_may_come_as_any_sequence_and_become_tuples(of):
    pipeline = Pipeline(weight=of([1.0, 2.0]), inputs=of([[3.0, 4.0]]), targets=of([5.0]), micro_batches=[1])

    assert (pipeline.weight, pipeline.inputs) == ((1.0, 2.0), ((3.0, 4.0),))
    assert (pipeline.targets, pipeline.micro_batches) == ((5.0,), (1,))


def test_whole_numbers_become_floats_so_that_equal_pipelines_are_equal():
    whole, floats = Pipeline(weight=[5], inputs=[[5]], scale=1024), Pipeline(scale=1024.0)

    assert (whole, hash(whole)) == (floats, hash(floats))
    assert isinstance(whole.scale, float)


def test_all_samples_are_one_micro_batch_unless_it_says_otherwise():
    assert Pipeline(**ABC).micro_batches == (3,)


@over_optimizers
def test_weight_decay_is_pytorchs_default_unless_it_says_otherwise(optimizer):
    default = torch.optim.AdamW([torch.zeros(1)]).defaults["weight_decay"] if optimizer == "adamw" else 0.0

    assert Pipeline(optimizer=optimizer).weight_decay == default
    assert Pipeline(optimizer=optimizer, weight_decay=0.5).weight_decay == 0.5


@over_optimizers
def test_the_registry_has_pytorchs_default_of_weight_decay(optimizer):
    entry = OPTIMIZERS[optimizer]

    assert entry.weight_decay == entry.function([torch.zeros(1)], **entry.options).defaults["weight_decay"]


def test_the_scaler_begins_with_pytorchs_defaults():
    scaler = torch.amp.GradScaler("cpu")

    assert Pipeline().scale == scaler.get_scale()
    assert Pipeline().growth_interval == scaler.get_growth_interval()


@deterministic
@given(pipelines())
def test_it_can_be_a_key_and_be_sent(pipeline):
    assert {pipeline: 1}[pickle.loads(pickle.dumps(pipeline))] == 1


def test_it_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Pipeline().scale = 1.0


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"operation": "add"}, "expected operation to be one of multiply, linear, got 'add'"),
        ({"reduction": "none"}, "expected reduction to be one of mean, sum, got 'none'"),
        ({"division": None}, "expected division to be one of none, count, size, got None"),
        ({"autocast": "float64"}, "expected autocast to be one of off, float16, bfloat16, got 'float64'"),
        ({"weight_dtype": "int8"}, "expected weight_dtype to be one of float32, float16, bfloat16, got 'int8'"),
        ({"unscale": True}, "expected unscale to be one of unscale_, in_step, twice, forgotten, got True"),
        ({"clip": "max"}, "expected clip to be one of off, norm, value, got 'max'"),
        ({"optimizer": "SGD"}, "expected optimizer to be one of sgd, .*, got 'SGD'"),
        ({"optimizer": ["sgd"]}, r"expected optimizer .* got \['sgd'\]"),
        ({"scaler": 1}, "expected True or False for scaler, got 1"),
        ({"device": "cuda:0; rm"}, "expected device auto, cpu, cuda or cuda:N, got 'cuda:0; rm'"),
        ({"device": "cpu\n"}, "expected device"),
        ({"factor": float("nan")}, "expected a number that float32 can hold for factor, got nan"),
        ({"factor": "1"}, "expected a number that float32 can hold for factor, got '1'"),
        ({"factor": 1e39}, r"expected a number that float32 can hold for factor, got 1e\+39"),
        ({"factor": 10**400}, "expected a number that float32 can hold for factor"),
        ({"scale": 0.0}, "expected at least 1.17549e-38 for scale, got 0.0"),
        ({"scale": -1024.0}, "expected at least .* for scale, got -1024.0"),
        ({"scale": True}, "expected a number that float32 can hold for scale, got True"),
        ({"clip_at": 0}, "expected at least .* for clip_at, got 0"),
        ({"learning_rate": -0.1}, "expected at least 0 for learning_rate, got -0.1"),
        ({"weight_decay": -0.1}, "expected at least 0 for weight_decay, got -0.1"),
        ({"weight_decay": "much"}, "expected a number that float32 can hold for weight_decay, got 'much'"),
        ({"stale_backwards": -1}, "expected a whole number from 0 to 4 for stale_backwards, got -1"),
        ({"stale_backwards": 10**6}, "expected a whole number from 0 to 4 for stale_backwards, got 1000000"),
        ({"stale_backwards": 1.0}, "expected a whole number from 0 to 4 for stale_backwards, got 1.0"),
        ({"growth_interval": 0}, "expected a whole number from 1 to 1000000 for growth_interval, got 0"),
        ({"weight": 5.0}, "expected from 1 to 4 values in weight, got 5.0"),
        ({"weight": []}, r"expected from 1 to 4 values in weight, got \[\]"),
        ({"weight": [1.0] * 5}, "expected from 1 to 4 values in weight"),
        ({"weight": [float("inf")]}, "expected a number that float32 can hold for weight, got inf"),
        ({"weight": [None]}, "expected a number that float32 can hold for weight, got None"),
        ({"inputs": [5.0]}, "expected from 1 to 16 values in each of inputs, got 5.0"),
        ({"inputs": [[5.0, 1.0]]}, "expected 1 values in each of inputs, got 2"),
        ({"inputs": [[5.0]] * 17}, "expected from 1 to 16 values in inputs"),
        ({"inputs": "5"}, "expected from 1 to 16 values in inputs, got '5'"),
        ({"targets": [1.0, 2.0]}, "expected 1 values in targets, got 2"),
        ({"targets": {}}, "expected from 1 to 16 values in targets, got {}"),
        (ABC | {"micro_batches": [1, 1]}, r"expected micro_batches that add up to 3 samples, got \(1, 1\)"),
        (ABC | {"micro_batches": [3, 0]}, "expected a whole number from 1 to 3 for micro_batches, got 0"),
        (ABC | {"micro_batches": [1.5, 1.5]}, "expected a whole number from 1 to 3 for micro_batches, got 1.5"),
        (ABC | {"micro_batches": 3}, "expected from 1 to 3 values in micro_batches, got 3"),
    ],
)
def test_what_cannot_be_run_is_refused_with_what_was_expected(settings, message):
    with pytest.raises(PipelineError, match=message):
        Pipeline(**settings)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.complex_numbers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
    max_leaves=5,
)


@deterministic
@given(st.dictionaries(st.sampled_from(tuple(Pipeline.__dataclass_fields__)), ANYTHING, min_size=1))
def test_whatever_comes_makes_a_pipeline_or_an_error_of_its_own(settings):
    said = "expected "
    try:
        hash(Pipeline(**settings))
    except PipelineError as error:
        said = str(error)

    assert said.startswith("expected ")


def test_its_error_is_an_experiments_so_that_a_page_catches_both():
    assert issubclass(PipelineError, ExperimentError)
