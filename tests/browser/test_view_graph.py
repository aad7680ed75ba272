"""The autograd graph in a real browser: its numbers are the present row's, and nothing is sent for them."""

import pytest

from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import unscaled_gradient
from gradlab.figures.palette import PALETTE
from gradlab.text.written import written
from tests.browser.test_family import CHART, touch

GRAPH = ".stGraphVizChart"
LEAF = f"[...document.querySelectorAll('{GRAPH} ellipse ~ text')].map((line) => line.textContent.trim())"


def open_graph(visit, address: str) -> None:
    visit.open(address)
    visit.page.wait_for_selector(f"{GRAPH} svg ellipse")


def hold(visit, key: str) -> None:
    """Give an element's slider the focus, and wait for the graph's numbers at all its positions."""
    visit.slider(key).focus()
    visit.page.wait_for_function(f"{CHART}.frame.key === '{key}'")
    visit.page.wait_for_function(f"{CHART}.views.get('graph').batches.length > 1")


def leaf(visit) -> list[str]:
    return visit.page.evaluate(LEAF)


def squared(*values: float) -> list[str]:
    """What a leaf says of these values of `input`, as PyTorch computes it."""
    experiment = Experiment("mse_loss", {"input": values, "target": [3.0, 1.0][: len(values)]}, dtype="float32")
    gradient = unscaled_gradient(experiment).gradients["input"]
    listed = [
        f"[{', '.join(written(n, 4) for n in of)}]" if len(of) > 1 else written(of[0], 4) for of in (values, gradient)
    ]
    return [f"input = {listed[0]}", f"input.grad = {listed[1]}"]


def as_rgb(colour: str) -> str:
    """A colour as a browser computes it."""
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


def test_its_numbers_follow_every_key_press_and_nothing_is_sent(visit, server):
    open_graph(visit, f"{server}/?loss=mse_loss&show=graph")
    hold(visit, "input0")
    sent = len(visit.sent)

    for value in (4.9, 4.8, 4.7):
        visit.page.keyboard.press("ArrowLeft")
        assert leaf(visit) == squared(value)
    assert visit.page.get_by_role("figure", name=f"{squared(4.7)[1].split(' = ')[1]}").count() == 1
    assert len(visit.sent) == sent


def test_they_follow_another_element_too(visit, server):
    open_graph(visit, f"{server}/?loss=mse_loss&elements=2&input0=5&input1=2&target0=3&target1=1&show=graph")
    visit.slider("input1").focus()
    visit.page.wait_for_function(f"{CHART}.row.name === 'input[1]'")
    visit.page.keyboard.press("ArrowLeft")

    visit.page.wait_for_function(f"{LEAF}.join() === '{','.join(squared(5.0, 1.9))}'")


def test_pressing_another_elements_slider_brings_its_numbers_after_its_curve(visit, server):
    open_graph(visit, f"{server}/?loss=mse_loss&elements=2&input0=5&input1=2&target0=3&target1=1&show=graph")
    x, y = visit.thumb("input1")
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.wait_for_function(f"{CHART}.row.name === 'input[1]' && !{CHART}.views.get('graph').late")
    visit.page.mouse.move(x + 60, y)
    moved = float(visit.slider("input1").input_value())

    assert moved > 2
    visit.page.wait_for_function(f"{LEAF}.join() === '{','.join(squared(5.0, moved))}'")
    assert visit.page.locator(".gl-old").count() == 0


def test_it_is_marked_as_old_while_a_parameter_is_dragged(visit, server):
    open_graph(visit, f"{server}/?loss=huber_loss&input0=9&show=graph")
    x, y = touch(visit, "delta")
    visit.page.mouse.down()
    visit.page.mouse.move(x + 60, y)
    visit.page.wait_for_selector(f"{GRAPH}.gl-old")
    visit.page.mouse.up()
    visit.page.wait_for_selector(f"{GRAPH}:not(.gl-old) svg")
    visit.drawn()

    # Beyond delta the slope is delta (PyTorch's documentation of HuberLoss).
    assert leaf(visit)[1] == f"input.grad = {written(float(visit.query()['delta']), 4)}"


@pytest.mark.parametrize(("first", "then"), [("light", "dark"), ("dark", "light")])
def test_its_colours_follow_the_theme_and_its_numbers_stay(visit, server, first, then):
    visit.page.emulate_media(color_scheme=first)
    open_graph(visit, f"{server}/?loss=mse_loss&show=graph")
    hold(visit, "input0")
    visit.page.keyboard.press("ArrowLeft")
    visit.page.emulate_media(color_scheme=then)

    for part, attribute, role in (
        ("ellipse", "stroke", "tangent"),
        (".node path", "stroke", "curve"),
        ("text", "fill", "text"),
    ):
        shown = f"getComputedStyle(document.querySelector('{GRAPH} {part}')).{attribute}"
        visit.page.wait_for_function(f"{shown} === '{as_rgb(PALETTE[then][role])}'")
    assert leaf(visit) == squared(4.9)
