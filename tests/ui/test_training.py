"""The training page: opens already run, is restored by its link, and one run serves everybody."""

import json
import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from gradlab.compute.experiment import Experiment
from gradlab.compute.training import PRESETS, Training, run, to_text
from gradlab.text import LANGUAGES, words
from gradlab.ui.browser.packing import inflated
from gradlab.ui.training.explore_link import explore_link
from gradlab.ui.training.fields import state_of, training_of
from gradlab.ui.training.payload import payload
from gradlab.ui.training.pictures import shown
from gradlab.ui.training.snapshot import FILES, Snapshot
from tests.ui.visits import APP

PAGE = "gradlab/ui/pages/training.py"
SHORT = replace(PRESETS["line"].training, steps=20)


def visit(**parameters: str) -> AppTest:
    page = AppTest.from_file(APP, default_timeout=60).switch_page(PAGE)
    for name, value in parameters.items():
        page.query_params[name] = value
    page.run()
    for held in page.session_state["training_runs"]:
        held.done.wait(60)
    assert not page.exception
    return page


def trained(page: AppTest) -> list[Training]:
    return [held.training for held in page.session_state["training_runs"]]


def notices(page: AppTest) -> list[str]:
    return [element.value for element in page.warning]


def test_it_opens_with_the_line_already_run():
    page = visit()

    assert trained(page) == [PRESETS["line"].training]
    assert page.session_state["training_runs"][0].record().steps == 60


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_a_link_with_its_healthy_run_beside_and_what_is_sent_is_json_of_a_megabyte_and_a_half(name):
    preset = PRESETS[name]
    page = visit(preset=name)
    held = page.session_state["training_runs"]

    assert trained(page) == [run for run in (preset.training, preset.healthy) if run]
    run, *beside = [shown(one.training, one.record()) for one in held]
    for language in LANGUAGES:
        sent = payload(run, *(beside or [None]), words(language)["training"])
        # A run is less than 1 MB; base64 makes a third more of it.
        assert len(json.dumps(sent, allow_nan=False)) < 1_400_000 * len(held)
        boundaries = [picture.get("behind", False) for picture in sent["pictures"] if picture["kind"] == "boundary"]
        assert boundaries == ([False, True] if beside else [False]) * bool(boundaries)


def test_a_link_may_change_what_a_preset_says():
    page = visit(preset="rate_too_large", t_rate="0.01")

    assert trained(page)[0] == replace(PRESETS["rate_too_large"].training, learning_rate=0.01)
    # What the preset says is no longer true of it.
    assert words("en")["training"]["own"] in [element.value for element in page.markdown]


def test_an_experiment_of_a_link_is_trained():
    subject = Experiment("expression", {"A": [2.0]}, {"expression": "A**4"}, dtype="float32")
    page = visit(experiment=to_text(subject), t_subject="tensors")
    (training,) = trained(page)

    assert training.subject == subject
    assert page.pills(key="t_presets").value is None


def test_a_run_that_was_kept_stands_beside():
    page = visit()
    page.button(key="t_keep").click().run()
    page.select_slider(key="t_rate_slider").set_value(0.1).run()

    assert trained(page) == [replace(PRESETS["line"].training, learning_rate=0.1), PRESETS["line"].training]
    page.button(key="t_let_go").click().run()
    assert len(trained(page)) == 1


BAD = {
    "t_rate": "-1",
    "t_steps": "2001",
    "t_seed": "-1",
    "t_optimizer": "sdg",
    "t_subject": "moons",
    "preset": "typo",
    "experiment": '{"loss":"square"',
    "beside": "[]",
    "step": "-1",
}


@pytest.mark.parametrize("key", BAD)
def test_what_a_link_says_wrongly_is_said_and_the_page_shows_the_line(key):
    page = visit(**{key: BAD[key]})

    assert len(notices(page)) == 1
    assert key in notices(page)[0]
    assert trained(page)[0] == PRESETS["line"].training


def test_too_much_is_refused_with_a_sentence_before_anything_runs():
    page = AppTest.from_file(APP, default_timeout=60).switch_page(PAGE)
    wanted = {"t_steps": 2000, "t_layers": 3, "t_width": 64, "t_samples": 512, "t_batch": 512, "t_accumulation": 8}
    page.query_params["preset"] = "network"
    for name, value in wanted.items():
        page.query_params[name] = str(value)
    page.run()

    assert not page.exception
    assert notices(page) == [words("en")["notice"]["too_much_work"]]
    assert "training_runs" not in page.session_state


def test_a_learning_rate_may_be_any_number_and_the_slider_stands_there():
    page = visit(t_rate="0.0371")
    page.number_input(key="t_rate").set_value(0.0123).run()

    assert trained(page)[0].learning_rate == 0.0123
    assert page.select_slider(key="t_rate_slider").value == 0.0123


def test_reset_pressed_before_a_preset_was_answered_opens_what_the_link_gave():
    page = visit(optimizer="adam")
    page.pills(key="t_presets").set_value("rate_too_large")
    page.button(key="t_reset").click()

    assert not page.run().exception
    assert trained(page) == trained(visit(optimizer="adam"))


def test_the_step_of_a_link_is_kept_when_the_settings_change_and_the_link_of_share_says_it():
    page = visit(step="7")
    page.number_input(key="t_steps").set_value(30).run()

    assert page.slider(key="t_step").value == 7
    assert page.session_state["session"].page.state["step"] == 7
    page.number_input(key="t_steps").set_value(5).run()
    assert page.slider(key="t_step").value == 0
    page.slider(key="t_step").set_value(3)  # as the browser moves it: unheard, until the next message
    page.pills(key="t_presets").set_value("rate_too_large").run()
    assert page.slider(key="t_step").value == 0


def test_a_symptom_asks_first_and_says_what_to_look_at_afterwards():
    look = words("en")["training"]["preset"]["rate_too_large"]["look"]
    asking, seen = visit(preset="rate_too_large"), visit(preset="rate_too_large", step="9")

    assert look not in [element.value for element in asking.markdown]
    assert look in [element.value for element in seen.markdown]


def test_undo_takes_back_the_last_change():
    page = visit()
    assert page.button(key="t_undo").disabled
    page.number_input(key="t_steps").set_value(10).run()
    page.button(key="t_undo").click().run()

    assert trained(page) == [PRESETS["line"].training]


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_what_its_widgets_say(name):
    training = PRESETS[name].training
    subject = training.subject if isinstance(training.subject, Experiment) else PRESETS["line"].training.subject

    assert training_of(state_of(training), subject) == training


def test_every_file_of_a_run_is_made_and_its_page_opens_at_the_step_with_the_run_beside():
    other = replace(SHORT, steps=30)
    snapshot = Snapshot(SHORT, run(SHORT), (other, run(other)), {"step": 7}, words("en"), "en")
    made = {name: file.text(snapshot, "https://gradlab.example/training?v=1") for name, file in FILES.items()}

    assert len(made["csv"].splitlines()) == 21
    assert re.search(r'max="30" step="1" value="7"', made["chart"])
    data = json.loads(made["chart"].split('class="lp-data">')[1].split("</script>")[0])
    sent = json.loads(inflated(data["message"]))
    assert (sent["beside"]["steps"], sent["question"]) == (30, "")
    asking = FILES["chart"].text(replace(snapshot, question="vanishing"), "").split('class="lp-data">')[1]
    assert json.loads(inflated(json.loads(asking.split("</script>")[0])["message"]))["question"] == "vanishing"


def test_a_link_to_explore_says_every_value():
    link = explore_link(PRESETS["line"].training.subject)

    for part in ("loss=line_fit", "w0=1.0", "x3=4.0", "y1=8.5", "requires_grad_b=true", "elements=4"):
        assert part in link
