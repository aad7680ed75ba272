"""Gradient to step in a real browser: S is dragged and everything follows, nothing is sent, nothing is out of reach."""

import pytest

from gradlab.compute.scaling import PRESETS, SCALES, receipts_over_scales
from gradlab.text import words
from gradlab.ui.scaling.address import key_of
from tests.ui.visits import in_turn

SIZES = {"desktop": (1440, 900), "projector": (1024, 768), "phone": (390, 844)}
LINKS = ("?", "?preset=vanishing", "?preset=accumulate&steps=true", "?preset=overflow&view=projector")

S = key_of("log2_S")

DRAWN = """document.querySelector('.gradlab-receipt')?.liveReceipt?.picture.drawn
 && !document.querySelector('[data-testid=stStatusWidget]')"""


@pytest.fixture
def scaling(visit, server):
    """The page, opened by a link."""

    def opened(link: str = ""):
        visit.page.goto(f"{server}/scaling{link}")
        visit.page.wait_for_function(DRAWN, timeout=60_000)  # the first visit of a server imports the optimizers
        return visit

    return opened


def text(visit, part: str) -> str:
    return visit.page.locator(f".gr-{part}").first.inner_text()


def numbers(visit) -> list[str]:
    return visit.page.locator(".gr-number").all_inner_texts()


def heights(visit) -> list[float]:
    return visit.page.evaluate("document.querySelector('.gr-plot').data.at(-1).y")


def test_dragging_s_moves_picture_rows_summary_and_program_and_sends_nothing(scaling):
    visit = scaling("?preset=vanishing")
    receipts = receipts_over_scales(PRESETS["vanishing"])
    x, y = visit.thumb(S)
    sent, seen = len(visit.sent), set()
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    for step in range(1, 13):
        visit.page.mouse.move(x + 30 * step, y)
        exponent = int(visit.slider(S).input_value())
        unscaled = receipts[exponent].stage("unscale").after[0]
        assert float(numbers(visit)[2].replace("−", "-")) == pytest.approx(unscaled, rel=1e-5)
        assert float(text(visit, "ratio").replace("−", "-")) == pytest.approx(receipts[exponent].ratio[0], rel=1e-3)
        assert f"init_scale={SCALES[exponent]}" in text(visit, "program code") or exponent == 16
        visit.page.wait_for_function(f"document.querySelector('.gradlab-receipt').liveReceipt.index === {exponent}")
        visit.page.evaluate("document.querySelector('.gradlab-receipt').liveReceipt.picture.queue")
        seen.add((tuple(heights(visit)), text(visit, "ratio")))
    visit.page.mouse.up()
    visit.page.wait_for_function("new URLSearchParams(location.search).has('log2_S')")
    assert len(seen) > 6
    assert len(visit.sent) == sent


def test_the_row_that_did_damage_is_marked_by_more_than_colour(scaling):
    visit = scaling("?preset=overflow")
    damaged = visit.page.locator(".gr-rows li[data-severity=damage] .gr-seen b").all_inner_texts()
    damage = words("en")["scaling"]["named"]
    assert damaged == [f"▲ {damage['overflow']}", f"▲ {damage['skipped']}"]
    assert visit.page.evaluate("document.querySelector('.gr-plot').data.at(-1).marker.symbol").count("x") == 2


def test_what_is_read_aloud_comes_after_the_last_movement(scaling):
    visit = scaling("?preset=vanishing")
    visit.slider(S).focus()
    for _ in range(3):
        visit.page.keyboard.press("ArrowRight")
    spoken = f"{words('en')['scaling']['summary']['title']}: {text(visit, 'ratio')}."
    before = text(visit, "announced")
    visit.page.wait_for_function(
        "spoken => document.querySelector('.gr-announced').textContent.startsWith(spoken)", arg=spoken
    )
    assert not before.startswith(spoken)


def test_the_second_picture_follows_s_once_it_rests(scaling):
    visit = scaling("?preset=overflow&growth_interval=3")
    first = "document.querySelector('.gr-plot-history').calcdata?.[0][0].y"
    visit.page.wait_for_function(f"{first} === 16")
    visit.slider(S).focus()
    visit.page.keyboard.press("Home")
    visit.page.wait_for_function(f"{first} === 0")


def test_a_preset_leaves_an_address_that_opens_the_same_again(scaling):
    visit = scaling("?preset=clip&log2_S=3")
    visit.page.get_by_role("radio", name=words("en")["scaling"]["preset"]["precision"]["name"]).click()
    visit.page.locator(".gr-program code", has_text="bfloat16").wait_for()
    visit.page.wait_for_function("location.search === '?preset=precision'")  # once the slider of S stands, too
    shown = text(visit, "program code")
    visit.page.reload()
    visit.page.wait_for_function(DRAWN)
    assert text(visit, "program code") == shown


@in_turn("link", LINKS)
def test_nothing_is_wider_than_the_screen_or_cut_off(scaling, link, language):
    visit = scaling(f"{link}&lang={language}")
    for size, (width, height) in SIZES.items():
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.page.wait_for_function("document.querySelector('.gr-plot').layout.width <= innerWidth")
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
        for button in visit.page.locator(".st-key-lead button").all():
            box = button.bounding_box()
            assert box is None or box["x"] + box["width"] <= width, (size, button.inner_text())
        cut = "part => part.scrollWidth > part.clientWidth + 1"
        for part in ("rows li", "summary"):
            for found in visit.page.locator(f".gr-{part}").all():
                assert not found.evaluate(cut), (size, part)


def test_on_a_phone_number_picture_and_handle_are_on_the_first_screen(scaling):
    visit = scaling("?preset=vanishing&lang=ja")
    visit.page.set_viewport_size({"width": 390, "height": 844})
    for part in (".gr-ratio", ".gr-plot", ".st-key-scaling-log2_S [data-testid=stSliderThumbValue]"):
        box = visit.page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 844, part


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_wears_the_themes_colours(scaling, visit, scheme):
    visit.page.emulate_media(color_scheme=scheme)
    scaling("?preset=overflow")
    palette = visit.page.evaluate("document.querySelector('.gradlab-receipt').liveReceipt.data.palette")[scheme]
    colours = visit.page.evaluate("document.querySelector('.gr-plot').data.at(-1).marker.color")
    assert set(colours) <= {palette["curve"], palette["second"], palette["tangent"]}


def test_a_page_is_found_again_as_it_was_left(visit, server):
    visit.open(f"{server}/?loss=cube&lang=ja")
    visit.slider("A0").focus()
    visit.page.keyboard.press("ArrowRight")
    position = visit.row()["position"]
    go_to(visit, words("ja")["app"]["scaling"])
    visit.page.wait_for_function(DRAWN)
    assert visit.query()["lang"] == "ja"
    go_to(visit, words("ja")["app"]["explore"])
    visit.drawn()
    assert visit.row()["position"] == position
    assert "A**3" in visit.text("program code")


def go_to(visit, title: str) -> None:
    """Follow the link to a page as a hand does: press, then let go."""
    visit.page.locator(".st-key-pages a", has_text=title).click(delay=100)
