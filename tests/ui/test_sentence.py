"""The sentence that leaves the page. That it is the one on the page is tested in a browser (tests/browser)."""

from math import inf, nan

import pytest

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES
from gradlab.text import words
from gradlab.text.written import signed, written
from gradlab.ui.experiment.elements import elements_of
from gradlab.ui.live_chart.exploration import explore
from gradlab.ui.live_chart.sentence import sentence

# As JavaScript's Number.prototype.toPrecision and String write them (ECMA-262, sections 21.1.3.5 and 6.1.6.1.20), with
# the page's own minus sign, whole numbers with all their digits, and its powers of ten outside 0.0001 … 1e9.
WRITTEN = {
    0.0: "0", 1.0: "1", -2.5: "−2.5", 1 / 3: "0.333333", 2 / 3: "0.666667", 123456789.0: "123456789",
    123456.78: "123457", 0.1 + 0.2: "0.3", 0.0001: "0.0001", 0.00001: "1e−5", 1.23456789e-7: "1.23457e−7",
    999999999.0: "999999999", 1e9: "1e9", -1e21: "−1e21", nan: "nan", inf: "inf", -inf: "−inf",
}  # fmt: skip


@pytest.mark.parametrize(("number", "text"), WRITTEN.items())
def test_a_number_is_written_as_on_the_page(number, text):
    assert written(number) == text
    assert signed(number) == ("+" if 0 < number < inf else "") + text


def test_zero_has_no_sign():
    assert (written(-0.0), signed(-0.0)) == ("0", "0")


@pytest.mark.parametrize(("digits", "text"), [(1, "0.7"), (4, "0.6667"), (10, "0.6666666667")])
def test_as_many_digits_are_written_as_are_wanted(digits, text):
    assert written(2 / 3, digits) == text


def said(name: str, values: list[float], element: int) -> str:
    loss = LOSSES[name]
    moved = elements_of(loss, loss.primary.name, len(values))[element]
    exploration = explore(Experiment(name, {moved.tensor: values}), moved)
    return sentence(exploration, moved, words("en"))


# By hand: A² at 2.5 has slope 2·2.5 = 5; the mean of [1, 4] is 2.5, and its slope along A[1] is 2·2/2 = 2.
SAID = [
    ("square", [2.5], 0, "At A[0] = 2.5 the loss is 6.25 and the slope is +5. ",
     "5 × that step. Downhill is left."),
    ("square", [-1.0], 0, "At A[0] = −1 the loss is 1 and the slope is −2. ",
     "2 × that step. Downhill is right."),
    ("square", [1.0, 2.0], 1, "At A[1] = 2 the loss is 2.5 and the slope along A[1] is +2 = A.grad[1]", "is left."),
    ("square", [0.0], 0, "At A[0] = 0 the loss is 0 and the slope is 0. Flat here.", "look at both sides."),
    ("abs", [0.0], 0, "At A[0] = 0 the loss is 0. There is no single slope here: −1 on the left, +1", "returns 0."),
    ("sqrt", [-1.0], 0, "At A[0] = −1 the loss is nan, so there is no tangent. ", "such a value: sqrt(−1)."),
    ("sqrt", [0.0], 0, "At A[0] = 0 the loss is 0. Its graph gets steeper without end here", "derivative of sqrt."),
    ("floor", [1.0], 0, "At A[0] = 1 the loss is 1. It jumps here, so it has no slope: inf", "returns 0."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "values", "element", "begins", "ends"), SAID)
def test_the_sentence_says_what_the_picture_shows(name, values, element, begins, ends):
    text = said(name, values, element)

    assert (text[: len(begins)], text[-len(ends) :]) == (begins, ends)
