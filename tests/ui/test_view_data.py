"""The data beside the loss of a line: there without being asked for, with the predictions of every position."""

import numpy as np
import pytest
import torch

from gradlab.compute.losses import LOSSES
from gradlab.text import words
from tests.ui.visits import address, ask, message, notices, open_page, over_languages

LINES = [name for name, loss in LOSSES.items() if loss.line]
LINK = {"loss": "line_fit", "w0": "0.5", "b0": "-1", "x1": "2.5", "y1": "7.1"}


def columns(app) -> dict[str, np.ndarray]:
    sent = message(app)
    return sent["numbers"]


def switches(app) -> list[str]:
    """The names on the switches of the views."""
    return app.button_group(key="views").options


@pytest.mark.parametrize("name", LINES)
def test_it_is_open_for_the_loss_of_a_line_with_nothing_in_the_address(name):
    app = open_page(loss=name)

    assert list(message(app)["views"]) == ["data"]
    assert set(address(app)) == {"loss"}


@pytest.mark.parametrize("name", ["square", "mse_loss", "huber_loss"])
def test_it_is_not_there_for_another_loss(name):
    assert message(open_page(loss=name))["views"] == {}


@over_languages
def test_it_has_no_switch(language):
    app = open_page(loss="line_fit", lang=language)

    names = words(language)["views"]
    assert names["slope"]["name"] in switches(app)
    assert names["data"]["name"] not in switches(app)


def test_the_address_does_not_name_it():
    app = open_page(loss="line_fit", show="data")

    assert list(message(app)["views"]) == ["data"]
    (notice,) = notices(app)
    assert "show = data" in notice


def test_other_views_open_and_close_beside_it():
    app = open_page(loss="line_fit", show="slope")
    assert list(message(app)["views"]) == ["data", "slope"]

    app.button_group(key="views").set_value([]).run()
    assert list(message(app)["views"]) == ["data"]
    assert "show" not in address(app)


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_the_predictions_are_those_of_the_dtype_at_every_position(dtype):
    found = columns(open_page(**LINK, dtype=dtype))
    w = torch.tensor(found["position"], dtype=getattr(torch, dtype))[:, None]
    at_points, at_ends = (torch.tensor(found[f"data.{name}"], dtype=w.dtype) for name in ("x", "end_x"))
    b = torch.tensor(-1.0, dtype=w.dtype)

    np.testing.assert_array_equal(found["data.predictions"], (w * at_points + b).to(torch.float64).flatten().numpy())
    np.testing.assert_array_equal(found["data.ends"], (w * at_ends + b).to(torch.float64).flatten().numpy())


def test_the_points_are_where_the_link_puts_them():
    found = columns(open_page(**LINK))

    assert found["data.x"].tolist() == [1.0, 2.5, 3.0, 4.0]
    assert found["data.y"].tolist() == [3.0, 7.1, 6.5, 9.0]


def test_a_weight_off_the_sliders_positions_has_its_line_too():
    found = columns(open_page(loss="line_fit", w0="1.234", dtype="float64"))

    np.testing.assert_array_equal(found["data.predictions"][-4:], 1.234 * np.array([1.0, 2.0, 3.0, 4.0]) + 1.0)


def test_the_line_moves_with_the_bias_where_that_is_the_moved_element():
    app = ask(open_page(loss="line_fit", requires_grad_b="true", dtype="float64"), "touched", "b0 1")
    found = columns(app)

    assert message(app)["active"] == "b0"
    expected = np.array([1.0, 2.0, 3.0, 4.0]) + found["position"][:, None]
    np.testing.assert_array_equal(found["data.predictions"], expected.ravel())


def test_the_browser_is_told_which_slider_moves_what():
    keys = message(open_page(loss="line_fit", elements="2"))["views"]["data"]["keys"]

    assert keys == {"weight": ["w0"], "bias": ["b0"], "x": ["x0", "x1"], "y": ["y0", "y1"]}
