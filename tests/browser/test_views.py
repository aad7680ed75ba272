"""The views beside the curve, in a real browser: one click opens one, everything in it is live, and nothing is sent."""

import json
from urllib.parse import quote

import pytest

from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import unscaled_gradient
from gradlab.ui.live_chart.views.pin import pin_text
from tests.ui.visits import in_turn

LIVE = "document.querySelector('.gradlab').liveChart"
GEOMETRY = "(mark) => ['x1', 'y1', 'x2', 'y2'].map((name) => Number(mark.getAttribute(name)))"


def at(loss: str, value: float) -> Experiment:
    return Experiment(loss, {"input": [value], "target": [3.0]}, dtype="float32")


def open_view(visit, name: str) -> None:
    visit.page.get_by_role("button", name=name, exact=True).click()
    visit.page.wait_for_function(f"{LIVE}.views.size > 0")
    visit.drawn()


def press_and_record(visit, key: str, part: str) -> list[str]:
    """What a part of the page says at each of a few key presses; none of them may send anything."""
    sent, texts = len(visit.sent), []
    for _ in range(4):
        visit.page.keyboard.press(key)
        texts.append(visit.text(part))
    assert len(visit.sent) == sent
    return texts


def test_one_click_shows_the_slope_under_the_loss_with_the_same_point_on_both(visit, server):
    visit.open(f"{server}/?loss=mse_loss")
    open_view(visit, "Slope")
    visit.slider("input0").focus()

    # The derivative of (x − 3)² is 2 (x − 3): one step of 0.1 to the left of 5 it is 3.8.
    assert press_and_record(visit, "ArrowLeft", "slope-number") == ["+3.8", "+3.6", "+3.4", "+3.2"]
    (under, above) = (visit.page.locator(f".gl-{part}").evaluate("mark => mark.getBoundingClientRect().x") for part in
                      ("slope-plot .gl-point", "drawn .gl-point"))  # fmt: skip
    assert under == pytest.approx(above, abs=3)
    assert visit.query()["show"] == "slope"


def test_pressing_in_the_plot_of_the_slope_moves_the_point(visit, server):
    visit.open(f"{server}/?show=slope")
    visit.page.wait_for_function(f"{LIVE}.views.get('slope').scale")
    box = visit.page.locator(".gl-slope-plot .gl-press").bounding_box()
    visit.page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)

    assert visit.row()["position"] == -2.5


def test_the_slope_of_a_corner_is_broken_and_shows_both_sides(visit, server):
    visit.open(f"{server}/?loss=l1_loss&show=slope&input0=3")
    visit.page.wait_for_function("document.querySelectorAll('.gl-side:not(.gl-hidden)').length === 2")

    assert visit.text("slope-number") == "0"  # what PyTorch returns


def test_one_point_moves_through_two_losses_with_both_numbers(visit, server):
    visit.open(f"{server}/?loss=mse_loss&show=compare&compare=l1_loss")
    visit.slider("input0").focus()
    printed = press_and_record(visit, "ArrowLeft", "second-grad")

    values = [4.9, 4.8, 4.7, 4.6]
    assert printed == [f"input.grad  {unscaled_gradient(at('l1_loss', v)).printed['input']}" for v in values]
    assert visit.text("grad") == unscaled_gradient(at("mse_loss", 4.6)).printed["input"]
    # The axes hold both curves: (−10 − 3)² = 169.
    assert visit.page.evaluate(f"{LIVE}.plot.axes.y[1]") > 169


def test_a_pinned_curve_and_its_tangent_stay_while_the_point_and_a_parameter_move(visit, server):
    visit.open(f"{server}/?loss=huber_loss&delta=0.5")
    open_view(visit, "Pin the curve")
    pinned = visit.page.evaluate(f"{LIVE}.views.get('pin').curve.y")
    line = visit.page.locator(".gl-pinned").first.evaluate(GEOMETRY)
    visit.slider("input0").focus()
    visit.page.keyboard.press("PageDown")
    visit.slider("delta").focus()
    visit.page.keyboard.press("End")
    visit.page.wait_for_function(
        f"{LIVE}.frame.data.program.includes('delta') && {LIVE}.views.get('pin').label.includes('delta')"
    )
    visit.drawn()

    assert visit.page.evaluate(f"{LIVE}.views.get('pin').curve.y") == pinned
    assert visit.page.locator(".gl-pinned").first.evaluate(GEOMETRY) == pytest.approx(line, abs=1)
    assert json.loads(visit.query()["pin"])["parameters"] == {"delta": 0.5}


def test_a_closed_view_leaves_nothing_behind(visit, server):
    visit.open(f"{server}/?loss=mse_loss&show=slope.compare.pin&pin={quote(pin_text(at('mse_loss', 1.0)))}")
    for name in ("Slope", "Compare", "Pin the curve"):
        visit.page.get_by_role("button", name=name, exact=True).click()
    visit.page.wait_for_function(f"{LIVE}.views.size === 0")
    visit.drawn()

    assert visit.page.locator(".gl-under *, .gl-after *, .gl-cards *, .gl-pinned, .gl-second").count() == 0
    assert {"show", "pin"} & set(visit.query()) == set()
    assert visit.page.evaluate("document.querySelector('.gl-plotly').data.length") == 1


@in_turn("size", [(1440, 900), (1024, 768), (390, 844)])
def test_nothing_is_wider_than_the_screen_with_the_views_open(visit, server, size, language):
    visit.page.set_viewport_size({"width": size[0], "height": size[1]})
    visit.open(f"{server}/?loss=mse_loss&elements=3&show=slope.compare&lang={language}")

    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("method", ["show", "mark", "drawn"])
def test_a_view_that_fails_is_closed_and_the_rest_of_the_page_stands(visit, server, method):
    visit.open(f"{server}/?show=slope.compare")
    visit.page.evaluate(f"void ({LIVE}.views.get('compare').{method} = () => {{ throw new Error('broken') }})")
    visit.page.evaluate(f"{LIVE}.reshaped(), {LIVE}.follow()")

    assert visit.page.locator(".gl-failed").inner_text().startswith("Compare could not be shown")
    assert visit.page.locator(".gl-second-card").count() == 0
    visit.forgiven("Error: broken")
    visit.slider("A0").focus()
    press_and_record(visit, "ArrowRight", "slope-number")
    assert visit.page.evaluate(f"[[...{LIVE}.views.keys()], {LIVE}.root.dataset.unavailable ?? null]") == [
        ["slope"],
        None,
    ]


def test_a_view_that_fails_before_it_stands_leaves_nothing_behind(visit, server):
    visit.open(f"{server}/?show=compare")
    visit.page.evaluate("""() => {
      const { VIEWS } = window.gradlab["live_chart/views.js"];
      VIEWS.compare = class {
        constructor(chart) {
          chart.find("cards").append(document.createElement("hr"));
          throw new Error("broken");
        }
      };
    }""")
    compare = visit.page.get_by_role("button", name="Compare", exact=True)
    compare.click()
    visit.page.wait_for_function(f"{LIVE}.views.size === 0")
    compare.click()
    visit.page.locator(".gl-failed").wait_for()
    visit.forgiven("Error: broken")
    assert visit.page.locator(".gl-cards > *").count() == 1
