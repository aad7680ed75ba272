"""Nothing is cramped, clipped or out of reach, at the sizes people have, in both languages and themes."""

import pytest

from gradlab.text import LANGUAGES

SIZES = {"desktop": (1440, 900), "laptop": (1280, 720), "projector": (1024, 768), "phone": (390, 844)}
LINKS = ("?", "?loss=cross_entropy", "?loss=mse_loss&elements=3", "?view=projector")

ALIGNED = """() => {
  if (!document.querySelector('.st-key-sliders input[type=range]')) return false;
  const live = document.querySelector('.gradlab').liveChart;
  const box = live.plot.plotly.getBoundingClientRect();
  const track = sliderTrack().getBoundingClientRect();
  function sliderTrack() {
    return document.querySelector('.st-key-sliders input[type=range]').parentElement.parentElement.parentElement;
  }
  const [left, right] = [box.left + live.plot.scale.left, box.left + live.plot.scale.left + live.plot.scale.width];
  return Math.abs(left - track.left) < 1 && Math.abs(right - track.right) < 1;
}"""


def resize(visit, size: str) -> int:
    """Give the window one of the sizes; returns its height."""
    width, height = SIZES[size]
    visit.page.set_viewport_size({"width": width, "height": height})
    return height


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_the_screen_and_the_chart_is_as_wide_as_its_slider(visit, server, link, language):
    visit.open(f"{server}/{link}&lang={language}")
    for size in SIZES:
        resize(visit, size)
        visit.page.wait_for_function(ALIGNED)
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size


@pytest.mark.parametrize("language", LANGUAGES)
def test_number_chart_handle_and_sentence_are_on_the_first_screen(visit, server, language):
    visit.open(f"{server}/?lang={language}")
    for size in SIZES:
        height = resize(visit, size)
        visit.page.wait_for_function(ALIGNED)
        for part in (".gl-grad", ".gl-plot", ".st-key-A0 [data-testid=stSliderThumbValue]", ".gl-said"):
            bottom = visit.page.evaluate("name => document.querySelector(name).getBoundingClientRect().bottom", part)
            assert bottom <= height, (size, part)


@pytest.mark.parametrize("link", ["?loss=mse_loss&elements=3", "?loss=line_fit", "?loss=expression"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_with_the_slope_open_the_handle_is_on_the_first_screen_still(visit, server, link, language):
    visit.open(f"{server}/{link}&show=slope&lang={language}")
    for size in SIZES:
        height = resize(visit, size)
        visit.page.wait_for_function(ALIGNED)
        key = visit.page.evaluate("document.querySelector('.gradlab').liveChart.frame.key")
        assert visit.thumb(key)[1] < height, size


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_marks_wear_the_themes_colours(visit, server, scheme):
    visit.page.emulate_media(color_scheme=scheme)
    visit.open(server)
    palette = visit.page.evaluate("document.querySelector('.gradlab').liveChart.told.palette")[scheme]
    drawn = visit.page.evaluate("getComputedStyle(document.querySelector('.gl-tangent')).stroke")
    assert drawn == f"rgb({', '.join(str(int(palette['tangent'][i : i + 2], 16)) for i in (1, 3, 5))})"
    assert visit.page.evaluate("document.querySelector('.gl-plotly').data[0].line.color") == palette["curve"]


def test_the_projector_view_hides_what_is_for_one_reader_and_keeps_its_values(visit, server):
    visit.open(f"{server}/?loss=huber_loss&delta=0.5&input0=4.5&view=projector")
    for part in (".st-key-others", ".st-key-more", ".gl-program"):
        assert not visit.page.locator(part).is_visible()
    visit.page.locator(".st-key-projector label").click()
    visit.page.locator(".gl-program").wait_for()
    assert "delta=0.5" in visit.text("program code")
    assert visit.query() == {"loss": "huber_loss", "delta": "0.5", "input0": "4.5"}


def test_touching_the_plot_on_a_phone_moves_the_point_and_still_lets_the_page_scroll(browser, server):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="en-US"
    )
    page = context.new_page()
    page.goto(server)
    page.wait_for_function("document.querySelector('.gradlab')?.liveChart?.plot?.scale")
    box = page.locator(".gl-press").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("document.querySelector('.gradlab').liveChart.row.position === 0")
    assert page.evaluate("getComputedStyle(document.querySelector('.gl-press')).touchAction") == "pan-y"
    context.close()


def test_the_table_holds_the_curve_and_marks_where_the_point_is(visit, server):
    visit.open(server)
    visit.page.locator(".gl-table summary").click()
    visit.page.locator(".gl-table tbody tr").nth(20).wait_for()  # it is filled in after it has opened
    assert visit.page.locator(".gl-table tr[aria-current]").inner_text().split() == ["2.5", "6.25", "+5"]


def test_all_that_is_live_can_be_reached_by_keyboard_and_has_a_name(visit, server):
    visit.open(f"{server}/?loss=mse_loss&elements=2")
    unnamed = visit.page.evaluate(
        "[...document.querySelectorAll('.gradlab :is(button, input, summary)')].filter(part => part.offsetParent"
        " && !(part.getAttribute('aria-label') || part.textContent.trim())).map(part => part.outerHTML)"
    )
    assert unnamed == []
    visit.page.locator(".gl-bar").nth(1).focus()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_function("document.querySelector('.gradlab').liveChart.row.name === 'input[1]'")
