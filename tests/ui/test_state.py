"""A state of the page: whole by itself, and carried from one loss to another without leaving any slider."""

from math import prod

import numpy as np
import pytest

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES
from gradlab.ui.experiment.whole_state import carried_state, sliders_of, whole_state
from gradlab.ui.explore.chips import CHIPS

# Every loss at the fewest and the most elements it takes: what another may take over from.
EARLIER = [(name, size) for name, loss in LOSSES.items() for size in loss.sizes]

over_losses = pytest.mark.parametrize("name", LOSSES)
over_sizes = pytest.mark.parametrize(
    ("name", "size"),
    [(name, size) for name, loss in LOSSES.items() for size in range(loss.sizes[0], loss.sizes[1] + 1)],
)


def at_the_low_ends(name: str, size: int) -> dict:
    """A state far from the defaults: every slider at its low end."""
    low = {element.key: element.slider.low for element in sliders_of(LOSSES[name], size)}
    return whole_state({"loss": name, "elements": size, **low})


def experiment_of(state: dict) -> Experiment:
    """The experiment a state describes, read key by key: `input0`, `input1` are the elements of `input`."""
    loss = LOSSES[state["loss"]]
    tensors = {}
    for argument in loss.required:
        shape = argument.shape(state["elements"])
        keys = [f"{argument.name}{index}" for index in range(prod(shape))] if shape else [argument.name]
        tensors[argument.name] = np.array([state[key] for key in keys]).reshape(shape)
    return Experiment(loss.name, tensors, {parameter.name: state[parameter.name] for parameter in loss.parameters})


@over_sizes
def test_a_whole_state_of_any_size_is_an_experiment_and_nothing_more(name, size):
    state = whole_state({"loss": name, "elements": size})
    numbers = sum(prod(argument.shape(size)) for argument in LOSSES[name].required)
    switches = sum(argument.optional + argument.movable for argument in LOSSES[name].tensors)

    assert experiment_of(state).loss == name
    assert len(state) == 4 + bool(LOSSES[name].samples) + numbers + switches + len(LOSSES[name].parameters)


@over_losses
def test_a_state_left_open_takes_the_size_and_the_values_the_loss_opens_with(name):
    loss = LOSSES[name]
    state = whole_state({"loss": name})

    assert state["elements"] == loss.size
    assert {p.name: state[p.name] for p in loss.parameters} == {p.name: p.default for p in loss.parameters}
    for element in sliders_of(loss, loss.size):
        assert state[element.key] == loss.tensor(element.tensor).defaults[element.index]


@over_sizes
def test_the_values_a_loss_opens_with_are_positions_of_their_sliders(name, size):
    state = whole_state({"loss": name, "elements": size})

    for element in sliders_of(LOSSES[name], size):
        assert state[element.key] in element.slider.positions
    for parameter in LOSSES[name].parameters:
        offered = parameter.choices or (parameter.default,)
        assert state[parameter.name] in (parameter.slider.positions if parameter.slider else offered)


@pytest.mark.parametrize("chosen", CHIPS.values(), ids=CHIPS)
def test_a_chip_is_a_state_that_can_be_and_keeps_what_it_chooses(chosen):
    state = whole_state(chosen)

    assert state.items() >= chosen.items()
    assert experiment_of(state).loss == chosen["loss"]


@over_losses
def test_a_loss_takes_over_from_any_other_with_a_state_of_its_own(name):
    for before in EARLIER:
        state = carried_state(LOSSES[name], at_the_low_ends(*before))

        assert state.keys() == whole_state({"loss": name, "elements": state["elements"]}).keys(), before
        assert experiment_of(state).loss == name


@over_losses
def test_a_loss_takes_over_inside_its_own_sliders(name):
    for before in EARLIER:
        state = carried_state(LOSSES[name], at_the_low_ends(*before))
        for element in sliders_of(LOSSES[name], state["elements"]):
            assert element.slider.low <= state[element.key] <= element.slider.high, (before, element.key)


@over_losses
def test_a_loss_keeps_each_value_it_can_take_and_opens_the_others_with_its_own(name):
    for before in EARLIER:
        earlier = at_the_low_ends(*before)
        state = carried_state(LOSSES[name], earlier)
        own = whole_state({"loss": name, "elements": state["elements"]})
        for element in sliders_of(LOSSES[name], state["elements"]):
            value = earlier.get(element.key)
            kept = isinstance(value, float) and element.slider.low <= value <= element.slider.high
            assert state[element.key] == (value if kept else own[element.key]), (before, element.key)


@over_losses
def test_a_loss_keeps_the_number_of_elements_if_it_moves_the_same_tensor_and_takes_so_many(name):
    loss = LOSSES[name]
    low, high = loss.sizes
    for before, size in EARLIER:
        state = carried_state(loss, whole_state({"loss": before, "elements": size}))
        kept = LOSSES[before].primary.name == loss.primary.name and low <= size <= high
        assert state["elements"] == (size if kept else loss.size), (before, size)


@over_sizes
def test_the_same_loss_takes_over_with_every_slider_where_it_was(name, size):
    earlier = at_the_low_ends(name, size)

    assert carried_state(LOSSES[name], earlier) == earlier


@over_losses
def test_carrying_leaves_the_earlier_state_as_it_was(name):
    for before in EARLIER:
        earlier = at_the_low_ends(*before)
        carried_state(LOSSES[name], earlier)
        assert earlier == at_the_low_ends(*before)


@over_losses
def test_what_else_is_in_the_session_is_not_carried(name):
    earlier = whole_state({"loss": name}) | {"notices": [], "reduction": "product", "A99": 1.0}

    assert carried_state(LOSSES[name], earlier) == whole_state({"loss": name})
