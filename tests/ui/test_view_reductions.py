"""Mean and sum: a switch where it makes a difference, and both side by side with the numbers of PyTorch's own calls."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from gradlab.text import words
from tests.ui.visits import address, message, open_page, seen

MSE = {"loss": "mse_loss", "elements": "3"}


def switched(app, reduction: str):
    return seen(app.button_group(key="reduction").set_value(reduction).run())


def test_the_switch_is_one_click_and_stands_where_the_reductions_differ():
    app = switched(open_page(**MSE), "sum")
    assert address(app)["reduction"] == "sum"
    assert message(app)["printed"][-1].startswith("tensor([")

    assert [group.key for group in open_page().button_group if group.key == "reduction"] == []
    assert message(open_page(reduction="sum"))["program"].count("sum") == 0  # one loss is its own sum


@pytest.mark.parametrize(("own", "other"), [("mean", "sum"), ("sum", "mean"), ("none", "mean")])
def test_the_other_reduction_has_pytorchs_losses_and_gradients(own, other):
    sent = message(open_page(**MSE, reduction=own, show="reductions", target0="1"))
    numbers = sent["numbers"]
    assert (sent["views"]["reductions"]["own"], sent["views"]["reductions"]["other"]) == (own, other)

    gradients = numbers["reductions.gradients"].reshape(-1, 3)
    for row in (0, 77, 200):
        inputs = torch.tensor([numbers["position"][row], 1.0, -2.0], dtype=torch.float32, requires_grad=True)
        loss = F.mse_loss(inputs, torch.tensor([1.0, 1.5, -2.5]), reduction=other)
        loss.backward()
        assert numbers["reductions.loss"][row] == pytest.approx(loss.item(), rel=1e-6)
        np.testing.assert_allclose(gradients[row], inputs.grad.double().numpy(), rtol=1e-6)
        assert numbers["reductions.slope"][row] == gradients[row][0]


def test_the_axes_and_the_scale_of_the_bars_hold_still_when_the_choice_changes():
    app = open_page(**MSE, show="reductions")
    before, after = message(app), message(switched(app, "sum"))

    assert before["axes"] == after["axes"]
    assert before["numbers"]["reductions.largest"] == pytest.approx(after["numbers"]["reductions.largest"])


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (MSE, ("elements", "3")),
        ({"loss": "line_fit"}, ("points", "4")),
        ({"loss": "cross_entropy", "batch": "3", "with_weight": "true", "target0": "1"}, None),
        # The gradient of the mean in the weights is another one: they are in its divisor, too.
        ({**MSE, "with_weight": "true", "requires_grad_weight": "true"}, ()),
    ],
)
def test_what_the_mean_divides_by_is_said_where_it_is_so_of_every_slope(link, said):
    sentence = message(open_page(**link, show="reductions"))["views"]["reductions"]["said"]

    if said:
        by = words("en")["divisors"][said[0]].format(number=said[1])
        assert sentence == words("en")["views"]["reductions"]["divided"].format(mean="mean", by=by)
    else:
        assert bool(sentence) == (said is None)
