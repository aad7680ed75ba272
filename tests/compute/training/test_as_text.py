"""A link carries a training whole, and what it carries is checked."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradlab.compute.experiment import ExperimentError
from gradlab.compute.training import experiment_from, to_text, training_from
from tests.compute.training.trainings import LINE, OWN_FORMULA, TRAININGS, over_trainings


@over_trainings
def test_what_is_written_reads_back_as_the_same(name):
    assert training_from(to_text(TRAININGS[name])) == TRAININGS[name]


def test_an_experiment_reads_back_as_the_same():
    assert experiment_from(to_text(OWN_FORMULA.subject)) == OWN_FORMULA.subject


WRONG = [
    "",
    "null",
    "[]",
    "[" * 5000,
    "{}",
    '{"network":{}, "experiment":{}}',
    '{"network":[]}',
    '{"network":{"hidden":{"a":1}}}',
    '{"network":{"dataset":["moons"]}}',
    '{"network":{"__class__":1}}',
    '{"network":{},"steps":1e400}',
    '{"network":{},"learning_rate":NaN}',
    '{"network":{},"options":3}',
    '{"network":{},"subject":1}',
    '{"experiment":{}}',
    '{"experiment":{"loss":"square","tensors":{"A":["x"]}}}',
    '{"experiment":{"loss":{"a":1},"tensors":{"A":[1]}}}',
    json.dumps({"network": {}, "device": "x" * 9000}),
]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_training_is_refused(text):
    with pytest.raises(ExperimentError, match="expected"):
        training_from(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from([*vars(LINE), "network", "experiment"])


@given(st.dictionaries(FIELDS, JSON, max_size=4), JSON)
def test_nothing_but_a_refusal_comes_of_a_hostile_text(fields, value):
    for text in (json.dumps(fields | {"network": value}), json.dumps(fields | {"network": {}}), json.dumps(value)):
        with suppress(ExperimentError):
            training_from(text)
