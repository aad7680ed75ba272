"""The curves of a family: each is what the page shows once that value of its parameter is taken over."""

import json

import numpy as np
import pytest

from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import unscaled_gradient
from gradlab.compute.losses import LOSSES
from gradlab.compute.program import literal
from gradlab.ui.experiment.elements import Element, sliders_in
from gradlab.ui.live_chart import variations_payload as module
from gradlab.ui.live_chart.exploration import Exploration, explore
from gradlab.ui.live_chart.payload import target_of
from gradlab.ui.live_chart.sentence import described_causes
from gradlab.ui.live_chart.slots import slotted_program
from gradlab.ui.live_chart.variations import MOST, FamilyParameter, _members, family_parameters
from gradlab.ui.live_chart.variations_payload import families, family_part
from tests.compute.experiments import default_experiment
from tests.ui.test_payload import kinds, nearly_printed
from tests.ui.visits import ask, message, open_page, told, unpack


def sliding(name: str) -> list[FamilyParameter]:
    """What a loss has curves for: each of its parameters, and of each tensor that is held the last element."""
    there = family_parameters(opening(name)[0])
    last = {parameter.element.tensor: parameter for parameter in there if parameter.element}
    return [parameter for parameter in there if not parameter.element] + list(last.values())


@pytest.fixture(autouse=True)
def uncached(monkeypatch):
    """Everything is computed anew."""
    monkeypatch.setattr("gradlab.ui.live_chart.variations._members", _members.__wrapped__)


def opening(name: str, **fields) -> tuple[Experiment, Element]:
    """A loss as a page shows it, and the element whose curve is drawn."""
    experiment = default_experiment(name, (3,), dtype="float32", **fields)
    active = next(element for element in sliders_in(experiment) if element.tensor == LOSSES[name].primary.name)
    return experiment, active


SLIDING = [(name, parameter) for name in LOSSES for parameter in sliding(name)]

over_sliding = pytest.mark.parametrize(("name", "parameter"), SLIDING, ids=[f"{n}-{p.key}" for n, p in SLIDING])


def taken_over(experiment: Experiment, active: Element, parameter: FamilyParameter, index: int) -> Exploration:
    """What the server computes for the page when the slider has been let go at one of its positions."""
    value = parameter.slider.positions[index]
    fields = {field: getattr(experiment, field) for field in ("loss", "reduction", "dtype", "requires_grad")}
    tensors, parameters = dict(experiment.tensors), dict(experiment.parameters)
    if parameter.element:
        values = np.array(tensors[parameter.element.tensor])
        values.flat[parameter.element.index] = value
        tensors[parameter.element.tensor] = values
    else:
        parameters[parameter.key] = value
    return explore.__wrapped__(Experiment(**fields, tensors=tensors, parameters=parameters), active)


def test_data_points_and_class_probabilities_are_held_numbers_that_have_curves():
    held = {(name, parameter.element.tensor) for name, parameter in SLIDING if parameter.element}

    assert held >= {("line_fit", "x"), ("line_fit", "y"), ("cross_entropy_with_probabilities", "target")}


def test_what_has_more_positions_than_are_sent_at_once_has_no_curves():
    for name in LOSSES:
        experiment, _ = opening(name)
        there = [parameter.key for parameter in family_parameters(experiment)]
        for element in sliders_in(experiment):
            few = len(element.slider.positions) <= MOST and element.tensor not in experiment.requires_grad
            assert (element.key in there) == few


@over_sliding
def test_every_curve_is_the_one_that_stays_when_the_slider_is_let_go(name, parameter):
    experiment, active = opening(name)
    sent = family_payload(experiment, active, parameter)
    numbers = sent["numbers"]
    rows = len(parameter.slider.positions)
    losses, slopes, gradients = (numbers[column].reshape(rows, -1) for column in ("losses", "slopes", "gradients"))
    companion, here = numbers["companion"].reshape(rows, -1), explore.__wrapped__(experiment, active)
    near = {"rtol": 1e-6, "atol": 1e-6}

    assert numbers["values"].tolist() == parameter.slider.positions
    for index in range(0, rows, 7):
        stays = taken_over(experiment, active, parameter, index)
        np.testing.assert_allclose(losses[index], stays.sweep.losses, **near)
        np.testing.assert_allclose(slopes[index], stays.slope, **near)
        np.testing.assert_allclose(gradients[index], stays.gradients[stays.row], **near)
        for column in ("left", "right", "central", "kink"):
            np.testing.assert_equal(numbers[column][index], float(getattr(stays.slopes, column)[stays.row]), column)
        assert sent["kinks"][index] == [literal(position) for position in stays.kinks]
        assert nearly_printed(sent["printed"][index], stays.printed[stays.row])
        assert sent["programs"][index] == slotted_program(stays.experiment, active)
        beside = np.empty(0) if stays.companion is None else stays.companion[stays.row].ravel()
        np.testing.assert_allclose(companion[index], beside, **near)
        assert target_of(stays) == target_of(here)
        assert sent["causes"].get(str(index)) == described_causes(stays.causes).get(str(stays.row))


@over_sliding
def test_the_point_has_the_unscaled_gradient_of_each_value(name, parameter):
    experiment, active = opening(name)
    sent = family_payload(experiment, active, parameter)
    numbers = sent["numbers"]
    rows = len(parameter.slider.positions)
    for index in range(rows):
        result = unscaled_gradient(taken_over(experiment, active, parameter, index).experiment)
        gradient = np.concatenate([values.ravel() for values in result.gradients.values()])
        np.testing.assert_allclose(numbers["gradients"].reshape(rows, -1)[index], gradient, rtol=1e-6, atol=1e-6)
        assert numbers["loss"][index] == pytest.approx(result.loss, rel=1e-6)


@over_sliding
def test_outside_the_packed_numbers_there_are_only_texts_whole_numbers_and_truths(name, parameter):
    sent = json.loads(family_part(*opening(name), parameter).texts)

    assert kinds(sent) <= {str, int, bool, list, dict}
    assert json.loads(json.dumps(sent, allow_nan=False)) == sent


@over_sliding
def test_the_curves_travel_in_two_hundred_kilobytes(name, parameter):
    assert len(family_part(*opening(name), parameter).numbers) <= 150_000


@over_sliding
def test_the_curves_are_the_same_whichever_of_the_values_is_the_present_one(name, parameter):
    experiment, active = opening(name)
    experiments = [(taken_over(experiment, active, parameter, index).experiment, active) for index in (0, 1)]
    first, second = (family_part(*there, parameter) for there in experiments)

    assert first == second
    named = [families(*there)[parameter.key] for there in experiments]
    assert {entry["of"] for entry in named} == {json.loads(first.texts)["of"]}
    assert [entry["value"] for entry in named] == [literal(value) for value in parameter.slider.positions[:2]]


HUBER = {"loss": "huber_loss", "tensors": {"input": [5.0, 1.0], "target": [3.0, 1.5]}, "dtype": "float32"}


@pytest.mark.parametrize(
    "change",
    [
        {"tensors": {"input": [5.0, 1.05], "target": [3.0, 1.5]}},
        {"tensors": {"input": [5.0, 1.0], "target": [3.0, 1.45]}},
        {"reduction": "sum"},
        {"dtype": "float64"},
        {"requires_grad": ("input", "target")},
    ],
    ids=str,
)
def test_whatever_else_changes_is_another_family(change):
    before, now = Experiment(**HUBER), Experiment(**HUBER | change)
    first, second = sliders_in(before)[:2]

    of = families(before, first)["delta"]["of"]
    assert families(now, first)["delta"]["of"] != of
    assert families(before, second)["delta"]["of"] != of


def test_a_formula_that_depends_on_the_value_is_said_to():
    (smoothing,), (delta,) = sliding("cross_entropy"), sliding("huber_loss")

    assert family_payload(*opening("cross_entropy"), smoothing)["formula"] is True  # without ε it is shorter
    assert family_payload(*opening("huber_loss"), delta)["formula"] is False


def family_payload(*given) -> dict:
    """A family as the chart reads it."""
    part = family_part(*given)
    texts = json.loads(part.texts)
    return texts | {"numbers": unpack(texts["names"], part.numbers)}


def family(app) -> dict | None:
    part = told(app).get("family")
    return part and json.loads(part.texts)


def test_the_curves_are_sent_when_the_chart_asks_for_them_and_once():
    app = open_page(loss="huber_loss", delta="0.5")
    assert family(app) is None

    sent = family(ask(app, "approached", "delta 1234.5"))
    assert sent["key"] == "delta"
    assert sent["of"] == message(app)["families"]["delta"]["of"]
    assert message(app)["active"] == "input0"
    assert family(app.run()) is None


@pytest.mark.parametrize("asked", ["beta 1", "reduction", "", None, 7, ["delta"], {"delta": 1}])
def test_what_is_no_parameter_with_a_slider_has_no_curves(asked):
    assert family(ask(open_page(loss="huber_loss"), "approached", asked)) is None


def test_nothing_is_computed_for_a_parameter_that_nobody_touches(monkeypatch):
    monkeypatch.setattr(module, "members", lambda *_: pytest.fail("the curves were computed"))
    app = open_page(loss="huber_loss")

    app.slider(key="delta").set_value(2.0).run()
    assert message(app)["families"]["delta"]["value"] == "2.0"
