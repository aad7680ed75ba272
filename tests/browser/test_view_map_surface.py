"""The surface of two elements in a real browser: drawn when it must be, turned by hand, left out without WebGL."""

import pytest

from tests.browser.test_view_map import CAMERA, TWO, VIEW, drag, opened, point

# How many frames anything asks for in 300 ms.
FRAMES_ASKED_FOR = """() => new Promise((done) => {
  const ask = window.requestAnimationFrame;
  let frames = 0;
  window.requestAnimationFrame = (draw) => { frames += 1; return ask.call(window, draw); };
  setTimeout(() => { window.requestAnimationFrame = ask; done(frames); }, 300);
})"""


def test_a_surface_at_rest_asks_for_no_frames_and_turns_when_dragged(server, visit):
    opened(visit, server + TWO)
    visit.page.wait_for_function(f"{VIEW}.space.framesLeft === 0")
    assert visit.page.evaluate(FRAMES_ASKED_FOR) == 0

    visit.page.locator(".gl-space").scroll_into_view_if_needed()
    home, box = visit.page.evaluate(CAMERA), visit.page.locator(".gl-space").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.mouse.move(x + 40, y, steps=8)
    visit.page.wait_for_function(f"{CAMERA} !== '{home}'")
    visit.page.mouse.up()
    visit.page.wait_for_function(f"{VIEW}.space.framesLeft === 0")

    # The marks are where the camera of now has them.
    placed = f"{VIEW}.space.toPixel([...{VIEW}.point.at, {VIEW}.point.loss])"
    spot = visit.page.locator(".gl-space .gl-spot")
    assert [float(spot.get_attribute(name)) for name in ("cx", "cy")] == pytest.approx(visit.page.evaluate(placed))


def test_a_surface_that_comes_while_the_last_one_is_laid_to_rest_is_drawn(server, visit):
    opened(visit, server + TWO)
    lowest = visit.page.evaluate(f"""async () => {{
      const view = {VIEW}, {{ space }} = view;
      space.resting = null;
      space.rest(); // as it does once it has been drawn for the first time
      const {{ data: [trace], layout }} = view.inSpace();
      await space.draw({{ data: [{{ ...trace, cmin: -7 }}], layout }}, view.chart.dress());
      return Object.values(space.scene.traces)[0].surface.intensityBounds[0];
    }}""")

    assert lowest == pytest.approx(-7 * visit.page.evaluate(f"{VIEW}.space.scene.dataScale[2]"))


def test_the_camera_stays_where_it_was_turned_to_until_the_axes_are_fitted(server, visit):
    opened(visit, server + TWO)
    home = visit.page.evaluate(CAMERA)
    visit.page.locator(".gl-space").focus()
    visit.page.keyboard.press("ArrowLeft")
    visit.page.wait_for_function(f"{CAMERA} !== '{home}'")
    turned = visit.page.evaluate(CAMERA)
    visit.page.locator(".st-key-elements input").fill("3")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_function(f"{VIEW}.frame.data.elements.length === 3")
    visit.drawn()
    visit.page.evaluate(f"{VIEW}.drawing")
    assert visit.page.evaluate(CAMERA) == turned

    visit.page.locator(".gl-refit").click()
    visit.page.wait_for_function(f"{CAMERA} === '{home}'")


def test_a_browser_without_webgl_says_so_and_keeps_the_map(server, changed):
    changed.page.add_init_script(
        "const own = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {"
        " return kind.startsWith('webgl') ? null : own.call(this, kind, ...rest); };"
    )
    changed.open(f"{server}{TWO}&lang=ja")
    changed.page.wait_for_function(f"{VIEW}?.scale")

    assert "WebGL" in changed.text("no-space")
    assert changed.page.locator(".gl-space").count() == 0
    drag(changed, (5, 1), (-4, 5.5))
    assert point(changed)["loss"] == 32.5
