"""The data and the line beside the loss, in a real browser: the line turns with the point, and both can be dragged."""

import pytest

from gradlab import Experiment, unscaled_gradient
from tests.browser.test_family import CURVE, SHAPE, touch
from tests.browser.test_layout import ALIGNED
from tests.ui.visits import in_turn

CHART = "document.querySelector('.gradlab').liveChart"
VIEW = f"{CHART}.views.get('data')"
LINE = "['x1', 'y1', 'x2', 'y2'].map(name => Number(document.querySelector('.gl-fit').getAttribute(name)))"
TANGENT = LINE.replace(".gl-fit", ".gl-tangent")
OLD = "[...document.querySelectorAll('.gl-old')].map(part => part.classList[0].slice(3)).sort()"
X, Y = [1.0, 2.0, 3.0, 4.0], [3.0, 8.5, 6.5, 9.0]


def fit(w: float, x: list[float] = X, y: list[float] = Y, b: float = 1.0, **more) -> Experiment:
    tensors = {"w": [w], "b": [b], "x": x, "y": y}
    return Experiment("line_fit", tensors, {"criterion": "mse_loss"}, dtype="float32", **more)


def opened(visit, address: str):
    visit.open(address)
    visit.page.wait_for_function(f"{VIEW}?.scale")
    return visit


def unfold(visit) -> None:
    """Open what holds the sliders of the data, and wait until it stands still."""
    visit.page.locator(".st-key-folded summary").click()
    visit.page.wait_for_function(
        "(details => details.open && !details.getAnimations({ subtree: true }).length)"
        "(document.querySelector('.st-key-folded details'))"
    )


def middle(visit, mark: str, index: int = 0) -> tuple[float, float]:
    """The middle of a mark of the picture, in pixels of the page."""
    box = visit.page.locator(f".gl-{mark}").nth(index).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def line(visit) -> tuple[float, float]:
    """The slope and the height at 0 of the line that is drawn, in data."""
    in_data = f"((ends, {{ toX, toY }}) => ends.map((pixel, at) => (at % 2 ? toY : toX)(pixel)))({LINE}, {VIEW}.scale)"
    x1, y1, x2, y2 = visit.page.evaluate(in_data)
    slope = (y2 - y1) / (x2 - x1)
    return slope, y1 - slope * x1


def value(visit, key: str) -> float:
    return float(visit.slider(key).input_value())


def test_the_line_and_the_tangent_turn_with_the_slider_and_nothing_is_sent(visit, server):
    opened(visit, f"{server}/?loss=line_fit&w0=-1")
    visit.slider("w0").focus()
    sent, seen = len(visit.sent), []
    for _ in range(5):
        visit.page.keyboard.press("PageUp")
        w = value(visit, "w0")
        assert line(visit) == pytest.approx((w, 1.0), abs=0.02)  # to a tenth of a pixel
        assert visit.text("grad") == unscaled_gradient(fit(w)).printed["w"]
        seen.append((visit.page.evaluate(LINE), visit.page.evaluate(TANGENT)))
    assert [len({tuple(part) for part in parts}) for parts in zip(*seen, strict=True)] == [5, 5]
    assert len(visit.sent) == sent


def test_a_residual_reaches_from_its_point_to_the_prediction_pytorch_gives(visit, server):
    opened(visit, f"{server}/?loss=line_fit&w0=1.6&b0=2.75")
    ends = visit.page.evaluate(
        "[...document.querySelectorAll('.gl-residual')].map(mark => ['x1', 'y1', 'x2', 'y2'].map(name =>"
        f" {VIEW}.scale[name[0] === 'x' ? 'toX' : 'toY'](Number(mark.getAttribute(name)))))"
    )
    for x, y, found in zip(X, Y, ends, strict=True):
        assert found == pytest.approx([x, y, x, 1.6 * x + 2.75], abs=0.01)


def test_dragging_the_line_moves_the_slider_and_the_point_on_the_loss_and_sends_nothing(visit, server):
    opened(visit, f"{server}/?loss=line_fit")
    sent, mouse, seen = len(visit.sent), visit.page.mouse, []
    x, y = middle(visit, "fit-handle")
    mouse.move(x, y)
    mouse.down()
    for step in range(1, 6):
        mouse.move(x, y - 20 * step)
        w = value(visit, "w0")
        assert visit.row()["position"] == w
        assert line(visit)[0] == pytest.approx(w, abs=0.02)
        assert middle(visit, "fit-handle")[1] == pytest.approx(y - 20 * step, abs=6)  # the slider's next position
        assert visit.text("grad") == unscaled_gradient(fit(w)).printed["w"]
        seen.append(w)
    mouse.up()
    assert seen == sorted(set(seen))
    visit.page.wait_for_function(f"Number(new URLSearchParams(location.search).get('w0')) === {seen[-1]}")
    assert len(visit.sent) == sent


def test_dragging_the_line_while_the_bias_is_the_moved_element_shows_the_loss_over_the_weight(visit, server):
    opened(visit, f"{server}/?loss=line_fit&requires_grad_b=true&at=b0")
    assert visit.row()["name"] == "b[0]"
    mouse = visit.page.mouse
    x, y = middle(visit, "fit-handle")
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y - 60)
    visit.page.wait_for_function(f"{CHART}.row.name === 'w[0]' && {CHART}.row.position > 1")
    mouse.up()

    assert line(visit)[0] == pytest.approx(value(visit, "w0"), abs=0.02)
    assert float(visit.text("slope").replace("−", "-")) == pytest.approx(
        unscaled_gradient(fit(value(visit, "w0"))).gradients["w"][0], rel=1e-5
    )


def test_where_the_weight_is_not_differentiated_the_line_has_no_handle(visit, server):
    opened(visit, f"{server}/?loss=line_fit&requires_grad_w=false&requires_grad_b=true")
    assert not visit.page.locator(".gl-fit-handle").is_visible()


def test_dragging_a_point_up_reshapes_the_loss_at_every_step_and_sends_nothing(visit, server):
    opened(visit, f"{server}/?loss=line_fit&show=slope")
    mouse, seen = visit.page.mouse, []
    unfold(visit)
    visit.slider("y1").evaluate("input => input.focus({ preventScroll: true })")  # has its curves sent
    visit.page.wait_for_function(f"{CHART}.parameters.isHere('y1')")
    x, y = middle(visit, "datum", 1)
    mouse.move(x, y)
    axes, sent = visit.page.evaluate(f"JSON.stringify({CHART}.plot.axes)"), len(visit.sent)
    mouse.down()
    for step in range(1, 6):
        mouse.move(x, y + 20 * step)
        expected = unscaled_gradient(fit(1.0, y=[3.0, value(visit, "y1"), 6.5, 9.0]))
        assert visit.text("grad") == expected.printed["w"]
        assert float(visit.text("loss")) == pytest.approx(expected.loss, rel=1e-5)
        assert f"{value(visit, 'y1')}, 6.5" in visit.text("program code")
        seen.append((visit.page.evaluate(TANGENT), visit.page.evaluate(CURVE), middle(visit, "datum", 1)))
    assert [len({str(part) for part in parts}) for parts in zip(*seen, strict=True)] == [5, 5, 5]
    assert visit.page.evaluate(OLD) == []
    assert visit.page.evaluate(f"JSON.stringify({CHART}.plot.axes)") == axes
    assert len(visit.sent) == sent
    last, shape = visit.text("grad"), visit.page.evaluate(SHAPE)
    mouse.up()
    visit.page.wait_for_function(f"{CHART}.base.data.families.y1.value !== '8.5' && {CHART}.frame === {CHART}.base")
    visit.drawn()
    assert visit.text("grad") == last
    assert visit.page.evaluate(SHAPE) == pytest.approx(shape, abs=0.5)
    assert len(visit.sent) == sent  # the release asks the route


def test_dragging_a_point_aside_marks_the_loss_as_old_and_its_release_has_it_computed(visit, server):
    opened(visit, f"{server}/?loss=line_fit")
    before, mouse = visit.text("grad"), visit.page.mouse
    unfold(visit)
    visit.slider("y1").evaluate("input => input.focus({ preventScroll: true })")  # has its curves sent
    visit.page.wait_for_function(f"{CHART}.parameters.isHere('y1')")
    x, y = middle(visit, "datum", 1)
    mouse.move(x, y)
    sent = len(visit.sent)
    mouse.down()
    assert visit.page.evaluate(OLD) == []
    for step in range(1, 5):
        mouse.move(x + 16 * step, y + 20 * step)
    assert middle(visit, "datum", 1) == pytest.approx((x + 64, y + 80), abs=6)
    assert set(visit.page.evaluate(OLD)) >= {"plot", "readout", "sentence", "rest"}
    assert visit.text("grad") == before
    assert len(visit.sent) == sent
    mouse.up()
    visit.page.wait_for_function(f"{OLD}.length === 0")

    x1, y1 = value(visit, "x1"), value(visit, "y1")
    assert (x1 > 2, y1 < 8.5) == (True, True)
    expected = unscaled_gradient(fit(1.0, [1.0, x1, 3.0, 4.0], [3.0, y1, 6.5, 9.0]))
    assert visit.text("grad") == expected.printed["w"]
    assert float(visit.text("loss")) == pytest.approx(expected.loss, rel=1e-5)
    assert {name: float(visit.query()[name]) for name in ("x1", "y1")} == {"x1": x1, "y1": y1}
    assert len(visit.sent) == sent


@pytest.mark.parametrize(("moved", "kept", "by"), [("y2", "x2", (20, -60)), ("x2", "y2", (60, -20))])
def test_a_hand_that_drifts_moves_a_point_in_one_direction_and_the_loss_follows(visit, server, moved, kept, by):
    opened(visit, f"{server}/?loss=line_fit")
    mouse, before = visit.page.mouse, {key: value(visit, key) for key in (moved, kept)}
    x, y = middle(visit, "datum", 2)
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + by[0], y + by[1], steps=6)
    visit.page.wait_for_function(f"{CHART}.frame.parameter === '{moved}'")

    assert visit.page.evaluate(OLD) == []
    assert value(visit, kept) == before[kept]
    data = {"x": X, "y": Y} | {
        moved[0]: [*(X if moved[0] == "x" else Y)[:2], value(visit, moved), 4.0 if moved[0] == "x" else 9.0]
    }
    assert visit.text("grad") == unscaled_gradient(fit(1.0, **data)).printed["w"]
    mouse.up()
    visit.page.wait_for_function(f"new URLSearchParams(location.search).has('{moved}')")


@pytest.mark.parametrize(("key", "coordinate"), [("x0", 0), ("y0", 1)])
def test_a_point_and_the_loss_follow_its_own_sliders_at_every_step(visit, server, key, coordinate):
    opened(visit, f"{server}/?loss=line_fit")
    unfold(visit)
    x, y = touch(visit, key)
    before, sent = middle(visit, "datum"), len(visit.sent)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 80, y)

    moved = {"x": X, "y": Y} | {key[0]: [value(visit, key), *(X, Y)[coordinate][1:]]}
    assert abs(middle(visit, "datum")[coordinate] - before[coordinate]) > 10
    assert middle(visit, "datum")[1 - coordinate] == pytest.approx(before[1 - coordinate])
    assert visit.text("grad") == unscaled_gradient(fit(1.0, **moved)).printed["w"]
    assert visit.page.evaluate(OLD) == []
    assert len(visit.sent) == sent
    visit.page.mouse.up()


def test_the_bias_marks_the_line_as_old_too_until_it_is_let_go(visit, server):
    opened(visit, f"{server}/?loss=line_fit")
    unfold(visit)
    visit.slider("b0").evaluate("input => input.closest('.stSlider').scrollIntoView({ block: 'center' })")
    x, y = visit.thumb("b0")
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 100, y)
    assert visit.page.locator("line.gl-fit.gl-faint").count() == 1
    visit.page.mouse.up()
    visit.page.wait_for_function(f"{OLD}.length === 0 && !document.querySelector('.gl-faint')")

    assert line(visit) == pytest.approx((1.0, value(visit, "b0")), abs=0.02)


@in_turn("size", [(1440, 900), (1024, 768), (390, 844)])
def test_the_data_stand_beside_the_loss_or_on_a_phone_above_it(visit, server, size, language):
    visit.page.set_viewport_size({"width": size[0], "height": size[1]})
    opened(visit, f"{server}/?loss=line_fit&lang={language}")
    visit.page.wait_for_function(ALIGNED)
    data, loss = (visit.page.locator(part).bounding_box() for part in (".gl-data-plot", ".gl-plot"))

    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if size[0] < 768:
        assert data["y"] + data["height"] <= loss["y"]
        assert visit.thumb("w0")[1] <= 520
    else:
        assert data["x"] + data["width"] <= loss["x"] + 1
        assert data["y"] + data["height"] == pytest.approx(loss["y"] + loss["height"], abs=1)


def test_the_loss_stays_as_wide_as_its_slider_with_other_views_open(visit, server):
    opened(visit, f"{server}/?loss=line_fit&show=slope.secant.pin.graph")
    visit.page.wait_for_function(ALIGNED)


def test_another_loss_takes_the_picture_away_and_gives_the_slider_its_room_back(visit, server):
    opened(visit, f"{server}/?loss=line_fit")
    visit.page.get_by_role("button", name="A²").click()
    visit.page.wait_for_function(f"{CHART}.views.size === 0")
    visit.drawn()
    visit.page.wait_for_function(ALIGNED)

    assert visit.page.locator(".gl-beside *").count() == 0


def test_the_picture_says_what_it_shows_and_which_sliders_move_it(visit, server):
    opened(visit, f"{server}/?loss=line_fit")
    assert "slider of w turns the line, those of x and y move the points" in visit.page.locator(
        ".gl-data-plot"
    ).get_attribute("aria-label")
