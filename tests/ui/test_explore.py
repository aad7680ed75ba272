"""Explore without a browser: every loss, in every language, and whatever the chart in a browser may send."""

import json
import re

import pytest

from gradlab.compute.losses import LOSSES
from gradlab.compute.losses.notation import in_names
from gradlab.text import words
from gradlab.ui.experiment.whole_state import whole_state
from gradlab.ui.explore.chips import CHIPS
from tests.ui.visits import (
    address,
    ask,
    frame_of,
    in_turn,
    message,
    notices,
    open_page,
    over_languages,
    program,
    receive,
    seen,
    shown,
    unfold,
    values,
)


@in_turn("name", LOSSES)
def test_every_loss_opens(language, name):
    app = open_page(lang=language, loss=name)
    assert app.subheader[0].value == words(language)["explore"]["first_line"]
    loss, derivative = (latex.value.strip("$\n ") for latex in app.latex)
    assert loss.startswith(r"\text{loss} = ")
    assert derivative.startswith(r"\frac{\partial\,\text{loss}}{\partial\,")
    written = in_names(LOSSES[name], LOSSES[name].written(LOSSES[name].formula, {}))
    assert all(part in loss for part in re.split(r" = |, \\quad ", written))
    assert re.search(r"\nloss\.backward\(\)\n\w+\.grad  # tensor\(\[.+\]\)$", program(app), re.DOTALL)
    assert notices(app) == []


def test_the_page_opens_on_a_square_whose_gradient_prints_tensor_5():
    assert program(open_page()).splitlines() == [
        "A = torch.tensor([2.5], requires_grad=True)",
        "loss = A**2",
        "loss.backward()",
        "A.grad  # tensor([5.])",
    ]


@pytest.mark.parametrize(("locale", "language"), [("ja-JP", "ja"), ("en-US", "en"), ("de-DE", "en")])
def test_the_language_is_guessed_from_the_browser(locale, language):
    assert open_page(locale).subheader[0].value == words(language)["explore"]["first_line"]


@pytest.mark.parametrize(("lang", "language"), [("en", "en"), ("ja", "ja"), ("xx", "ja"), ("../../README", "ja")])
def test_a_link_may_say_the_language_and_otherwise_the_browser_does(lang, language):
    assert open_page("ja-JP", lang=lang).subheader[0].value == words(language)["explore"]["first_line"]


def test_changing_the_language_keeps_the_values():
    app = open_page(loss="sin", A0="1.5")
    before = program(app)
    app = seen(app.button_group(key="language").set_value("ja").run())
    assert app.subheader[0].value == words("ja")["explore"]["first_line"]
    assert program(app) == before


@pytest.mark.parametrize("link", [{}, {"loss": "cross_entropy", "elements": "8", "input0": "-8"}], ids=str)
@pytest.mark.parametrize("chip", CHIPS)
def test_a_chip_opens_its_example_wherever_one_was(chip, link):
    app = seen(open_page(**link).button(key=f"chip-{chip}").click().run())
    wanted = whole_state(CHIPS[chip])
    assert {key: values(app)[key] for key in wanted} == wanted
    assert message(app)["axes"].split()[0] == wanted["loss"]


def test_the_first_chip_is_the_tutorial_and_prints_what_it_prints():
    assert next(iter(CHIPS)) == "tutorial"
    app = open_page().button(key="chip-tutorial").click().run()
    assert program(app).splitlines() == [  # the source's program and its output
        "A = torch.tensor([5.0], requires_grad=True)",
        "loss = A*5",
        "loss.backward()",
        "A.grad  # tensor([5.])",
    ]


def test_another_loss_keeps_the_values_it_can_take():
    app = open_page(loss="mse_loss", elements="2", input1="-7", target0="2")
    app = seen(app.selectbox(key="loss").set_value("l1_loss").run())
    assert program(app).startswith("input = torch.tensor([5.0, -7.0], requires_grad=True)\ntarget = torch.tensor([2.0,")


@over_languages
def test_one_menu_offers_every_loss_with_its_formula_by_every_name(language):
    app = open_page(lang=language)
    offered = app.selectbox(key="loss").options

    assert len(offered) == len(set(offered)) == len(LOSSES)
    for name, loss in LOSSES.items():
        (shown,) = [option for option in offered if option.split(" — ")[0] == name]
        assert loss.brief in shown
        assert words(language)["names"][name] in shown
    assert "mse_loss — (x − y)² — " in "\n".join(offered)


def test_the_menu_is_the_same_message_however_it_is_used_and_need_not_be_sent_again():
    app = open_page(loss="mse_loss")
    sent = []
    for name in ("l1_loss", "cross_entropy", "l1_loss"):
        app = seen(app.selectbox(key="loss").set_value(name).run())
        sent.append(app.selectbox(key="loss").proto.SerializeToString())

    assert sent[0] == sent[1] == sent[2]


def test_reset_goes_back_to_all_that_the_link_gave():
    link = {"loss": "huber_loss", "elements": "2", "delta": "2", "input0": "-3", "reduction": "sum", "at": "input1"}
    app = open_page(**link, dtype="float16")
    opened, program = shown(app), message(app)["program"]
    unfold(app).selectbox(key="dtype").set_value("float64").run()
    app = seen(app.button(key="chip-edge").click().run())
    assert message(app)["program"] != program
    app = seen(app.button(key="reset").click().run())
    assert shown(app) == opened


def test_reset_goes_back_to_what_was_shown_for_a_link_that_could_not_be_used():
    app = open_page(loss="sin", A0="1e99")
    opened = shown(app)
    app = seen(app.button(key="chip-mse").click().run())
    app = seen(app.button(key="reset").click().run())
    assert shown(app) == opened
    assert notices(app) == []


@pytest.mark.parametrize("value", ["2.347", "-4.999999", "1e-300"])
def test_a_value_off_the_sliders_grid_is_kept_exactly(value):
    assert program(open_page(A0=value)).startswith(f"A = torch.tensor([{value}],")


@pytest.mark.parametrize("at", ["input1", "input0", "input9", "target0", "<b>"])
def test_the_address_says_whose_curve_is_shown_if_there_is_such_an_element(at):
    sent = message(open_page(loss="mse_loss", elements="2", at=at))
    assert sent["active"] == ("input1" if at == "input1" else "input0")


@pytest.mark.parametrize("dtype", ["float64", "float16", "bfloat16"])
def test_the_precision_reaches_the_program_and_what_it_prints(dtype):
    app = open_page(loss="exp", dtype=dtype)
    assert program(app).count(f"dtype=torch.{dtype}") == 2


def test_the_projector_view_is_a_switch_and_an_address():
    app = open_page()
    assert frame_of(app)["view"] == "page"
    app = seen(app.toggle(key="projector").set_value(True).run())
    assert frame_of(app)["view"] == frame_of(open_page(view="projector"))["view"] == "projector"


def test_a_touched_element_brings_its_curve():
    app = ask(open_page(loss="mse_loss", elements="2"), "touched", "input1 7")
    assert message(app)["active"] == "input1"
    assert address(app)["at"] == "input1"


def test_a_typed_value_is_shown_exactly():
    assert program(receive(open_page(), "typed", "１．２３４")).startswith("A = torch.tensor([1.234],")


@pytest.mark.parametrize(
    "value", [None, True, 1e300, ["A0"], {"A0": 1}, "nan", "1e999", "x" * 10**5], ids=lambda v: ascii(v)[:12]
)
def test_any_other_message_of_the_chart_changes_nothing_but_a_notice(value):
    app = open_page(elements="2")
    opened = shown(app)
    assert shown(ask(app, "touched", value)) == opened
    assert shown(ask(app, "approached", value)) == opened
    assert notices(app) == []
    assert shown(receive(app, "typed", value)) == opened
    (notice,) = notices(app)
    assert len(notice) < 200


@over_languages
@pytest.mark.parametrize(
    ("link", "marks"),
    [
        ({}, ["tangent", "point"]),
        ({"loss": "sqrt", "A0": "0"}, ["point"]),
        ({"loss": "sqrt", "A0": "-1"}, []),
        ({"hide": "tangent"}, ["point"]),
    ],
    ids=["smooth", "edge", "outside", "worksheet"],
)
def test_where_the_live_chart_could_not_load_there_is_a_stock_one(language, link, marks):
    app = open_page(lang=language, **link)
    assert len(app.get("plotly_chart")) == 0
    app.session_state["live"] = {"unavailable": True}
    (stock,) = seen(app.run()).get("plotly_chart")
    assert [trace["meta"] for trace in json.loads(stock.proto.spec)["data"]] == ["curve", *marks]
    assert app.caption[0].value == words(language)["chart"]["fallback"]
    assert "A[0]" in stock.proto.alt


def test_the_stock_chart_follows_its_slider():
    app = open_page()
    app.session_state["live"] = {"unavailable": True}
    app = seen(app.run().slider(key="A0").set_value(-3.0).run())
    point = json.loads(app.get("plotly_chart")[0].proto.spec)["data"][-1]
    assert (point["x"], point["y"]) == ([-3.0], [9.0])  # A²


@pytest.mark.parametrize(
    ("link", "derivatives"),
    [
        (
            {"requires_grad_input": "false", "requires_grad_target": "true"},
            [("target", r"2\,(\text{target} - \text{input})")],
        ),
        ({"requires_grad_target": "true"}, [("input", r"2\,(\text{input} - \text{target})"), ("target", "")]),
    ],
    ids=["target", "both"],
)
def test_there_is_the_derivative_in_each_tensor_that_is_differentiated(link, derivatives):
    shown = open_page(loss="mse_loss", elements="1", **link).latex[1:]
    for latex, (tensor, formula) in zip(shown, derivatives, strict=True):
        assert rf"\partial\,\text{{{tensor}}}" in latex.value
        assert formula in latex.value
        assert f"`{tensor}`" in latex.proto.help


@pytest.mark.parametrize(
    ("reduction", "formula", "derivative"),
    [
        ("mean", r"\frac{1}{3}\,\sum", r"= \frac{1}{3} \cdot 2"),
        ("sum", r"= \sum", r"= 2\,("),
        ("none", r"= \sum v \cdot", r"= v \cdot 2"),
    ],
)
def test_the_formula_has_what_the_reduction_divides_by(reduction, formula, derivative):
    app = open_page(loss="mse_loss", elements="3", reduction=reduction)

    assert (formula in app.latex[0].value, derivative in app.latex[1].value) == (True, True)


def test_each_line_of_the_program_says_what_part_of_the_picture_it_makes():
    assert message(open_page())["lights"] == ["point", "curve", "tangent", "tangent"]
