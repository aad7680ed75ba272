"""Predict: the same question for everyone who has its link, its tangent hidden, and a mistake called by its name."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from gradlab.compute.gradient import unscaled_gradient
from gradlab.compute.guess import JUDGEMENTS
from gradlab.text import words
from gradlab.ui.predict.question import FUNCTIONS, SEVERAL, prediction
from tests.ui.visits import address, announced, message, notices, open_link, over_languages, press, running, values

SEEDS = range(1, 31)


def texts(app: AppTest) -> str:
    return " ".join(text.value for text in (*app.subheader, *app.markdown))


def test_a_seed_gives_the_same_question_again_and_all_kinds_come():
    assert [prediction(seed) for seed in SEEDS] == [prediction.__wrapped__(seed) for seed in SEEDS]
    asked = {prediction(seed).experiment.loss for seed in SEEDS}
    assert asked < {*FUNCTIONS, *SEVERAL}
    assert len(asked & {*FUNCTIONS}) >= 3
    assert len(asked & {*SEVERAL}) >= 4


@pytest.mark.parametrize("seed", SEEDS)
def test_the_slope_can_be_guessed_with_the_slider_and_is_told_from_no_slope(seed):
    question = prediction(seed)
    found = unscaled_gradient(question.experiment).gradients[question.element.tensor].flat[0]
    nearest = min(question.offered.positions, key=lambda guess: abs(guess - found))

    assert question.judge(nearest) == "right"
    assert question.judge(0.0) != "right"


@over_languages
def test_tangent_and_numbers_are_hidden_until_they_are_asked_for_and_the_guess_is_judged(language):
    app = open_link(f"{language}-XX", predict="7")
    own, question = words(language)["predict"], prediction(7)
    assert message(app)["hidden"] == "answer"
    assert announced(app) == ""
    assert own["question"].format(element=question.element.name) in texts(app)
    assert not any(own["kinds"][kind][:12] in texts(app) for kind in JUDGEMENTS)

    end = question.offered.high
    app.slider(key="guess").set_value(end)
    app = press(app, "predict-on")

    kind = own["kinds"][question.judge(end)].split("{")[0]
    assert kind in texts(app)
    assert kind in announced(app)
    assert message(app)["hidden"] == ""
    assert app.slider(key="guess").disabled
    assert address(app) == {"predict": "7", "guess": f"{end:g}", "reveal": "1"}


def test_a_stock_chart_has_the_tangent_only_once_it_is_asked_for():
    app = open_link(predict="7")
    app.session_state["live"] = {"unavailable": True}
    assert marks(app.run()) == ["curve", "point"]
    assert marks(press(app, "predict-on")) == ["curve", "tangent", "point"]


def marks(app: AppTest) -> list[str]:
    (stock,) = app.get("plotly_chart")
    return [trace["meta"] for trace in json.loads(stock.proto.spec)["data"]]


def test_on_goes_to_the_next_number_with_its_line_flat_again():
    app = press(press(open_link(predict="7"), "predict-on"), "predict-on")

    assert address(app) == {"predict": "8"}
    assert message(app)["numbers"]["guess.slope"] == 0
    assert f"# {words('en')['predict']['number'].format(seed=8)}"[2:] in texts(app)


@pytest.mark.parametrize("seed", [1, 2])
def test_playing_on_is_explore_with_what_the_question_shows(seed):
    app = press(open_link(predict=str(seed)), "predict-leave")

    tensors = dict(prediction(seed).experiment.tensors)
    assert {name: values(app)[f"{name}0"] for name in tensors} == {name: value[0] for name, value in tensors.items()}
    assert "predict" not in address(app)
    assert message(app).get("hidden", "") == ""


def test_explore_leads_to_a_question():
    app = press(open_link(), "predict-begin")

    assert int(address(app)["predict"]) >= 1
    assert message(app)["hidden"] == "answer"


@pytest.mark.parametrize("seed", ["0", "-1", "1e99", "nan", "<b>", "7.5", ""])
def test_a_seed_that_is_none_is_told_and_the_page_stands(seed):
    app = open_link(predict=seed)

    assert len(notices(app)) == (0 if seed in ("0", "") else 1)


@over_languages
def test_a_question_is_shared_by_its_number_without_a_guess_or_the_answer_as_a_link_and_a_qr_code(language):
    app = open_link(f"{language}-XX", predict="7", guess="0.25", reveal="1")
    app.session_state["share"] = True
    app = running(app.run())

    assert dict(parse_qsl(urlsplit(app.code[0].value).query)) == {"v": "1", "predict": "7"}
    assert f"**{words(language)['share']['question']}**" in [text.value for text in app.markdown]
    assert len(app.get("image")) == 1
