"""One step at a time: the numbers of PyTorch's own loop, where they are kept, and what is said when they go too far."""

import numpy as np
import pytest

from gradlab.compute.descent import descent_step
from gradlab.compute.experiment import Experiment
from gradlab.text import words
from tests.ui.visits import address, in_turn, message, notices, open_page, over_languages, own_row, seen, told


def press(app, key: str):
    return seen(app.button(key=f"step-{key}").click().run())


def stepped(times: int, **link: str):
    app = open_page(show="step", **link)
    for _ in range(times):
        app = press(app, "take")
    return app


def query(app) -> dict[str, str]:
    """What the address says."""
    return address(app)


def numbers(app) -> dict[str, np.ndarray]:
    sent = message(app)
    return sent["numbers"]


def said(language: str, kind: str) -> str:
    """How a notice begins, before the first of its values."""
    return words(language)["notice"][kind].partition("{")[0]


# By hand: −2 − 0.1·(−4) = −1.6; with 1.1 each step multiplies A by −1.2 (teaching.md, lesson 3).
@pytest.mark.parametrize(
    ("start", "rate", "points"), [("-2", "0.1", [-2, -1.6]), ("3", "1.1", [3, -3.6, 4.32, -5.184])]
)
def test_steps_lead_where_the_lesson_says_and_stay_in_the_address(start, rate, points):
    app = stepped(len(points) - 1, A0=start, learning_rate=rate, dtype="float64")

    assert app.slider(key="A0").value == pytest.approx(points[-1])
    assert [float(point) for point in query(app)["trail"].split("~")] == pytest.approx(points)


def test_the_value_after_a_step_has_the_fewest_digits():
    assert query(stepped(1, A0="-2"))["trail"] == "-2.0~-1.6"


def test_the_link_restores_trail_and_point():
    app = stepped(4, A0="3", learning_rate="1.1")
    again = open_page(**(query(app) | {"A0": repr(app.slider(key="A0").value)}))

    assert notices(again) == []
    assert told(again)["curve"] == told(app)["curve"]
    assert told(again)["page"] == told(app)["page"]


@pytest.mark.parametrize("zero_grad", ["true", "false"])
def test_every_row_is_the_step_that_pytorch_takes_there(zero_grad):
    app = stepped(2, loss="mse_loss", elements="2", at="input1", zero_grad=zero_grad, dtype="float64")
    columns = numbers(app)
    values = [app.slider(key=key).value for key in ("input0", "input1")]
    trail = [[float(value) for value in point.split("_")] for point in query(app)["trail"].split("~")]

    def at(point):
        return Experiment("mse_loss", {"input": point, "target": [3.0, 1.5]})

    before = [at(point) for point in trail[:-1]] if zero_grad == "false" else []
    after = columns["step.after"].reshape(-1, 2)
    for row in range(0, len(after), 25):
        step = descent_step(at([values[0], columns["position"][row]]), learning_rate=0.1, before=before)
        assert after[row] == pytest.approx(step.after["input"], rel=1e-12)


# The slope of A·5 is 5 wherever A is: without zero_grad 5, 10, 15 (teaching.md, lesson 4).
def test_without_zero_grad_the_gradients_add_up():
    app = stepped(0, loss="times_five", A0="2", zero_grad="false", learning_rate="0.01")
    held, places = [], [2.0]
    for _ in range(3):
        sent = message(app)
        view = sent["views"]["step"]
        held.append((view["printed"] or sent["printed"])[own_row(sent)])
        app = press(app, "take")
        places.append(app.slider(key="A0").value)

    assert held == ["tensor([5.])", "tensor([10.])", "tensor([15.])"]
    assert places == pytest.approx([2, 1.95, 1.85, 1.7])
    assert query(app)["held"] == "3"


def test_switching_zero_grad_on_forgets_what_was_held():
    app = stepped(2, zero_grad="false")
    app = seen(app.toggle(key="zero_grad").set_value(True).run())

    assert "held" not in address(app)
    assert message(app)["views"]["step"]["count"] == 0


def test_all_that_is_differentiated_steps_together():
    app = stepped(1, loss="mse_loss", elements="2", requires_grad_target="true", dtype="float64")
    step = descent_step(
        Experiment("mse_loss", {"input": [5.0, 1.0], "target": [3.0, 1.5]}, requires_grad=("input", "target")),
        learning_rate=0.1,
    )

    for tensor in ("input", "target"):
        found = [app.slider(key=f"{tensor}{index}").value for index in range(2)]
        assert found == pytest.approx(step.after[tensor])


def test_undo_goes_back_exactly_and_a_point_moved_by_hand_begins_a_new_run():
    app = stepped(2, A0="2.347")
    places = [float(point) for point in query(app)["trail"].split("~")]
    app = seen(app.slider(key="A0").set_value(-3.0).run())
    app = press(app, "take")
    assert query(app)["trail"].endswith("~~-3.0~-2.4")

    found = []
    while "trail" in address(app):
        app = press(app, "undo")
        found.append(app.slider(key="A0").value)
    assert found == [-3.0, places[1], places[0]] == [-3.0, places[1], 2.347]
    assert app.button(key="step-undo").disabled


def test_undo_takes_back_the_gradient_that_was_added():
    app = press(stepped(3, zero_grad="false"), "undo")

    assert query(app)["held"] == "2"


def test_a_step_beyond_the_slider_widens_it_and_the_axes_hold_curve_and_trail():
    app = stepped(6, A0="3", learning_rate="1.1", dtype="float64")
    columns, points = numbers(app), query(app)["trail"].split("~")
    slider = app.slider(key="A0")

    assert query(app)["reach"] == "2"
    assert (slider.min, slider.max, slider.step) == (-10.0, 10.0, 0.1)
    assert slider.value == float(points[-1]) == pytest.approx(3 * 1.2**6)
    assert (columns["low"][0], columns["high"][0]) == (-10.0, 10.0)
    assert columns["fit"][0] <= 0
    assert columns["fit"][1] >= float(points[-1]) ** 2
    assert columns["step.trail_loss"] == pytest.approx([float(point) ** 2 for point in points])


def test_a_trail_far_above_the_curve_is_in_the_picture_too():
    far = open_page(show="step", loss="mse_loss", elements="2", trail="5.0_100.0~5.0_1.0")
    near = open_page(show="step", loss="mse_loss", elements="2")

    assert numbers(far)["fit"][1] >= (2**2 + 98.5**2) / 2
    assert message(far)["axes"] != message(near)["axes"]


def test_clearing_forgets_trail_and_gradients_and_narrows_the_slider_again():
    app = stepped(4, A0="3", learning_rate="1.1", zero_grad="false")
    app = seen(app.slider(key="A0").set_value(1.0).run())
    app = press(app, "clear")

    assert not {"trail", "held", "reach"} & set(address(app))
    assert (app.slider(key="A0").value, app.slider(key="A0").max) == (1.0, 5.0)


def test_another_loss_begins_without_trail_and_with_its_own_slider():
    app = stepped(4, A0="3", learning_rate="1.1")
    app = seen(app.button(key="chip-corner").click().run())

    assert not {"trail", "held", "reach"} & set(address(app))
    assert app.slider(key="A0").max == 5.0


def test_closing_the_view_forgets_the_trail_and_keeps_the_point():
    app = stepped(4, A0="3", learning_rate="1.1")
    value = app.slider(key="A0").value
    app = seen(app.button_group(key="views").set_value([]).run())

    assert "trail" not in address(app)
    assert app.slider(key="A0").value == value


# What cannot be followed: the link, the notice, and PyTorch's number in it.
BLOCKED = {
    # −1/x at 0.05 is −20, times 0.1: 0.05 + 2.
    "domain": (
        {"loss": "binary_cross_entropy", "input0": "0.05", "target0": "1.0", "dtype": "float64"},
        "step_outside",
        "2.05",
    ),
    "nan": ({"loss": "sqrt", "A0": "-1"}, "step_not_finite", "nan"),
}


@over_languages
@pytest.mark.parametrize(("link", "kind", "value"), BLOCKED.values(), ids=BLOCKED)
def test_a_step_that_cannot_be_taken_says_where_it_leads_and_changes_nothing(link, kind, value, language):
    before = open_page(show="step", lang=language, **link)
    after = press(before, "take")

    (notice,) = notices(after)
    assert notice.startswith(said(language, kind))
    assert value in notice
    assert "trail" not in address(after)
    assert told(after)["page"] == told(open_page(show="step", lang=language, **link))["page"]


@over_languages
def test_steps_that_diverge_for_good_are_told_with_the_number(language):
    # Each step multiplies A by 1 − 2·1000: 5 · 1999⁴ = 79840119960005.
    app = stepped(4, lang=language, A0="5", learning_rate="1000", dtype="float64")
    (notice,) = notices(app)

    assert notice.startswith(said(language, "step_too_far"))
    assert "A[0] = 7.98401e13" in notice
    assert query(app)["trail"] == "5.0~-9995.0~19980005.0~-39940029995.0"
    assert app.slider(key="A0").value == -39940029995.0


def test_a_trail_that_is_full_says_so_where_every_gradient_is_needed():
    app = stepped(30, zero_grad="false", learning_rate="0.0001")
    (notice,) = notices(app)

    assert notice.startswith(said("en", "step_full"))
    assert len(query(app)["trail"].split("~")) == 30


@in_turn(
    "said",
    [
        ("trail", "<b>~1"), ("trail", "1.0"), ("trail", "1.0_2.0~1.5_2.5"), ("trail", "nan~1.0"),
        ("held", "-1"), ("held", "1e9"), ("held", "zzz"), ("reach", "3"), ("reach", "0"), ("reach", "1e99"),
    ],
)  # fmt: skip
def test_what_a_link_cannot_mean_is_said_and_left_out(said, language):
    name, value = said
    app = open_page(show="step", lang=language, **{name: value})
    (notice,) = notices(app)

    assert f"{name} = {value}" in notice
    assert told(app)["page"] == told(open_page(show="step", lang=language))["page"]


def test_a_trail_outside_the_domain_is_none():
    app = open_page(show="step", loss="binary_cross_entropy", trail="0.5~7.0")

    assert len(notices(app)) == 1
    assert message(app)["views"]["step"]["runs"] == []


@pytest.mark.parametrize("rate", ["-1", "nan", "inf", "zzz", "1001"])
def test_a_learning_rate_that_is_none_is_said(rate):
    app = open_page(show="step", learning_rate=rate)

    assert len(notices(app)) == 1
    assert app.number_input(key="learning_rate").value == 0.1


def test_more_gradients_than_the_trail_has_steps_are_only_as_many_as_it_has():
    assert message(open_page(show="step", held="20", trail="2.5~2.0", zero_grad="false"))["views"]["step"]["count"] == 1
