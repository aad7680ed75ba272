"""A batch on the page: its program in a Python of its own prints the numbers that the page shows."""

import pytest

from gradlab.compute.losses import LOSSES
from gradlab.text import words
from tests.compute.interpreter import outputs
from tests.ui.visits import message, notices, open_page, over_languages, own_row, program, seen

BATCHED = [loss for loss in LOSSES.values() if loss.samples]

over_batched = pytest.mark.parametrize("loss", BATCHED, ids=lambda loss: loss.name)


def test_the_losses_of_samples_are_those_of_classes_and_distributions():
    assert {loss.name for loss in BATCHED} == {"cross_entropy", "nll_loss", "kl_div"}


def numbers(app) -> dict:
    return message(app)["numbers"]


def printed_by(text: str, *more: str) -> list[float]:
    """What the program's tensors give for more lines, run where nothing is known of gradlab."""
    imports = "import torch\nfrom torch.nn import functional as F\n"
    definitions = "\n".join(line for line in text.split("\n") if "torch.tensor(" in line)
    (printed,) = outputs([imports + definitions + "\n" + "\n".join(f"print(({line}).tolist())" for line in more)])
    return [eval(line) for line in printed.splitlines()]


@over_batched
@pytest.mark.parametrize("count", [2, 4])
def test_each_sample_has_its_loss_and_each_reduction_its_number(loss, count):
    app = open_page(loss=loss.name, batch=str(count), with_weight="true", elements="3")
    found, row = numbers(app), own_row(message(app))
    weight = ", weight=weight" if loss.tensors[-1].name == "weight" else ""
    call = f"F.{loss.name}(input, target{weight}"
    reductions = [name for name in loss.reductions if name not in ("none", "mean")]
    calls = [f'{call}, reduction="{name}")' for name in reductions]
    unreduced = f'{call}, reduction="none").reshape({count}, -1).sum(1)'
    mean = f'{call}, reduction="none").mean()' if loss.mean_code else f"{call})"
    own, mean, *others = printed_by(program(app), unreduced, mean, *calls)

    assert found["samples.losses"].reshape(-1, count)[row].tolist() == pytest.approx(own, rel=1e-6)
    assert found["samples.reduced_mean"][row] == pytest.approx(mean, rel=1e-6)
    assert [found[f"samples.reduced_{name}"][row] for name in reductions] == pytest.approx(others, rel=1e-6)
    assert notices(app) == []


@over_batched
def test_a_single_sample_is_the_row_it_always_was(loss):
    alone, one = open_page(loss=loss.name), open_page(loss=loss.name, batch="1")

    assert program(alone) == program(one)
    assert "[[" not in program(alone)
    assert "samples" not in message(alone)["views"]


def test_a_sample_that_is_ignored_is_told_and_counts_in_no_mean():
    app = open_page(loss="cross_entropy", batch="2", ignore_index="0")
    shown, found = message(app)["views"]["samples"], numbers(app)

    assert shown["targets"] == ["", "1"]
    assert shown["divisors"] == ["1", ""]
    assert found["samples.reduced_mean"].tolist() == pytest.approx(found["samples.reduced_sum"].tolist())


def test_the_mean_divides_by_the_weights_of_the_classes():
    app = open_page(loss="nll_loss", batch="2", with_weight="true", weight0="3", weight1="0.5")
    shown = message(app)["views"]["samples"]

    assert (shown["weights"], shown["divisors"][0]) == (["3", "0.5"], "3.5")


def test_batchmean_divides_by_the_samples_and_mean_by_all_elements():
    shown = message(open_page(loss="kl_div", batch="4", elements="3"))["views"]["samples"]

    assert dict(zip(shown["reductions"], shown["divisors"], strict=True)) == {"mean": "12", "batchmean": "4", "sum": ""}


@over_languages
def test_the_number_of_samples_is_a_field_with_a_name(language):
    app = open_page(lang=language, loss="cross_entropy")

    assert words(language)["explore"]["samples"] in [field.label for field in app.number_input]


@pytest.mark.parametrize("said", ["0", "5", "inf", "x"])
def test_another_number_of_samples_is_refused_in_words(said):
    (notice,) = notices(open_page(loss="cross_entropy", batch=said))

    assert "a whole number from 1 to 4" in notice


def test_more_samples_keep_the_classes_of_a_row_and_another_loss_forgets_them():
    app = open_page(loss="cross_entropy", batch="2", input4="7")
    assert "[0.5, 7.0, -2.0]" in program(app)
    app = seen(app.selectbox(key="loss").set_value("nll_loss").run())
    assert "[[" not in program(app)
    app = seen(app.number_input(key="batch").set_value(2).run())
    assert "7.0" not in program(app)
