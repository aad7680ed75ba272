"""The stage holds still: in a drag, and where another loss is chosen."""

import pytest

SIZES = {"desktop": (1440, 900), "projector": (1280, 720), "phone": (390, 844)}
CHIPS = {"square": "square", "corner": "abs", "edge": "sqrt", "mse": "mse_loss"}
CHART = "document.querySelector('.gradlab').liveChart"

# Every visible element's box at some positions of the slider. Over the plot lie marks and labels, and on a slider's
# track its thumb with its number: these may move; and a text within a line is as wide as its digits.
MOVED = """count => {
  const free = '.gl-marks, .gl-plotly *, .gl-bar-fill, .gl-announced, .stSlider *, .stGraphVizChart *, style, script';
  const boxes = () => new Map([...document.querySelectorAll('body *')]
    .filter(part => !part.closest(free) && part.checkVisibility({ visibilityProperty: true }))
    .map(part => [part, part.getBoundingClientRect()]).filter(([, box]) => box.width && box.height));
  const chart = document.querySelector('.gradlab').liveChart, last = chart.frame.gridCount - 1, moved = new Set();
  chart.moveToIndex(0);
  const before = boxes();
  for (let step = 1; step <= count; step++) {
    chart.moveToIndex(Math.round((last * step) / count));
    const now = boxes();
    for (const part of new Set([...before.keys(), ...now.keys()])) {
      const [old, box] = [before.get(part), now.get(part)];
      const sides = getComputedStyle(part).display === 'inline' ? ['x', 'y'] : ['x', 'y', 'width', 'height'];
      if (!(old && box && sides.every(side => old[side] === box[side]))) moved.add(part.outerHTML.slice(0, 200));
    }
  }
  return [...moved];
}"""
PLOT = (
    "(({ x, y, width, height }) => [x, y, width, height])(document.querySelector('.gl-plot').getBoundingClientRect())"
)


@pytest.mark.parametrize("size", SIZES)
def test_a_drag_moves_marks_and_digits_and_another_loss_leaves_the_plot_in_its_place(visit, server, size):
    width, height = SIZES[size]
    visit.page.set_viewport_size({"width": width, "height": height})
    language, view = ("ja", "&view=projector") if size == "projector" else ("en", "")
    visit.open(f"{server}/?loss=exp&show=slope.step.secant&lang={language}{view}")
    # The type of every formula to come: it may be taller than the one that stands in for it until it is there.
    visit.page.evaluate("Promise.all([...document.fonts].map(font => font.load().catch(() => {})))")
    places = []
    for chip, loss in {"": "exp", **CHIPS}.items():
        if chip:
            visit.page.locator(f".st-key-chip-{chip} button").click()
            visit.page.wait_for_function(f"{CHART}.frame.data.axes.startsWith('{loss} ')")
            visit.drawn()
        assert visit.page.evaluate(MOVED, 40) == [], loss
        visit.page.evaluate("scrollTo(0, 0), document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
        places.append(visit.page.evaluate(PLOT))

    assert places == [places[0]] * len(places)


def test_on_a_projector_f_fills_the_screen_and_a_number_goes_to_that_page(visit, server):
    page = visit.open(f"{server}/?view=projector").page
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement === document.documentElement")
    page.keyboard.press("f")
    page.wait_for_function("!document.fullscreenElement")

    clicked = page.evaluate(
        """() => {
          const clicks = [], box = document.querySelector('.gl-exact input');
          addEventListener('click', ({ target }) => clicks.push(target), { capture: true });
          box.dispatchEvent(new KeyboardEvent('keydown', { key: '2', bubbles: true }));
          return clicks.length;
        }"""
    )
    assert clicked == 0  # a number that is typed goes nowhere
    page.keyboard.press("2")
    page.wait_for_url("**/lessons*")
