"""A parameter on the page: offered, locked where PyTorch would not heed it, and followed by what depends on it."""

from gradlab.compute.losses import LOSSES
from tests.ui.visits import notices, open_page, program, seen

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
