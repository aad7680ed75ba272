"""What stands under "more", and the vector: which tensors are differentiated, and what `backward()` is given."""

import pytest

from gradlab import Experiment, unscaled_gradient
from gradlab.text import words
from tests.ui.visits import message, notices, open_page, over_languages, program, seen, unfold

HUBER = {"loss": "huber_loss", "elements": "3"}


def keys(app) -> list[str]:
    return [element["key"] for element in message(app)["elements"]]


def test_a_tensor_whose_requires_grad_is_switched_on_can_be_moved_too():
    app = open_page(loss="mse_loss", elements="2")
    assert keys(app) == ["input0", "input1"]
    app = seen(unfold(app).toggle(key="requires_grad_target").set_value(True).run())
    assert keys(app) == ["input0", "input1", "target0", "target1"]
    assert "target = torch.tensor([3.0, 1.5], requires_grad=True)" in program(app)


def test_the_gradient_of_the_target_is_the_one_that_is_printed_while_it_moves():
    app = open_page(loss="mse_loss", requires_grad_target="true", requires_grad_input="false", target0="1")
    assert keys(app) == ["target0"]
    assert program(app).splitlines()[-1] == "target.grad  # tensor([-8.])"  # -2 (x - y) = -2 (5 - 1)


@over_languages
def test_without_any_requires_grad_the_page_differentiates_the_first_tensor_and_says_so(language):
    app = open_page(loss="mse_loss", requires_grad_input="false", lang=language)
    assert notices(app) == [words(language)["notice"]["requires_grad"].replace("`", "").format(name="input")]
    assert keys(app) == ["input0"]


def test_a_tensor_that_may_be_left_out_is_there_once_it_is_switched_on():
    app = open_page(loss="mse_loss", elements="2")
    assert "weight" not in program(app)
    app = seen(unfold(app).toggle(key="with_weight").set_value(True).run())
    assert "loss = F.mse_loss(input, target, weight=weight)" in program(app)
    assert app.slider(key="weight0").value == 2.0


@over_languages
def test_what_the_mean_divides_by_is_written_out(language):
    weights = {"with_weight": "true", "weight0": "2", "weight1": "1", "weight2": "1.5"}
    app = unfold(open_page(loss="mse_loss", elements="3", **weights, lang=language))
    by = words(language)["divisors"]["weights"].format(number="4.5")
    assert words(language)["explore"]["divides"].format(reduction="mean", by=by) in [
        text.value for text in app.markdown
    ]


def test_none_on_several_elements_shows_pytorchs_error_and_the_vector_as_sliders():
    app = open_page(**HUBER, reduction="none", v1="-0.5")
    assert "grad can be implicitly created only for scalar outputs" in app.info[0].value  # torch/autograd/__init__.py
    assert [app.slider(key=f"v{index}").value for index in range(3)] == [1.0, -0.5, 1.0]
    tensors = {"input": [5.0, 1.0, -2.0], "target": [3.0, 1.5, -2.5]}
    there = Experiment("huber_loss", tensors, reduction="none", vector=[1.0, -0.5, 1.0], dtype="float32")
    assert program(app).splitlines()[-2] == "loss.backward(gradient=torch.tensor([1.0, -0.5, 1.0]))"
    assert program(app).splitlines()[-1] == f"input.grad  # {unscaled_gradient(there).printed['input']}"


@pytest.mark.parametrize("link", [{"reduction": "none"}, {**HUBER, "reduction": "sum"}], ids=["one element", "a sum"])
def test_where_the_loss_is_one_number_there_is_no_vector(link):
    app = open_page(**link)
    assert len(app.info) == 0
    assert "gradient=" not in program(app)


def test_a_reduction_that_the_next_loss_has_not_gives_way_to_the_mean():
    app = open_page(loss="kl_div", reduction="batchmean")
    app = seen(app.selectbox(key="loss").set_value("mse_loss").run())
    assert app.session_state["reduction"] == "mean"
    assert notices(app) == []


def test_the_softmax_stands_beside_the_gradient_of_cross_entropy():
    assert message(open_page(loss="cross_entropy"))["companion"] == "softmax"
    assert message(open_page(loss="mse_loss"))["companion"] == ""


def test_what_is_folded_away_keeps_what_it_says_through_other_changes():
    app = open_page(loss="mse_loss", elements="2", dtype="float64", with_weight="true", weight0="1.5")
    app = seen(app.button_group(key="reduction").set_value("sum").run())
    assert "dtype=torch.float64" in program(app)
    assert "weight = torch.tensor([1.5, " in program(app)

    app = unfold(app)
    assert (app.selectbox(key="dtype").value, app.toggle(key="with_weight").value) == ("float64", True)
