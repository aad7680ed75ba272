"""Values beyond a slider's usual range: taken where PyTorch evaluates the loss, refused in words elsewhere."""

import pytest

from gradlab.compute.losses import LOSSES
from gradlab.text import words
from tests.ui.visits import address, message, notices, open_page, over_languages, program, receive, seen


@pytest.mark.parametrize("name", LOSSES)
def test_a_link_may_switch_anything_on_at_every_loss(name):
    tensors = [argument.name for argument in LOSSES[name].tensors]
    on = {f"{way}_{tensor}": "true" for tensor in tensors for way in ("requires_grad", "with")}
    open_page(loss=name, show="slope.map.step", **on)


@pytest.mark.parametrize("number", ["inf", "-inf", "nan", "1e400", "1e300"])
@pytest.mark.parametrize("key", ["elements", "A0", "learning_rate"])
def test_a_number_that_is_none_is_refused_in_words(key, number):
    app = open_page(**{"loss": "square", "show": "step", key: number})

    assert [notice for notice in notices(app) if f"{key} = {number}" in notice]


def test_a_value_left_behind_by_another_loss_is_forgotten():
    app = open_page(loss="square", elements="3")
    app = seen(app.slider(key="A2").set_value(-5.0).run())
    app = seen(app.button(key="chip-edge").click().run())
    app = seen(app.number_input(key="elements").set_value(3).run())

    assert program(app).startswith("A = torch.tensor([0.0, 1.0, 2.25],")  # the third default of sqrt


def test_a_value_left_behind_that_the_loss_does_not_take_is_forgotten():
    app = open_page(loss="mse_loss", elements="3", input2="9.7")
    app = seen(app.selectbox(key="loss").set_value("binary_cross_entropy").run())
    app = seen(app.number_input(key="elements").set_value(3).run())

    assert "9.7" not in program(app)


@pytest.mark.parametrize(
    ("link", "tensor", "numbers"),
    [
        ({"loss": "sin", "A0": "99"}, "A", "[99.0]"),
        ({"loss": "mse_loss", "input0": "-1e6", "target0": "12.5"}, "input", "[-1000000.0]"),
        ({"loss": "mse_loss", "input0": "1", "target0": "12.5"}, "target", "[12.5]"),
        ({"loss": "binary_cross_entropy", "input0": "0"}, "input", "[0.0]"),
        ({"loss": "gaussian_nll_loss", "var0": "0"}, "var", "[0.0]"),
        ({"loss": "kl_div", "input0": "0.5", "elements": "1"}, "input", "[0.5]"),
    ],
    ids=str,
)
def test_a_link_may_go_as_far_as_pytorch_evaluates_the_loss(link, tensor, numbers):
    app = open_page(**link)

    assert f"{tensor} = torch.tensor({numbers}" in program(app)
    assert notices(app) == []


def test_a_parameter_may_go_beyond_its_slider_too():
    assert "delta=40.0" in program(open_page(loss="huber_loss", delta="40"))


def test_the_slider_is_widened_for_a_typed_value_and_stays_as_wide():
    app = receive(open_page(loss="sin"), "typed", "50")
    assert program(app).startswith("A = torch.tensor([50.0],")
    wide = address(app)["reach"]
    app = receive(app, "typed", "1")
    assert address(app)["reach"] == wide


@pytest.mark.parametrize(("link", "typed"), [({"loss": "binary_cross_entropy"}, "1.5"), ({"loss": "sin"}, "1e300")])
def test_what_pytorch_does_not_evaluate_is_refused_in_words(link, typed):
    opened = open_page(**link)
    before = program(opened)
    app = receive(opened, "typed", typed)

    assert len(notices(app)) == 1
    assert program(app) == before


@pytest.mark.parametrize("spelling", ["-1", "-1.0", "-1e0"])
def test_a_label_may_be_spelt_as_python_spells_it(spelling):
    app = open_page(loss="soft_margin_loss", target0=spelling)

    assert "target = torch.tensor([-1.0])" in program(app)
    assert notices(app) == []


def test_a_label_that_is_none_is_told_which_there_are():
    (notice,) = notices(open_page(loss="soft_margin_loss", target0="-2"))

    assert notice.endswith("Expected one of -1, 1. The page shows 1.0 instead.")


def test_kl_div_of_logarithms_opens_with_logarithms():
    app = open_page(loss="kl_div", log_target="true")
    assert "target = torch.tensor([-0.35, -1.6, -2.3])" in program(app)
    app = seen(app.toggle(key="log_target").set_value(False).run())
    assert "target = torch.tensor([0.7, 0.2, 0.1])" in program(app)
    app = seen(app.toggle(key="log_target").set_value(True).run())
    assert "target = torch.tensor([-0.35, -1.6, -2.3])" in program(app)


# aten/src/ATen/native/Loss.cpp of PyTorch 2.13 clamps the logarithm to -100 and the divisor to 1e-12, which float16
# rounds to 0; a run of it: at input 0 and target 1 the loss is 100, .grad -1e12, and -inf in float16.
@over_languages
@pytest.mark.parametrize(
    ("dtype", "names"), [("float32", ("log_clamp", "divisor_floor")), ("float16", ("log_clamp",))], ids=str
)
def test_binary_cross_entropy_says_at_its_ends_what_pytorch_does_there(language, dtype, names):
    sent = message(open_page(lang=language, loss="binary_cross_entropy", input0="0", dtype=dtype))
    said = words(language)["sentence"]["between"].join(words(language)["remarks"][name] for name in names)

    assert {sent["literals"][int(row)]: text for row, text in sent["remarks"].items()} == {"0.0": said, "1.0": said}
