"""The secant: every h of its slider from every position, in the precision chosen, with the numbers of a notebook."""

import numpy as np
import pytest
import torch

from gradlab.compute.losses import FAMILIES, LOSSES
from gradlab.compute.secant import WIDTHS
from tests.ui.visits import message, notices, open_page


def secants(app) -> dict[str, np.ndarray]:
    """What the view is sent, `[H, N]`, with the positions."""
    sent = message(app)
    columns = sent["numbers"]
    rows = len(columns["position"])
    found = {name: columns[f"secant.{name}"].reshape(len(WIDTHS), rows) for name in ("slope", "loss", "end")}
    return found | {"position": columns["position"]}


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_the_slopes_are_the_quotients_of_the_dtype(dtype):
    found = secants(open_page(show="secant", dtype=dtype))
    a = torch.tensor(found["position"], dtype=getattr(torch, dtype))

    for width, slopes in zip(WIDTHS, found["slope"], strict=True):
        h = torch.tensor(width, dtype=a.dtype)
        expected = ((a + h) ** 2 - a**2) / h
        np.testing.assert_array_equal(slopes, expected.to(torch.float64).numpy())


def test_a_value_off_the_grid_has_its_secants_too():
    found = secants(open_page(show="secant", A0="2.347", dtype="float64"))

    assert found["position"][-1] == 2.347
    assert found["slope"][0, -1] == ((2.347 + 1) ** 2 - 2.347**2) / 1


@pytest.mark.parametrize("family", FAMILIES)
def test_a_loss_of_every_family_has_its_secants(family):
    name = next(loss.name for loss in LOSSES.values() if loss.family == family)
    found = secants(open_page(loss=name, show="secant"))

    assert np.isfinite(found["slope"][WIDTHS.index(0.01)]).any()


@pytest.mark.parametrize(("said", "at"), [("1", 0), ("0.5", 1), ("1e-8", 24), ("1e-16", 48)])
def test_the_link_says_h(said, at):
    app = open_page(show="secant", h=said)

    assert message(app)["views"]["secant"]["at"] == at
    assert float(message(app)["views"]["secant"]["widths"][at]) == float(said)
    assert notices(app) == []


@pytest.mark.parametrize("said", ["0.3", "1e-999", "<b>", "0"])
def test_an_h_that_is_not_on_the_slider_is_said_and_one_is_shown(said):
    app = open_page(show="secant", h=said)

    assert message(app)["views"]["secant"]["at"] == 0
    (notice,) = notices(app)
    assert f"h = {said}" in notice


def test_a_closed_view_has_no_slider():
    assert [slider.key for slider in open_page(h="0.5").select_slider] == []
