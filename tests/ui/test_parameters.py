"""A parameter on the page: offered, locked where PyTorch would not heed it, and followed by what depends on it."""

import pytest

from gradlab.compute.losses import LOSSES
from gradlab.text import words
from tests.ui.visits import notices, open_page, over_languages, program, seen

LINEAR = {"loss": "linear_cross_entropy", "label_smoothing": "0.25", "options": "compact"}
OPTIONS = next(p for p in LOSSES["linear_cross_entropy"].parameters if p.name == "options")


def test_the_options_of_linear_cross_entropy_are_offered_and_written_into_the_program():
    app = open_page(loss="linear_cross_entropy")
    assert app.selectbox(key="options").options == list(OPTIONS.choices)
    app = seen(app.selectbox(key="options").set_value("compact").run())
    assert OPTIONS.code("compact") in program(app)


def test_a_parameter_that_pytorch_would_not_heed_is_locked_and_keeps_its_value():
    app = open_page(**LINEAR)
    assert notices(app) == []
    assert app.selectbox(key="options").disabled
    assert "options=" not in program(app)
    app = seen(app.slider(key="label_smoothing").set_value(0.0).run())
    assert not app.selectbox(key="options").disabled
    assert OPTIONS.code("compact") in program(app)


# Every class a page excludes by a parameter, with what it may be instead: (name of the loss, tensor, parameter).
EXCLUDED = [(loss.name, a.name, a.excluded) for loss in LOSSES.values() for a in loss.tensors if a.excluded]

over_excluded = pytest.mark.parametrize(("name", "tensor", "parameter"), EXCLUDED)


def targets(app, tensor: str) -> list[int]:
    return [radio.value for radio in app.radio if radio.key.startswith(tensor)]


@over_excluded
def test_no_target_can_be_chosen_that_a_parameter_excludes(name, tensor, parameter):
    app = open_page(loss=name)
    for value in map(int, app.selectbox(key=parameter).options):
        app = seen(app.selectbox(key=parameter).set_value(value).run())
        offered = [radio.options for radio in app.radio if radio.key.startswith(tensor)]
        classes = LOSSES[name].size
        assert offered == [[str(index) for index in range(classes) if index != value]] * len(offered)
        assert value not in targets(app, tensor)


@over_languages
@over_excluded
def test_a_target_that_the_parameter_now_excludes_changes_and_a_notice_says_so(name, tensor, parameter, language):
    app = open_page(loss=name, lang=language)
    first, *others = targets(app, tensor)
    app = seen(app.selectbox(key=parameter).set_value(first).run())
    now, *kept = targets(app, tensor)
    details = {"name": f"{tensor}[0]", "value": first, "reason": parameter, "shown": now}
    assert notices(app) == [words(language)["notice"]["excluded"].format(**details)]
    assert now != first
    assert kept == others
    assert f"{tensor} = torch.tensor({[now, *others]})" in program(app)
    assert f"{parameter}={first}" in program(app)


@over_excluded
def test_a_target_that_stays_possible_stays_and_needs_no_notice(name, tensor, parameter):
    app = open_page(loss=name)
    before = targets(app, tensor)
    free = next(value for value in map(int, app.selectbox(key=parameter).options) if value not in before)
    app = seen(app.selectbox(key=parameter).set_value(free).run())
    assert targets(app, tensor) == before
    assert notices(app) == []


@over_languages
@over_excluded
def test_a_link_whose_target_its_parameter_excludes_falls_back_and_a_notice_says_so(name, tensor, parameter, language):
    app = open_page(loss=name, lang=language, **{parameter: "1", f"{tensor}0": "1"})
    now = targets(app, tensor)[0]
    (notice,) = notices(app)
    assert notice.startswith(words(language)["notice"]["link"].split("{")[0] + f"{tensor}0 = 1")
    assert now != 1
    assert f"{parameter}=1" in program(app)


@over_excluded
def test_a_link_of_another_parameter_alone_needs_no_notice(name, tensor, parameter):
    app = open_page(loss=name, **{parameter: "1"})
    assert notices(app) == []
    assert 1 not in targets(app, tensor)


@over_excluded
def test_reset_goes_back_to_the_parameter_and_the_targets_of_the_link(name, tensor, parameter):
    app = open_page(loss=name, **{parameter: "1", f"{tensor}0": "2"})
    opened = program(app)
    app = seen(app.selectbox(key=parameter).set_value(2).run())
    assert program(app) != opened
    app = seen(app.button(key="reset").click().run())
    assert program(app) == opened


@pytest.mark.parametrize("name", [loss.name for loss in LOSSES.values() if loss.line])
def test_the_delta_of_a_criterion_is_locked_until_it_is_chosen(name):
    app = open_page(loss=name)
    assert app.slider(key="delta").disabled
    app = seen(app.selectbox(key="criterion").set_value("huber_loss").run())
    assert not app.slider(key="delta").disabled
    app = seen(app.slider(key="delta").set_value(0.5).run())
    assert "loss = F.huber_loss(w * x + b, y, delta=0.5)" in program(app)
