"""The views beside the curve: opened by the address or a switch, and free while they are closed."""

import json

import numpy as np
import pytest

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES
from gradlab.compute.sweep import sweep
from gradlab.text import words
from gradlab.ui.live_chart.views import VIEWS
from gradlab.ui.live_chart.views.compare import in_its_place
from gradlab.ui.live_chart.views.pin import differences, pin_text, read_pin
from tests.compute.experiments import default_experiment, over_losses
from tests.ui.test_sharing import link_of, query, share
from tests.ui.visits import address, message, notices, open_page, seen

HUBER = Experiment("huber_loss", {"input": [5.0, 1.0], "target": [3.0, 1.5]}, {"delta": 0.5}, dtype="float32")


def numbers(sent: dict) -> dict[str, np.ndarray]:
    return sent["numbers"]


def scripts(app) -> list[str]:
    """The scripts of views that are sent."""
    sent = (part.proto.component_name for part in app.get("bidi_component"))
    return sorted(name for name in sent if name.startswith("gradlab_view_"))


def switch(app, *names: str):
    """Press the switches until exactly these views are open."""
    return seen(app.button_group(key="views").set_value(list(names)).run())


def test_no_view_is_open_at_first_and_nothing_of_any_is_sent():
    sent = message(open_page())

    assert sent["views"] == {}
    assert [name for name, *_ in sent["names"] if "." in name] == []


def test_a_view_brings_its_script_when_it_is_opened_and_takes_it_away_when_it_is_closed():
    app = open_page(loss="mse_loss", elements="2")
    assert scripts(app) == []

    assert scripts(switch(app, "slope", "map")) == ["gradlab_view_map", "gradlab_view_slope"]
    assert scripts(switch(app)) == []


@pytest.mark.parametrize("name", [name for name, view in VIEWS.items() if name != "pin" and not view.always])
def test_a_view_is_opened_by_its_switch_and_by_the_address_it_leaves(name):
    link = {"loss": "mse_loss", "elements": "2"}
    app = switch(open_page(**link), name)
    assert address(app)["show"] == name

    again = open_page(**link, show=name)
    assert set(message(again)["views"]) == set(message(app)["views"]) <= {name}
    assert notices(again) == []
    assert "show" not in address(switch(again))


def test_what_the_address_cannot_mean_is_said_and_the_rest_is_opened():
    app = open_page(show="slope.surprise")

    assert list(message(app)["views"]) == ["slope"]
    (notice,) = notices(app)
    assert "show = slope.surprise" in notice


def test_pinning_keeps_the_whole_experiment_in_the_address():
    app = switch(open_page(loss="huber_loss", delta="0.5", elements="2"), "pin")
    pinned = read_pin(address(app)["pin"])

    assert (pinned.loss, dict(pinned.parameters), pinned.dtype) == ("huber_loss", {"delta": 0.5}, "float32")
    assert "pin" not in address(switch(app))


@over_losses
def test_every_experiment_can_be_pinned_and_read_again(name):
    experiment = default_experiment(name, dtype="float32")

    assert read_pin(pin_text(experiment)) == experiment


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "null", "1", '"a"', "[" * 1999, '{"loss":"square"}', '{"loss":["a"],"tensors":{"A":[1]}}',
        '{"loss":"square","tensors":{"A":[NaN]}}', '{"loss":"square","tensors":{"A":[1e999]}}',
        '{"loss":"square","tensors":{"A":[1]},"dtype":{}}', '{"loss":"square","tensors":{"A":[1]},"parameters":5}',
        '{"loss":"expression","tensors":{"A":[1]},"parameters":{"expression":"__import__"}}',
        pin_text(HUBER).replace("0.5", "0.5" + " " * 2000),
    ],
)  # fmt: skip
def test_a_pin_that_cannot_be_read_is_none(text):
    assert read_pin(text) is None


def test_a_link_with_a_bad_pin_opens_without_it_and_says_so():
    app = open_page(show="pin", pin='{"loss":"<b>"}')

    assert message(app)["views"] == {}
    (notice,) = notices(app)
    assert "<b>" in notice


def test_the_pinned_curve_stays_while_the_parameter_changes():
    app = open_page(loss="huber_loss", elements="2", delta="2", show="pin", pin=pin_text(HUBER))
    sent = message(app)
    columns = numbers(sent)
    positions = LOSSES["huber_loss"].tensor("input").slider.positions
    expected = sweep(HUBER, tensor="input", element=0, positions=positions)

    assert columns["pin.loss"].tolist() == expected.losses.tolist()
    assert columns["pin.loss"].tolist() != columns["loss"].tolist()
    assert (columns["pin.at"][0], columns["pin.slopes_at"][0]) == (5.0, expected.gradients["input"][150, 0])
    assert sent["views"]["pin"]["label"] == words("en")["views"]["pin"]["label"].format(what="delta = 0.5")


def test_a_pinned_curve_ends_where_its_loss_does():
    # BCE takes probabilities from 0 to 1; the slider of mse_loss goes on.
    pinned = Experiment("binary_cross_entropy", {"input": [0.3, 0.5], "target": [0.0, 1.0]}, dtype="float32")
    columns = numbers(message(open_page(loss="mse_loss", elements="2", show="pin", pin=pin_text(pinned))))

    beyond = (columns["position"] < 0) | (columns["position"] > 1)
    assert np.isnan(columns["pin.loss"]).tolist() == beyond[: len(columns["pin.loss"])].tolist()


def test_what_sets_a_pinned_curve_apart_is_named():
    present = Experiment("mse_loss", {"input": [7.0, 2.0], "target": [3.0, 1.5]}, reduction="sum")

    assert differences(HUBER, present, "input[0]") == ["huber_loss", "mean", "float32", "input[1] = 1.0"]
    assert differences(HUBER, HUBER, "input[0]") == ["huber_loss"]


def test_the_compared_loss_is_swept_through_the_same_positions():
    sent = message(open_page(loss="mse_loss", show="compare", compare="l1_loss"))
    columns = numbers(sent)
    experiment = Experiment("l1_loss", {"input": [5.0], "target": [3.0]}, dtype="float32")
    expected = sweep(experiment, tensor="input", element=0, positions=columns["position"])

    assert columns["compare.loss"].tolist() == expected.losses.tolist()
    assert columns["compare.slope"].tolist() == expected.gradients["input"].ravel().tolist()
    # |5 − 3| has slope 1.
    assert sent["views"]["compare"]["printed"][int(columns["row"][0])] == "tensor([1.])"
    # The axes hold both: 13² at the left end is 169.
    assert columns["fit"][1] > 100


@over_losses
def test_whatever_is_offered_to_compare_takes_the_same_tensors(name):
    experiment = default_experiment(name)
    for other in LOSSES:
        beside = in_its_place(experiment, other)
        if beside:
            assert dict(beside.tensors).items() <= dict(experiment.tensors).items()
            assert beside.reduction == experiment.reduction


def test_a_loss_with_nothing_to_compare_has_no_switch_for_it():
    app = open_page(loss="ctc_loss", show="compare")

    assert "compare" not in app.button_group(key="views").options
    assert message(app)["views"] == {}


def test_a_view_of_the_message_is_texts_whole_numbers_and_truths():
    app = open_page(loss="mse_loss", show="slope.compare.pin", pin=pin_text(HUBER))

    assert json.loads(json.dumps(message(app)["views"], allow_nan=False)).keys() == {"slope", "compare"}


def test_the_shared_link_opens_the_same_views_with_all_they_show():
    app = open_page(loss="mse_loss", elements="2", show="slope.compare.pin", compare="l1_loss", pin=pin_text(HUBER))
    again = open_page(**query(link_of(share(app))))

    assert set(message(again)["views"]) == {"slope", "compare", "pin"}
    assert (numbers(message(again))["compare.loss"] == numbers(message(app))["compare.loss"]).all()
    assert (numbers(message(again))["pin.loss"] == numbers(message(app))["pin.loss"]).all()
    assert notices(again) == []


def test_reset_goes_back_to_the_views_of_the_link():
    app = switch(open_page(loss="mse_loss", show="slope"), "compare")
    app.button(key="reset").click().run()

    assert list(message(seen(app))["views"]) == ["slope"]
