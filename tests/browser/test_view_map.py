"""Two elements at once, in a real browser: the map, the surface, and the sliders that belong to them."""

import pytest

from gradlab import Experiment, sweep
from tests.browser.test_family import CHART, CURVE, SHAPE
from tests.browser.test_live_chart import TANGENT
from tests.browser.test_view_step import press

TWO = "/?loss=mse_loss&elements=2&show=map"
THREE = "/?loss=mse_loss&elements=3&show=map"
VIEW = "document.querySelector('.gradlab').liveChart.views.get('map')"
MARKS = [".gl-map .gl-spot", ".gl-uphill-head", ".gl-downhill-head", ".gl-plane", ".gl-space .gl-spot"]
CAMERA = f"Object.values({VIEW}.space.scene.getCamera().eye).map((part) => part.toFixed(6)).join()"


# The formula over the page is set a moment later, and moves what stands below it.
STILL = """(map) => {
  const { top } = map.getBoundingClientRect();
  window.still = window.top_of_map === top ? window.still + 1 : 0;
  window.top_of_map = top;
  return window.still > 30;
}"""


def opened(visit, address: str):
    """Wait until both pictures are there and nothing moves them any more."""
    visit.open(address)
    visit.page.wait_for_function(f"{VIEW}?.space.marks.spot.hasAttribute('cx')")
    visit.page.wait_for_function(f"({STILL})({VIEW}.map)")
    return visit


def pixel(visit, x: float, y: float) -> tuple[float, float]:
    """Where on the page two values are on the map."""
    at = "(view, x, y) => { const box = view.svg.getBoundingClientRect(), { scale } = view;"
    return tuple(
        visit.page.evaluate(
            f"([x, y]) => ({at} return [box.x + scale.atX(x), box.y + scale.atY(y)]; }})({VIEW}, x, y)", [x, y]
        )
    )


def point(visit) -> dict:
    return visit.page.evaluate(f"(({{ at, loss, slopes }}) => ({{ at, loss, slopes }}))({VIEW}.point)")


def drawn(visit) -> list[str]:
    """What is drawn of the point and the arrows, with its place."""
    return [visit.page.locator(mark).first.evaluate("mark => mark.outerHTML") for mark in MARKS]


def faded(visit, part: str) -> bool:
    return float(visit.page.locator(part).first.evaluate("part => getComputedStyle(part).opacity")) < 0.5


def drag(visit, *places: tuple[float, float]) -> None:
    """Press at the first of these places of the map and move over the others; the button stays down."""
    mouse = visit.page.mouse
    mouse.move(*pixel(visit, *places[0]))
    mouse.down()
    for place in places[1:]:
        mouse.move(*pixel(visit, *place), steps=5)


def test_dragging_on_the_map_moves_all_of_it_and_both_sliders_and_sends_nothing(server, visit):
    opened(visit, server + TWO)
    before, sent = drawn(visit), len(visit.sent)
    drag(visit, (5, 1), (-4, 5.5))

    # (−4 − 3)² and (5.5 − 1.5)², halved: 32.5; half of 2 · −7 and of 2 · 4.
    assert point(visit) == {"at": [-4, 5.5], "loss": 32.5, "slopes": [-7, 4]}
    assert all(now != then for now, then in zip(drawn(visit), before, strict=True))
    assert [visit.slider(key).input_value() for key in ("input0", "input1")] == ["-4", "5.5"]
    said = visit.text("two-card")
    assert [number for number in ("32.5", "(−7, +4)", "(+7, −4)") if number not in said] == []
    assert len(visit.sent) == sent


OLD = "[...document.querySelectorAll('.gl-old')].map(part => part.classList[0].slice(3)).sort()"


def test_dragged_off_its_curve_the_chart_shows_the_cut_of_the_map(server, visit):
    opened(visit, f"{server}{TWO}.slope")
    visit.page.locator(".gl-map").scroll_into_view_if_needed()
    page, sent = visit.page, len(visit.sent)
    axes = page.evaluate(f"JSON.stringify({CHART}.plot.axes)")
    drag(visit, (5, 1), (-4, 1))
    seen = []
    for second in (2, 3.5, 5):
        page.mouse.move(*pixel(visit, -4, second))
        chart = page.evaluate(f"({{ ...{CHART}.row, x: {CHART}.frame.curve().x, y: {CHART}.frame.curve().y }})")
        here = Experiment("mse_loss", {"input": [5.0, second], "target": [3.0, 1.5]}, dtype="float32")
        expected = sweep(here, tensor="input", element=0, positions=chart["x"])
        assert chart["y"] == pytest.approx(expected.losses, rel=1e-6)
        assert page.evaluate(f"[...{CHART}.frame.slopes()]") == pytest.approx(
            expected.gradients["input"][:, 0], rel=1e-6
        )
        # Half of (−4 − 3)² and of the other square; the slope along the first is −7 wherever the second is.
        assert (chart["position"], chart["slope"]) == (-4, -7)
        assert chart["loss"] == pytest.approx((49 + (second - 1.5) ** 2) / 2)
        seen.append([page.evaluate(part) for part in (CURVE, TANGENT, f"{VIEW}.curve.join()")])
    assert [len(set(parts)) for parts in zip(*seen, strict=True)] == [3, 3, 3]
    assert page.evaluate(OLD) == ["check", "readout", "rest", "sentence", "title"]
    assert page.evaluate(f"JSON.stringify({CHART}.plot.axes)") == axes
    assert len(visit.sent) == sent


def test_words_that_change_under_the_mouse_move_neither_their_card_nor_the_map(server, visit):
    opened(visit, f"{server}{TWO}.slope")
    visit.page.locator(".gl-map").scroll_into_view_if_needed()
    card, place = (visit.page.locator(part).bounding_box for part in (".gl-two-card", ".gl-map"))
    before, said = (place(), card()), visit.text("two-card")
    drag(visit, (5, 1), (-4, -4.5))

    assert visit.text("two-card") != said
    assert (place(), card()) == before


def test_back_on_its_curve_all_is_as_it_was(server, visit):
    opened(visit, server + TWO)
    before = visit.page.evaluate(CURVE), visit.text("grad")
    drag(visit, (5, 1), (5, 4))
    assert visit.page.evaluate(CURVE) != before[0]
    visit.page.mouse.move(*pixel(visit, 5, 1))

    assert visit.page.evaluate(OLD) == []
    visit.page.wait_for_function(f"{CURVE} === {before[0]!r}")
    assert visit.text("grad") == before[1]


def test_a_kink_of_the_cut_has_no_tangent(server, visit):
    # |x - 3| has its corner at 3, wherever the other element is.
    opened(visit, f"{server}/?loss=l1_loss&elements=2&show=map&input0=5&input1=1")
    drag(visit, (5, 1), (4, 3))
    assert visit.page.locator(".gl-tangent:not(.gl-hidden)").count() == 1
    visit.page.mouse.move(*pixel(visit, 3, 3))

    assert point(visit)["at"] == [3, 3]
    assert visit.page.locator(".gl-tangent:not(.gl-hidden)").count() == 0


def test_what_the_browser_cannot_know_yet_is_faded_and_follows_on_release(server, visit):
    opened(visit, server + TWO)
    drag(visit, (5, 1), (-4, 5.5))
    assert [faded(visit, f"{part} > *") for part in (".gl-readout", ".gl-sentence", ".gl-rest")] == [True] * 3
    before = visit.page.evaluate(SHAPE)
    sent = len(visit.sent)
    visit.page.mouse.up()
    visit.page.wait_for_function("document.querySelector('.gl-title').textContent.includes('input[1] = 5.5')")
    visit.drawn()

    assert len(visit.sent) == sent  # a route of the app's own has answered, and no page was run
    assert visit.page.evaluate(OLD) == []
    assert visit.page.evaluate(SHAPE) == pytest.approx(before, abs=2)
    assert visit.row() == {"position": -4, "loss": "32.5", "slope": "-7", "name": "input[0]"}
    assert point(visit)["loss"] == 32.5
    assert visit.query().items() >= {"input0": "-4", "input1": "5.5"}.items()
    assert visit.page.evaluate(f"{CHART}.plot.ghost.y[0]") == (13**2 + 0.5**2) / 2  # at −10, of before the drag


def test_where_steps_diverge_the_map_is_widened_with_the_sliders(server, visit):
    opened(visit, f"{server}/?loss=mse_loss&elements=2&show=map.step&learning_rate=2.5")
    for _ in range(6):
        press(visit, "One step")
    visit.page.wait_for_function(f"!{VIEW}.late")

    (low, high), place = visit.page.evaluate(f"[{VIEW}.axes.x, {VIEW}.point.at[0]]")
    assert abs(place) > 10
    assert low < place < high


def test_a_third_elements_curve_is_marked_as_old_while_the_map_is_dragged(server, visit):
    opened(visit, server + THREE)
    visit.slider("input2").focus()
    visit.page.wait_for_function(f"{VIEW}.frame.key === 'input2'")
    visit.page.locator(".gl-map").scroll_into_view_if_needed()
    drag(visit, (5, 1), (4, 2))

    assert set(visit.page.evaluate(OLD)) >= {"plot", "readout", "sentence"}
    assert "two-card" not in visit.page.evaluate(OLD)
    visit.page.mouse.up()
    visit.page.wait_for_function(f"{OLD}.length === 0")
    assert visit.row()["loss"] == visit.page.evaluate(f"String({VIEW}.point.loss)")


def test_along_the_axis_of_the_curve_nothing_is_old_and_nothing_is_ever_sent(server, visit):
    opened(visit, server + TWO)
    sent = len(visit.sent)
    drag(visit, (5, 1), (-4, 1))
    assert not faded(visit, ".gl-readout")
    visit.page.mouse.up()
    visit.page.wait_for_function("new URLSearchParams(location.search).get('input0') === '-4'")
    visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_function(f"{VIEW}.point.at[0] === -3.9")

    assert visit.row()["position"] == -3.9
    assert len(visit.sent) == sent


def test_the_map_follows_the_slider_of_the_curve_step_by_step(server, visit):
    opened(visit, server + TWO)
    before, sent = drawn(visit), len(visit.sent)
    visit.slider("input0").focus()
    visit.page.keyboard.press("ArrowLeft")
    visit.page.wait_for_function(f"{VIEW}.point.at[0] === 4.9")

    assert all(now != then for now, then in zip(drawn(visit), before, strict=True))
    # (4.9 − 3) and (1 − 1.5) are half of what PyTorch returns for a mean of two squares.
    assert point(visit)["slopes"] == pytest.approx([1.9, -0.5], rel=1e-6)
    assert len(visit.sent) == sent


def test_the_other_element_brings_its_own_curve_and_the_pictures_stay(server, visit):
    opened(visit, server + TWO)
    camera = visit.page.evaluate(CAMERA)
    visit.slider("input1").focus()
    visit.page.wait_for_function(f"{VIEW}.along === 1")
    visit.page.keyboard.press("ArrowUp")
    visit.page.wait_for_function(f"{VIEW}.point.at[1] === 1.1")

    assert point(visit)["at"] == [5, 1.1]
    assert visit.page.evaluate(CAMERA) == camera


def test_pictures_of_before_a_third_element_moved_are_faded_until_it_is_let_go(server, visit):
    opened(visit, server + THREE)
    visit.slider("input2").focus()
    visit.page.wait_for_function(f"{VIEW}.frame.key === 'input2'")
    visit.page.keyboard.down("ArrowUp")
    visit.page.wait_for_function("document.querySelector('.gradlab').liveChart.row.position === -1.9")
    assert faded(visit, ".gl-two")
    assert not faded(visit, ".gl-readout")
    visit.page.keyboard.up("ArrowUp")
    visit.page.wait_for_function(f"{VIEW}.frame.own === -1.9")

    assert not faded(visit, ".gl-two")


def test_the_map_keeps_its_zoom_and_its_levels_until_the_axes_are_fitted(server, visit):
    opened(visit, server + TWO)
    axes = f"JSON.stringify([{VIEW}.scale.toX({VIEW}.scale.left), {VIEW}.plotly.data[0].contours.size])"
    fitted = visit.page.evaluate(axes)
    visit.page.mouse.move(*pixel(visit, 5, 1))
    visit.page.keyboard.down("Control")
    visit.page.mouse.wheel(0, -200)
    visit.page.keyboard.up("Control")
    visit.page.wait_for_function(f"{axes} !== '{fitted}'")
    zoomed = visit.page.evaluate(axes)
    visit.slider("input1").focus()
    visit.page.wait_for_function(f"{VIEW}.along === 1")
    visit.page.evaluate(f"{VIEW}.drawing")
    assert visit.page.evaluate(axes) == zoomed

    visit.page.locator(".gl-refit").click()
    visit.page.wait_for_function(f"{axes} === '{fitted}'")


def test_on_a_crease_there_is_no_arrow_and_no_plane(server, visit):
    opened(visit, f"{server}/?loss=l1_loss&elements=2&show=map&input0=3")
    hidden = [visit.page.locator(mark).first.evaluate("mark => mark.classList.contains('gl-hidden')") for mark in MARKS]

    assert hidden == [False, True, True, True, False]
    assert "no single gradient" in visit.text("two-card")


def test_where_the_loss_is_nan_the_map_has_a_hole_and_the_words_say_it(server, visit):
    visit.open(f"{server}/?loss=sqrt&elements=2&show=map&A0=-0.5")
    visit.page.wait_for_function(f"{VIEW}?.scale")

    assert "the loss is nan" in visit.text("two-card")
    assert visit.page.locator(".gl-uphill-head.gl-hidden").count() == 1


def test_closed_it_leaves_nothing_behind(server, visit):
    opened(visit, server + TWO)
    visit.page.get_by_role("button", name="Two elements").click()
    visit.page.wait_for_function("!document.querySelector('.gl-pictures')")

    assert visit.page.locator(".gl-two-card, .gl-map, .gl-space").count() == 0
    assert visit.page.locator("[data-outdated]").count() == 0


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_both_pictures_fit_beside_or_under_each_other(server, visit, width, height):
    visit.page.set_viewport_size({"width": width, "height": height})
    opened(visit, server + TWO)
    flat, deep = (visit.page.locator(part).bounding_box() for part in (".gl-map", ".gl-space"))

    beside = flat["x"] + flat["width"] <= deep["x"]
    under = flat["y"] + flat["height"] <= deep["y"]
    assert (beside, under) == ((True, False) if width > 767 else (False, True))
    assert max(flat["x"] + flat["width"], deep["x"] + deep["width"]) <= width
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
