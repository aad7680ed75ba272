"""Dragging a parameter, in a real browser: the curve is reshaped at every step, and nothing is sent."""

import pytest

from gradlab import Experiment, slopes, unscaled_gradient
from tests.browser.test_live_chart import TANGENT

CHART = "document.querySelector('.gradlab').liveChart"
CURVE = "document.querySelector('.gl-plotly .scatterlayer .trace:last-child path.js-line').getAttribute('d')"
# Eleven points along the curve, in pixels.
SHAPE = (
    "(path => Array.from({ length: 11 }, (_, tenth) => path.getPointAtLength(tenth / 10 * path.getTotalLength()))"
    ".flatMap(({ x, y }) => [x, y]))"
    "(document.querySelector('.gl-plotly .scatterlayer .trace:last-child path.js-line'))"
)
SLOPE = "document.querySelector('.gl-slope-plot .scatterlayer .trace path.js-line').getAttribute('d')"
AXES = "JSON.stringify([...document.querySelectorAll('.js-plotly-plot')].map(p => p._fullLayout.yaxis.range))"
HERE = f"{CHART}.parameters.isHere"


def numbers(visit) -> dict:
    """What the page says in numbers."""
    return {part: visit.text(part) for part in ("grad", "loss", "slope", "said", "program code", "agree", "vector")}


def touch(visit, key: str) -> tuple[float, float]:
    """Give a parameter's slider the focus, and wait for its curves; returns where the thumb is."""
    visit.slider(key).evaluate("input => input.closest('.stSlider').scrollIntoView({ block: 'center' })")
    visit.page.mouse.move(1, 1)
    visit.slider(key).focus()
    visit.page.wait_for_function(f"{HERE}('{key}')")
    visit.page.mouse.move(*visit.thumb(key))
    return visit.thumb(key)


def taken_over(visit) -> None:
    """Wait until the server has taken the parameter's value over."""
    visit.page.wait_for_function(f"{CHART}.frame === {CHART}.base && {CHART}.base.data.families.delta.value !== '1.0'")
    visit.drawn()


def huber(delta: float) -> Experiment:
    tensors = {"input": [5.0, 1.0], "target": [3.0, 1.5]}
    return Experiment("huber_loss", tensors, {"delta": delta}, dtype="float32")


def test_dragging_a_parameter_reshapes_everything_at_every_step_and_sends_nothing(visit, server):
    visit.open(f"{server}/?loss=huber_loss&elements=2&show=slope")
    visit.page.get_by_text("More: tensors").click()
    x, y = touch(visit, "delta")
    sent, seen, axes = len(visit.sent), [], []
    visit.page.mouse.down()
    for step in range(1, 7):
        visit.page.mouse.move(x + 24 * step, y)  # a position of the slider is 19 pixels wide
        delta = float(visit.slider("delta").input_value())
        result = unscaled_gradient(huber(delta))
        shown = numbers(visit)
        assert shown["grad"] == result.printed["input"]
        assert f"delta={delta}" in shown["program code"]
        assert result.printed["input"] in shown["program code"]
        assert float(shown["loss"]) == pytest.approx(result.loss, rel=1e-5)
        assert float(shown["slope"].replace("−", "-")) == pytest.approx(result.gradients["input"][0], rel=1e-5)
        assert f"loss is {shown['loss']}" in shown["said"]
        assert shown["slope"] in shown["vector"]
        # The check is in float64.
        (central,) = slopes(huber(delta), tensor="input", element=0, positions=[5.0]).central
        assert f"{central:.7g}" in shown["agree"]
        seen.append((shown["grad"], *(visit.page.evaluate(mark) for mark in (TANGENT, CURVE, SLOPE))))
        axes.append(visit.page.evaluate(AXES))
        assert visit.page.locator(".gl-slope-plot .gl-point:not(.gl-hidden)").count() == 1
    assert [len(set(part)) for part in zip(*seen, strict=True)] == [len(seen)] * 4
    assert len(set(axes)) == 1  # the slope's made room at the first step for all that are to come
    assert len(visit.sent) == sent
    visit.page.mouse.up()


def test_what_was_shown_last_stays_when_the_parameter_is_let_go(visit, server):
    visit.open(f"{server}/?loss=huber_loss&elements=2")
    x, y = touch(visit, "delta")
    before = visit.page.evaluate(f"{CHART}.frame.curve().y.join()")
    sent = len(visit.sent)
    visit.page.mouse.down()
    for step in (40, 80, 120):
        visit.page.mouse.move(x + step, y)
    ghost, bars = f"{CHART}.plot.ghost.y.join()", "document.querySelector('.gl-bars').innerHTML"
    state = f"[{TANGENT}, {AXES}, {ghost}, {bars}]"
    last, shape = (numbers(visit), visit.page.evaluate(state)), visit.page.evaluate(SHAPE)
    assert visit.page.evaluate(ghost) == before
    visit.page.mouse.up()
    taken_over(visit)
    assert (numbers(visit), visit.page.evaluate(state)) == last
    assert visit.page.evaluate(SHAPE) == pytest.approx(shape, abs=0.5)
    assert len(visit.sent) == sent
    assert visit.query()["delta"] == visit.slider("delta").input_value()


def test_arrow_keys_reshape_the_curve_as_soon_as_its_curves_are_there(visit, server):
    visit.open(f"{server}/?loss=huber_loss")
    visit.slider("delta").focus()
    visit.page.wait_for_function(f"{HERE}('delta')")
    seen = []
    for _ in range(3):
        visit.page.keyboard.press("ArrowRight")
        delta = float(visit.slider("delta").input_value())
        assert (
            visit.text("grad")
            == unscaled_gradient(
                Experiment("huber_loss", {"input": [5.0], "target": [3.0]}, {"delta": delta}, dtype="float32")
            ).printed["input"]
        )
        seen.append(visit.page.evaluate(CURVE))
    assert len(set(seen)) == 3
    # The next key needs no more curves: they are the same family's, whatever the server has taken over since.
    taken_over(visit)
    assert visit.page.evaluate(f"{HERE}('delta')")


def test_back_at_the_value_it_came_from_a_curve_is_the_servers_own(visit, server):
    visit.open(f"{server}/?loss=huber_loss")
    x, y = touch(visit, "delta")
    shown = numbers(visit)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 100, y)
    assert visit.page.evaluate(f"{CHART}.plot.ghost !== null")
    visit.page.mouse.move(x, y)
    assert visit.page.evaluate(f"{CHART}.frame === {CHART}.base && {CHART}.plot.ghost === null")
    assert numbers(visit) == shown
    visit.page.mouse.up()


def test_a_parameter_off_the_grid_is_shown_exactly_until_it_is_moved(visit, server):
    visit.open(f"{server}/?loss=huber_loss&delta=0.37")
    x, y = touch(visit, "delta")
    assert "delta=0.37)" in visit.text("program code")
    visit.page.mouse.down()
    assert "delta=0.37)" in visit.text("program code")
    visit.page.mouse.move(x + 60, y)
    assert f"delta={visit.slider('delta').input_value()})" in visit.text("program code")
    visit.page.mouse.up()
    taken_over(visit)
    visit.page.get_by_role("button", name="Reset").click()
    visit.page.locator(".gl-program code", has_text="delta=0.37)").wait_for()
    visit.drawn()
    assert "delta=0.37)" in visit.text("program code")


def test_curves_that_came_before_another_slider_moved_are_not_shown(visit, server):
    visit.open(f"{server}/?loss=huber_loss&elements=2")
    touch(visit, "delta")
    visit.slider("input1").focus()
    visit.page.keyboard.press("End")
    assert not visit.page.evaluate(f"{HERE}('delta')")
    x, y = touch(visit, "delta")
    visit.page.mouse.down()
    visit.page.mouse.move(x + 60, y)
    assert "torch.tensor([5.0, 10.0]" in visit.text("program code")
    assert f"delta={visit.slider('delta').input_value()})" in visit.text("program code")
    visit.page.mouse.up()


def test_a_kink_that_moves_with_the_parameter_keeps_its_button(visit, server):
    # max(0, margin − x) has its corner where x is the margin (PyTorch, HingeEmbeddingLoss, y = −1).
    visit.open(f"{server}/?loss=hinge_embedding_loss&at=input1&input1=1.5&show=slope")
    x, y = touch(visit, "margin")
    visit.page.mouse.down()
    visit.page.mouse.move(x + 120, y)
    margin = float(visit.slider("margin").input_value())
    assert margin != 1
    assert f"Go to the corner at input[1] = {margin:g}" in visit.text("kinks")
    visit.page.mouse.up()


def test_a_view_that_does_not_follow_is_marked_as_old_until_the_server_has_answered(visit, server):
    # Both losses have a margin, and the second one's curves are not here.
    visit.open(f"{server}/?loss=triplet_margin_loss&show=compare.slope&compare=triplet_margin_with_distance_loss")
    marked, words = visit.page.locator(".gl-second-card.gl-old"), ".gl-second-card"
    x, y = touch(visit, "margin")
    assert marked.count() == 0
    visit.page.mouse.down()
    visit.page.mouse.move(x + 60, y)
    assert marked.count() == 1
    label = f"getComputedStyle(document.querySelector('{words}'), '::after').content"
    assert visit.page.evaluate(label) == '"before the drag"'
    assert not visit.page.locator(".gl-second").first.is_visible()
    assert visit.page.locator(".gl-slope-plot.gl-old").count() == 0
    visit.page.mouse.up()
    marked.wait_for(state="detached")
    visit.drawn()
    assert visit.page.evaluate(label) in ("none", "normal")


def test_a_second_loss_without_the_parameter_stays(visit, server):
    visit.open(f"{server}/?loss=huber_loss&show=compare&compare=mse_loss")
    x, y = touch(visit, "delta")
    visit.page.mouse.down()
    visit.page.mouse.move(x + 60, y)
    assert visit.page.evaluate(f"{CHART}.frame.parameter") == "delta"
    assert visit.page.locator(".gl-old").count() == 0
    visit.page.mouse.up()


@pytest.mark.parametrize("second", ["kl_div", "mse_loss"])
def test_a_target_of_few_positions_is_live_and_a_second_loss_of_it_is_marked_as_old(visit, server, second):
    visit.open(f"{server}/?loss=cross_entropy_with_probabilities&show=compare&compare={second}")
    x, y = touch(visit, "target0")
    before = visit.text("grad")
    visit.page.mouse.down()
    visit.page.mouse.move(x + 60, y)
    assert visit.page.evaluate(f"{CHART}.frame.parameter") == "target0"
    assert visit.text("grad") != before
    assert visit.page.locator(".gl-second-card.gl-old").count() == 1
    visit.page.mouse.up()
    visit.page.locator(".gl-second-card.gl-old").wait_for(state="detached")


@pytest.mark.parametrize(
    ("query", "key", "old"), [("huber_loss", "delta", False), ("cross_entropy", "label_smoothing", True)]
)
def test_a_formula_of_another_value_is_dimmed(visit, server, query, key, old):
    visit.open(f"{server}/?loss={query}")
    x, y = touch(visit, key)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 90, y)
    opacity = "getComputedStyle(document.querySelector('.st-key-formula .katex')).opacity"
    assert (float(visit.page.evaluate(opacity)) < 1) == old
    visit.page.mouse.up()
    visit.page.wait_for_function(f"{opacity} === '1'")
