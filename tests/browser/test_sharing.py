"""Share, in a real browser: what is taken along is what the page shows at that moment, wherever the sliders stand."""

import csv
import struct
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from gradlab.text import words
from gradlab.ui.explore.files import FILES
from tests.browser.test_live_page import open_file
from tests.ui.visits import in_turn

STARTS = ("?loss=huber_loss&elements=3&delta=0.3&reduction=sum&at=input1", "?loss=sin&A0=1.23456789")
SVG = "{http://www.w3.org/2000/svg}"


def share(visit) -> str:
    """Open Share; returns the link."""
    visit.page.locator(".st-key-share").get_by_test_id("stPopoverButton").click()
    visit.page.locator(
        ".st-key-shared [data-testid=stImage], .st-key-shared [data-testid=stCaptionContainer]"
    ).wait_for()
    return visit.page.locator(".st-key-shared code").first.inner_text()


def press_arrow(visit, key: str, times: int) -> None:
    visit.slider(key).focus()
    for _ in range(times):
        visit.page.keyboard.press("ArrowLeft")


def saved(visit, label: str, folder: Path) -> Path:
    """Click a button of Share; returns the file the browser saves."""
    with visit.page.expect_download() as download:
        visit.page.locator(".st-key-shared").get_by_role("button", name=label, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def file_saved(visit, kind: str, folder: Path) -> Path:
    return saved(visit, words("en")["share"][kind], folder)


def shown(visit) -> tuple:
    return visit.row(), visit.text("program code"), visit.text("grad"), visit.text("said")


@pytest.mark.parametrize("start", STARTS)
def test_the_link_opens_what_the_page_shows_where_a_slider_was_just_moved(visit, server, start):
    visit.open(f"{server}/{start}")
    key = visit.page.evaluate("document.querySelector('.gradlab').liveChart.frame.key")
    press_arrow(visit, key, 7)
    before, sent = shown(visit), len(visit.sent)
    link = share(visit)
    assert len(visit.sent) == sent + 1
    assert shown(visit) == before

    other = visit.page.context.new_page()
    other.goto(link)
    other.wait_for_function("document.querySelector('.gradlab')?.liveChart?.plot?.scale")
    opened = type(visit)(other)
    opened.drawn()
    assert shown(opened) == before
    assert opened.page.get_by_test_id("stAlert").count() == 0


def test_a_value_typed_off_the_grid_is_in_the_link_to_its_last_digit(visit, server):
    visit.open(server)
    box = visit.page.locator(".gl-exact input")
    box.fill("0.1234567890123")
    box.press("Enter")
    visit.page.wait_for_function("document.querySelector('.gradlab').liveChart.row.position === 0.1234567890123")
    visit.drawn()
    assert parse_qs(urlsplit(share(visit)).query)["A0"] == ["0.1234567890123"]


def test_the_link_says_everything_and_the_language_only_if_asked(visit, server):
    visit.open(f"{server}/?lang=en")
    link = share(visit)
    assert link.startswith(f"{server}/?v=1&")
    assert "&loss=square&" in link
    assert "lang=" not in link
    visit.page.locator(".st-key-share-language label").first.click()
    visit.page.locator(".st-key-shared code", has_text="lang=en").wait_for()


def test_closed_it_makes_nothing_and_opened_again_it_says_the_new_values(visit, server):
    visit.open(server)
    assert visit.page.locator(".st-key-shared").count() == 0
    first = share(visit)
    visit.page.keyboard.press("Escape")
    visit.page.locator(".st-key-shared").wait_for(state="detached")
    press_arrow(visit, "A0", 2)
    assert share(visit) == first.replace("A0=2.5", "A0=2.4")


def test_each_file_is_saved_under_the_losss_name(visit, server, tmp_path):
    visit.open(f"{server}/?loss=huber_loss")
    press_arrow(visit, "input0", 1)
    share(visit)
    for kind, file in FILES.items():
        path = file_saved(visit, kind, tmp_path)
        assert path.name == f"gradlab-huber_loss.{file.extension}"
        assert path.stat().st_size > 0


def test_the_table_has_the_row_that_is_shown(visit, server, tmp_path):
    visit.open(f"{server}/?loss=cube")
    press_arrow(visit, "A0", 3)
    row = visit.row()
    share(visit)
    header, *rows = csv.reader(file_saved(visit, "table", tmp_path).read_text(encoding="utf-8").splitlines())
    assert header == ["A[0]", "loss", "A.grad[0]"]
    # The page computes in float32, and the column holds the position as it was rounded.
    (found,) = [line for line in rows if float(line[0]) == pytest.approx(row["position"], abs=1e-6)]
    assert [float(found[1]), float(found[2])] == [float(row["loss"]), float(row["slope"])]


def test_the_live_page_says_what_the_page_says_and_goes_on_from_there(visit, server, tmp_path):
    visit.open(f"{server}/?loss=huber_loss&elements=3&delta=0.3&input1=1.23456789&at=input1&lang=ja")
    said = shown(visit)
    share(visit)
    path = saved(visit, words("ja")["share"]["chart"], tmp_path)
    file = type(visit)(visit.page.context.new_page())
    open_file(file, path)
    assert shown(file) == said

    visit.page.keyboard.press("Escape")
    for each in (visit, file):
        press_arrow(each, "input1", 4)
    assert shown(file) == shown(visit) != said


def figure_saved(visit) -> dict:
    """The figure of the picture: its traces by what they mean."""
    return visit.page.evaluate(
        """() => new Promise((resolve) => {
          const kept = Plotly.toImage;
          Plotly.toImage = (figure, options) => {
            Plotly.toImage = kept;
            resolve(figure);
            return kept(figure, options);
          };
          document.querySelector(".gradlab").liveChart.save("svg", { name: "x", title: "x" });
        })"""
    )


def test_the_picture_has_curve_tangent_triangle_and_point_where_they_stand_now(visit, server):
    visit.open(server)
    press_arrow(visit, "A0", 10)
    traces = {trace["meta"]: trace for trace in figure_saved(visit)["data"]}
    assert {"curve", "tangent", "triangle", "point"} <= set(traces)
    # A² at 2: loss 4, slope 4.
    assert (traces["point"]["x"], traces["point"]["y"]) == ([pytest.approx(2)], [pytest.approx(4)])
    (x1, x2), (y1, y2) = traces["tangent"]["x"], traces["tangent"]["y"]
    assert x1 < 2 < x2
    assert (y2 - y1) / (x2 - x1) == pytest.approx(4)
    assert (y1 + y2) / 2 == pytest.approx(4)
    (a, b, c), (fa, fb, fc) = traces["triangle"]["x"], traces["triangle"]["y"]
    assert (b - a, c - b, fb - fa, fc - fb) == pytest.approx((1, 0, 0, 4))


@pytest.mark.parametrize(
    ("link", "drawn"),
    [
        ("loss=abs&A0=0", {"curve", "guide", "left", "right", "point"}),
        ("loss=sqrt&A0=-0.5", {"curve", "guide", "unknown"}),  # hatched, where the loss is not finite
    ],
)
def test_the_picture_has_no_tangent_where_there_is_none(visit, server, link, drawn):
    visit.open(f"{server}/?{link}")
    assert {trace["meta"] for trace in figure_saved(visit)["data"]} == drawn


@pytest.mark.parametrize(("format", "scheme"), [("png", "light"), ("svg", "dark")])
def test_the_picture_is_saved_by_the_browser_and_sends_nothing(visit, server, tmp_path, format, scheme):
    visit.page.emulate_media(color_scheme=scheme)
    visit.open(f"{server}/?loss=huber_loss")
    share(visit)
    sent = len(visit.sent)
    path = file_saved(visit, format, tmp_path)
    assert path.name == f"gradlab-huber_loss.{format}"
    assert len(visit.sent) == sent
    if format == "png":
        signature, width = path.read_bytes()[:8], struct.unpack(">I", path.read_bytes()[16:20])[0]
        assert (signature, width >= 1600) == (b"\x89PNG\r\n\x1a\n", True)
    else:
        picture = ET.parse(path).getroot()
        assert picture.tag == f"{SVG}svg"
        said = "".join(picture.itertext())
        assert visit.text("title") in said
        assert "huber_loss" in said


@in_turn("link", ["", "&view=projector", "&loss=mse_loss&elements=8"])
def test_opened_it_stays_on_the_screen(visit, server, link, language):
    visit.open(f"{server}/?lang={language}{link}")
    for width, height in ((1440, 900), (1024, 768), (390, 844)):
        visit.page.set_viewport_size({"width": width, "height": height})
        share(visit)
        box = visit.page.locator(".st-key-shared").bounding_box()
        assert 0 <= box["x"] < box["x"] + box["width"] <= width
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        visit.page.keyboard.press("Escape")
        visit.page.locator(".st-key-shared").wait_for(state="detached")


def test_the_button_of_a_phone_is_an_icon_with_its_name(visit, server):
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.open(server)
    header = visit.page.locator(".st-key-header").bounding_box()
    button = visit.page.locator(".st-key-share").get_by_role("button", name=words("en")["share"]["button"])
    assert button.bounding_box()["width"] < 48
    assert header["height"] < 48  # all of it on one line
