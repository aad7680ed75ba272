"""Gradient to step without a browser: every preset in every language, hostile links, and what the picture is sent."""

import base64
import json
from urllib.parse import parse_qsl, urlsplit

import nbformat
import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gradlab.compute.scaling import OPTIMIZERS, SCALES, receipt, receipts_over_scales
from gradlab.text import LANGUAGES, words
from gradlab.ui.browser.packing import inflated
from gradlab.ui.live_receipt.state import pipeline_of, state_of
from gradlab.ui.pages import PAGES
from gradlab.ui.scaling.address import key_of
from gradlab.ui.scaling.presets import OFFERED, OPENING, PLAIN, SYMPTOMS, preset_state
from gradlab.ui.scaling.snapshot import FILES, Snapshot
from tests.ui.visits import address, in_turn, notices, open_link, over_languages, running, unpack

over_presets = pytest.mark.parametrize("preset", OFFERED)
presets_in_turn = in_turn("preset", OFFERED)


def open_page(**link: str) -> AppTest:
    """Open the page by a link."""
    return seen(open_link(page="scaling", **link))


def seen(app: AppTest) -> AppTest:
    first_lines = [words(language)["scaling"]["first_line"] for language in LANGUAGES]
    assert [line.value in first_lines for line in running(app).subheader] == [True]
    return app


def sent_to(app: AppTest) -> dict:
    """What the live receipt is sent."""
    (found,) = (p.proto for p in app.get("bidi_component") if p.proto.component_name == "gradlab_live_receipt")
    return json.loads(found.json)


def message(app: AppTest) -> dict:
    return json.loads(inflated(sent_to(app)["message"]))


def chosen(choices: dict, place: int):
    """One of many values, as the browser picks it."""
    return choices["of"][choices["at"][place] if choices["at"] else 0]


def own_rows(app: AppTest) -> list[dict]:
    return [chosen(row, sent_to(app)["own"]) for row in message(app)["rows"]]


def value(app: AppTest, name: str):
    return app.session_state[key_of(name)]


def column(sent: dict, name: str) -> np.ndarray:
    """One of the columns: a row for each scale."""
    return unpack(sent["names"], base64.b64decode(sent["base64"]))[name].reshape(sent["count"], -1)


def test_it_opens_with_s_to_be_dragged():
    app = open_page()
    assert not app.slider(key=key_of("log2_S")).disabled
    assert (message(app)["count"], address(app)) == (len(SCALES), {"preset": OPENING})


def test_a_link_without_a_preset_is_about_the_plain_step():
    app = open_page(w="5")
    assert address(app) == {"preset": PLAIN}
    assert [stage["key"] for stage in message(app)["stages"]] == ["gradient", "step", "write_back"]
    assert notices(app) == []


def shown_state(app: AppTest, preset: str) -> dict:
    """What the widgets say; what has none is as in the preset."""
    session = app.session_state
    return {
        name: session[key_of(name)] if key_of(name) in session else usual  # noqa: SIM401 - it has no get
        for name, usual in preset_state(preset).items()
    }


@presets_in_turn
def test_every_preset_opens_by_its_link(language, preset):
    app = open_page(preset=preset, lang=language)
    assert notices(app) == []
    assert pipeline_of(shown_state(app, preset)) == OFFERED[preset]
    assert words(language)["scaling"]["preset"][preset]["look"] in [line.value for line in app.markdown]
    assert message(app)["stages"][-1]["name"] in words(language)["scaling"]["stages"].values()


@over_presets
def test_a_chip_opens_its_preset_wherever_one_was(preset):
    app = open_page(preset="adam" if preset == "clip" else "clip", clip_at="3", log2_S="4")
    app = seen(app.button_group(key=row_of_presets(preset)).set_value(preset).run())
    assert shown_state(app, preset) == preset_state(preset)
    assert address(app) == {"preset": preset}


def row_of_presets(preset: str) -> str:
    return key_of("symptoms" if preset in SYMPTOMS else "presets")


@pytest.mark.parametrize("preset", [name for name, pipeline in OFFERED.items() if pipeline.scaler])
def test_what_is_sent_are_the_receipts_of_every_scale(preset):
    sent = message(open_page(preset=preset))
    receipts = receipts_over_scales(OFFERED[preset])
    assert sent["count"] == len(SCALES)
    for values, at in zip(column(sent, "values"), receipts, strict=True):
        stages = [stage for stage in at.stages if stage.key not in ("write_back", "scale_update")]
        expected = np.concatenate([np.ravel(stage.after) for stage in stages])
        np.testing.assert_array_equal(values[: len(expected)], expected)


def test_without_a_scaler_one_receipt_is_sent():
    assert message(open_page(preset=PLAIN))["count"] == 1


@pytest.mark.parametrize(
    ("link", "name", "shown"),
    [
        ({"log2_S": "99"}, "log2_S", 16),
        ({"log2_S": "4.5"}, "log2_S", 4),
        ({"stale": "inf"}, "stale", 0),
        ({"stale": "nan"}, "stale", 0),
        ({"growth_interval": "1e400"}, "growth_interval", 2000),
        ({"learning_rate": "-1"}, "learning_rate", 0.1),
        ({"learning_rate": "nan"}, "learning_rate", 0.1),
        ({"x": "1e999"}, "x", 5.0),
        ({"optimizer": "<script>"}, "optimizer", "sgd"),
        ({"autocast": "float8"}, "autocast", "off"),
        ({"scaler": "perhaps"}, "scaler", False),
        ({"preset": "clip", "clip_at": "0"}, "clip_at", 1.0),
        ({"model": "square"}, "model", "product"),
    ],
    ids=str,
)
def test_a_value_that_cannot_be_used_falls_back_and_is_named(link, name, shown):
    app = open_page(**{"scaler": "true"} | link)
    (notice,) = notices(app)
    assert notice.startswith(f"The link says {name} = {link[name]}")
    assert value(app, name) == shown


@pytest.mark.parametrize("preset", ["nonsense", "**x**", "x" * 5000, ""])
def test_a_preset_that_is_none_is_named_and_the_plain_step_shown(preset):
    app = open_page(preset=preset)
    assert len(notices(app)) == (preset != "")
    assert message(app)["count"] == 1


def test_a_link_may_change_what_a_preset_says():
    app = open_page(preset="clip", unscale="unscale_", log2_S="4")
    assert (value(app, "unscale"), value(app, "log2_S"), value(app, "clip")) == ("unscale_", 4, "norm")
    assert "damage" not in [row["severity"] for row in own_rows(app)]


def test_reset_goes_back_to_what_the_link_gave():
    app = open_page(preset="clip", log2_S="4")
    opened = message(app)
    app = seen(app.button_group(key=row_of_presets("adam")).set_value("adam").run())
    assert message(app) != opened
    assert message(seen(app.button(key=key_of("reset")).click().run())) == opened


def test_an_optimizer_brings_its_own_weight_decay():
    app = seen(open_page().selectbox(key=key_of("optimizer")).set_value("adamw").run())
    assert value(app, "weight_decay") == OPTIMIZERS["adamw"].weight_decay == 0.01
    assert value(app, "eps") == OPTIMIZERS["adamw"].eps


def test_a_link_that_names_an_optimizer_has_its_eps():
    assert value(open_page(optimizer="adagrad"), "eps") == OPTIMIZERS["adagrad"].eps


@over_languages
def test_an_error_is_in_pytorchs_words_and_explained(language):
    app = open_page(lang=language, scaler="true", unscale="twice")
    said = words(language)["scaling"]["said"]["unscale"]
    (row,) = [row for row in own_rows(app) if row["severity"] == "damage"]
    assert "unscale_() has already been called on this optimizer since the last update()." in row["said"]
    assert said["refused_twice"] in row["said"]
    app = open_page(lang=language, scaler="true", weight_dtype="float16")
    (row,) = [row for row in own_rows(app) if row["named"] == words(language)["scaling"]["named"]["refused"]]
    assert "Attempting to unscale FP16 gradients." in row["said"]
    assert said["refused_float16"] in row["said"]


@over_languages
def test_a_device_that_is_not_there_is_noticed_in_pytorchs_words(language):
    app = open_page(lang=language, on_device="cuda")
    assert "cuda" in notices(app)[0]
    assert "CUDA" in app.info[0].value
    assert message(app)["device"] == "cpu"


def test_many_steps_are_drawn_only_when_asked_for():
    assert sent_to(open_page())["history"] == ""
    history = json.loads(sent_to(open_page(preset="overflow"))["history"])
    assert len(history["data"]) == 4  # S and its crosses, the weight and its crosses


@presets_in_turn
def test_the_share_button_gives_a_link_with_every_value_and_a_program_of_what_is_shown(language, preset):
    app = open_page(preset=preset, lang=language)
    app.session_state["share"] = True
    app = seen(app.run())
    said = dict(parse_qsl(urlsplit(app.code[0].value).query))
    again = open_page(**{name: said_of for name, said_of in said.items() if name != "preset"})
    assert notices(again) == []
    assert message(again)["program"] == message(open_page(preset=preset))["program"]
    assert app.code[-1].value.startswith("import torch\n")


@presets_in_turn
def test_the_notebook_says_what_came_of_it(language, preset):
    pipeline = OFFERED[preset]
    snapshot = Snapshot(pipeline, receipt(pipeline), {}, words(language), language)
    book = nbformat.reads(FILES["notebook"].text(snapshot, "https://example.org/"), as_version=4)
    nbformat.validate(book)
    assert words(language)["scaling"]["summary"]["title"] in book.cells[0].source
    assert "https://example.org/" in book.cells[0].source


@over_presets
def test_a_preset_as_plain_values_is_the_preset_again(preset):
    assert pipeline_of(state_of(OFFERED[preset])) == OFFERED[preset]


def test_a_page_is_found_again_as_it_was_left():
    app = open_page(preset="clip")
    app.number_input(key=key_of("clip_at")).set_value(3.0).run()
    app = app.switch_page(str(PAGES["explore"])).run()
    app.query_params.clear()  # as a page link leaves the address
    app = seen(app.switch_page(str(PAGES["scaling"])).run())
    assert app.number_input(key=key_of("clip_at")).value == 3.0
    assert address(app) == {"preset": "clip", "clip_at": "3"}
