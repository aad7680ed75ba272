"""What the live chart is sent."""

import json
import re

import numpy as np
import pytest

from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import unscaled_gradient
from gradlab.compute.losses import LOSSES
from gradlab.compute.losses.shapes import count
from gradlab.compute.program import program
from gradlab.text import words
from gradlab.ui.browser.packing import pack
from gradlab.ui.experiment.controls import Controls
from gradlab.ui.experiment.elements import elements_of, nested
from gradlab.ui.experiment.whole_state import whole_state
from gradlab.ui.live_chart.exploration import explore
from gradlab.ui.live_chart.payload import curve_part, page_part
from gradlab.ui.live_chart.views import Scene
from tests.ui.visits import completed, filled, in_line, unpack

explore = explore.__wrapped__  # without Streamlit's cache


def sent(name: str, size: int, active: int = 0, **changed) -> tuple[Experiment, dict]:
    """The message for a loss at its opening values, but for those changed."""
    loss = LOSSES[name]
    state = whole_state({"loss": name, "elements": size, **changed})
    tensors = {
        argument.name: nested([state[e.key] for e in elements_of(loss, argument.name, size)], argument.shape(size))
        for argument in loss.required
    }
    experiment = Experiment(name, tensors, dtype="float32")
    elements = elements_of(loss, loss.primary.name, size)
    exploration = explore(experiment, elements[active])
    scene = Scene(Controls(loss, size), exploration, elements, elements[active], words("en"))
    return experiment, completed(curve_part(scene), page_part(scene, {}))


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf, -0.0, 1e-320, 2.5])
def test_every_number_survives_the_journey_bit_by_bit(number):
    packed = pack({"before": [1.0, 2.0], "number": number, "after": 3.0})
    arrived = unpack(packed.names, packed.bytes)["number"]
    assert arrived.tobytes() == np.float64(number).tobytes()


def kinds(value) -> set[type]:
    """The types of all values in nested lists and dicts."""
    if type(value) not in (list, dict):
        return {type(value)}
    parts = value.values() if type(value) is dict else value
    return {type(value)}.union(*map(kinds, parts))


@pytest.mark.parametrize("name", LOSSES)
def test_outside_the_packed_numbers_there_are_only_texts_whole_numbers_and_truths(name):
    # A NaN in JSON kills the component, and for a list of floats Streamlit imports pandas.
    _, message = sent(name, LOSSES[name].size)
    texts = {name: value for name, value in message.items() if name not in ("numbers", "figure")}
    assert kinds(texts) <= {str, int, bool, list, dict}
    assert json.loads(json.dumps(message["figure"], allow_nan=False)) == message["figure"]


@pytest.mark.parametrize("name", LOSSES)
def test_every_row_prints_what_backward_gives_there(name):
    size, tensor = max(LOSSES[name].sizes[0], 2), LOSSES[name].primary.name
    moved = min(1, count(LOSSES[name].primary.shape(size)) - 1)
    experiment, message = sent(name, size, active=moved)
    numbers = message["numbers"]
    for row, position in enumerate(numbers["position"].tolist()):
        values = np.array(experiment.tensor(tensor))
        values.flat[moved] = position
        there = Experiment(name, {**dict(experiment.tensors), tensor: values}, dtype="float32")
        result = unscaled_gradient(there)
        assert nearly_printed(message["printed"][row], result.printed[tensor])
        assert numbers["loss"][row] == pytest.approx(result.loss, rel=1e-6, nan_ok=True)
        printed = in_line(result.printed[tensor], tensor)
        assert filled(message, row, printed) == program(there, result.printed[tensor])


def test_a_value_off_the_grid_stands_in_a_row_of_its_own_behind_the_grid():
    _, message = sent("square", 1, A0=2.347)
    numbers = message["numbers"]
    positions = LOSSES["square"].primary.slider.positions
    assert numbers["row"][0] == len(positions)
    assert numbers["position"].tolist() == [*positions, 2.347]


def test_a_value_on_the_grid_needs_no_row_of_its_own():
    _, message = sent("square", 1)
    numbers = message["numbers"]
    assert numbers["position"].tolist() == LOSSES["square"].primary.slider.positions
    assert numbers["position"][int(numbers["row"][0])] == 2.5


@pytest.mark.parametrize("name", LOSSES)
def test_exactly_the_rows_that_are_not_finite_have_a_cause(name):
    _, message = sent(name, LOSSES[name].size)
    numbers = message["numbers"]
    rows = len(numbers["position"])
    finite = np.isfinite(numbers["loss"]) & np.isfinite(numbers["gradients"].reshape(rows, -1)).all(1)
    assert {int(row) for row in message["causes"]} == set(np.flatnonzero(~finite).tolist())


def test_the_title_says_which_elements_are_held_and_where():
    _, message = sent("mse_loss", 3, active=1)
    assert message["title"] == "Loss as input[1] moves (input[0] = 5.0, input[2] = −2.0 held)"


def test_the_title_of_a_single_element_names_it():
    _, message = sent("square", 1)
    assert message["title"] == "Loss as A[0] moves"


@pytest.mark.parametrize(
    ("name", "changed", "target"),
    [
        ("mse_loss", {"target1": -2.5}, -2.5),
        ("huber_loss", {"target1": 0.0}, 0.0),
        ("square", {}, None),  # it has no target
        ("binary_cross_entropy_with_logits", {}, None),  # a probability has no place on an axis of logits
        ("cross_entropy", {}, None),  # nor has a class
    ],
)
def test_the_target_of_the_moved_element_is_drawn_where_it_is_on_the_same_scale(name, changed, target):
    _, message = sent(name, 2, active=1, **changed)
    lines = message["figure"]["layout"].get("shapes", [])
    assert [(line["name"], line["x0"], line["x1"]) for line in lines] == (
        [] if target is None else [("target", target, target)]
    )


def test_a_cause_names_the_operation_and_what_it_was_given():
    _, message = sent("sqrt", 1)
    numbers = message["numbers"]
    row = numbers["position"].tolist().index
    # sqrt(-1) is no real number; the derivative of sqrt, 1 / (2 sqrt(A)), is infinite at 0.
    assert message["causes"][str(row(-1.0))] == {"stage": "forward", "operation": "sqrt(−1)"}
    assert message["causes"][str(row(0.0))] == {"stage": "backward", "operation": "sqrt"}


def nearly_printed(batched: str, alone: str) -> bool:
    """Whether both are the same but for a 1 in the last of the five digits that are printed.

    PyTorch computes a batch with vector instructions, whose gelu or logsumexp may differ in float32's last bit from the
    same number's alone, and so may be rounded the other way where it is printed.
    """
    number = re.compile(r"-?\d[\d.]*(?:e[-+]\d+)?")
    pairs = list(zip(number.findall(batched), number.findall(alone), strict=True))
    close = all(float(a) == pytest.approx(float(b), rel=1.1e-4, abs=1.1e-4) for a, b in pairs)
    return (close and len(pairs) > 0 and number.sub("#", batched) == number.sub("#", alone)) or batched == alone
