"""Two elements at once: what the map is sent, and what it can be asked for."""

import numpy as np
import pytest

from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import unscaled_gradient
from gradlab.compute.losses import LOSSES
from gradlab.ui.experiment.elements import Element, sliders_in
from gradlab.ui.live_chart.views.map import grid_positions, positions_of, relief
from tests.compute.experiments import default_experiment, over_losses
from tests.ui.test_views import switch
from tests.ui.visits import ask, chart, message, notices, open_page, over_languages


def shown(app) -> tuple[dict, dict[str, np.ndarray]]:
    """The map's texts and its numbers, each grid as `[M, N]`."""
    sent = message(app)
    columns = sent["numbers"]
    own = {name.removeprefix("map."): values for name, values in columns.items() if name.startswith("map.")}
    size = len(own["y"]), len(own["x"])
    grids = {name: own[name].reshape(size) for name in ("loss", "slope_x", "slope_y", "crease")}
    return sent["views"]["map"], own | grids


@over_languages
def test_at_every_place_of_the_grid_stands_what_backward_gives_there(language):
    texts, numbers = shown(open_page(loss="mse_loss", elements="3", show="map", up="input2", lang=language))
    assert (texts["across"], texts["up"]) == ("input0", "input2")

    for row, column in ((0, 0), (7, 31), (numbers["y"].size - 1, 12)):
        values = [numbers["x"][column], 1.0, numbers["y"][row]]
        there = Experiment("mse_loss", {"input": values, "target": [3.0, 1.5, -2.5]}, dtype="float32")
        alone = unscaled_gradient(there)
        found = [numbers[name][row, column] for name in ("loss", "slope_x", "slope_y")]
        assert found == pytest.approx([alone.loss, *alone.gradients["input"][[0, 2]]], rel=1e-6)


@pytest.mark.parametrize("own", ["5", "5.3", "-9.9"])
def test_the_point_lies_on_the_grid_wherever_its_sliders_stand(own):
    _, numbers = shown(open_page(loss="mse_loss", elements="2", show="map", input1=own))
    sent_at = numbers["own"].tolist()

    assert sent_at == [5.0, float(own)]
    assert [own in numbers[axis] for own, axis in zip(sent_at, "xy", strict=True)] == [True, True]


@pytest.mark.parametrize("name", ["mse_loss", "kl_div", "hinge_embedding_loss", "xsin1x"])
def test_the_grid_is_made_of_positions_of_the_slider_from_end_to_end(name):
    element = differentiable_elements(name)[0]
    offered = element.slider.positions
    found = grid_positions(element)

    assert found == sorted(set(found))
    assert {offered[0], offered[-1]} <= set(found) <= set(offered)
    assert 20 <= len(found) <= 42


def differentiable_elements(name: str) -> list[Element]:
    """The elements of a loss at size 3 that a gradient can be asked for and that have a slider."""
    found = sliders_in(default_experiment(name, (3,)))
    return [element for element in found if LOSSES[name].tensor(element.tensor).differentiable]


@over_losses
def test_every_loss_of_two_elements_has_a_relief(name):
    experiment = default_experiment(name, (3,), dtype="float32")
    across, up = differentiable_elements(name)[:2]
    x, y = positions_of(across, experiment), positions_of(up, experiment)
    found = relief(experiment, across, up)

    assert found.losses.shape == found.creases.shape == (len(y), len(x))
    assert np.isfinite(found.losses).any()


def test_creases_are_found_on_the_grid_and_along_the_curve():
    # |x − 3| and |y − 1.5|: the crease of either is where its element is its target.
    _, numbers = shown(open_page(loss="l1_loss", elements="2", show="map", input1="1.5"))

    expected = (numbers["x"] == 3.0) + 2 * (numbers["y"] == 1.5)[:, None]
    assert (numbers["crease"] == expected).all()
    assert np.isin(numbers["crease_of_row"], [2, 3]).all()


def test_it_begins_with_the_element_whose_curve_is_shown():
    texts, _ = shown(switch(open_page(loss="mse_loss", elements="3", at="input2"), "map"))

    assert (texts["across"], texts["up"]) == ("input2", "input0")


def test_no_element_can_be_chosen_twice():
    app = open_page(loss="mse_loss", elements="3", show="map")
    app = app.selectbox(key="across").set_value("input1").run()
    texts, _ = shown(app)

    assert (texts["across"], texts["up"]) == ("input1", "input0")
    assert list(app.selectbox(key="up").options) == ["input0", "input2"]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ({"across": "<b>"}, ("input0", "input1")),
        ({"across": "target0"}, ("input0", "input1")),  # it is not differentiated
        ({"across": "input1", "up": "input1"}, ("input1", "input0")),
        ({"up": "input9"}, ("input0", "input1")),
    ],
)
def test_a_link_that_names_no_two_elements_shows_the_first_and_says_so(link, expected):
    app = open_page(loss="mse_loss", elements="3", show="map", **link)
    texts, _ = shown(app)

    assert (texts["across"], texts["up"]) == expected
    assert len(notices(app)) == 1


def test_elements_of_another_tensor_can_be_chosen_once_that_is_differentiated():
    link = {"loss": "mse_loss", "requires_grad_target": "true", "up": "target0"}
    texts, numbers = shown(open_page(show="map", **link))

    # (x − y)² falls as y rises exactly as it rises with x.
    assert (texts["across"], texts["up"]) == ("input0", "target0")
    np.testing.assert_array_equal(numbers["slope_x"], -numbers["slope_y"])


def test_a_single_element_has_no_map():
    app = open_page(loss="square", show="map")

    assert "map" not in app.button_group(key="views").options
    assert message(app)["views"] == {}


def test_both_sliders_may_have_moved_when_the_curve_is_asked_for_again():
    app = open_page(loss="mse_loss", elements="2", show="map")
    app.slider(key="input0").set_value(-4.0)
    app.slider(key="input1").set_value(5.5)
    app = ask(app, "touched", "input0 1.0")
    _, numbers = shown(app)

    assert numbers["own"].tolist() == [-4.0, 5.5]
    assert "input[1] = 5.5" in message(app)["title"]


def test_it_holds_still_for_the_same_loss_and_elements_alone():
    fits = [shown(open_page(loss=loss, elements="3", show="map", **more))[0]["fits"] for loss, more in SIGHTS]

    assert fits[0] == fits[1] == fits[2]
    assert len(set(fits)) == 3


SIGHTS = [
    ("mse_loss", {}),
    ("mse_loss", {"at": "input1"}),
    ("mse_loss", {"input2": "7", "reduction": "sum"}),
    ("l1_loss", {}),
    ("mse_loss", {"up": "input2"}),
]


def test_open_it_adds_less_than_60_kilobytes_and_no_numbers_to_the_texts():
    link = {"loss": "cross_entropy", "elements": "3"}
    opened, closed = open_page(show="map", **link), open_page(**link)

    assert len(chart(opened).bytes) - len(chart(closed).bytes) < 60_000
    texts = {name: said for name, said in message(opened)["views"]["map"].items() if name not in ("contour", "surface")}
    assert {type(value) for value in texts.values()} <= {str, bool}
