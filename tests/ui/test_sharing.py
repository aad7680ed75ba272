"""Share without a browser: nothing until it is opened, and then everything, of every loss and in every language."""

import csv
import io
import re
from contextlib import contextmanager
from functools import cache
from html import escape
from urllib.parse import parse_qsl, urlsplit

import nbformat
import pytest
import segno

from gradlab.compute.losses import LOSSES
from gradlab.text import words
from gradlab.ui.experiment.whole_state import whole_state
from gradlab.ui.explore.files import FILES
from gradlab.ui.explore.snapshot import take_snapshot
from gradlab.ui.frame.link import FORMAT_VERSION, complete_link
from gradlab.ui.frame.sharing.qr_code import LONGEST, qr_code
from tests.ui.visits import notices, open_page, over_languages, program, seen, unfold


def controls(name: str) -> tuple:
    """What a loss's widgets are made of: where it is the same, so are they, but for their values."""
    loss = LOSSES[name]
    kinds = tuple((a.name, a.kind, a.optional, a.differentiable) for a in loss.tensors)
    return kinds, loss.parameters, loss.reductions, loss.dtypes


over_controls = pytest.mark.parametrize("name", {controls(name): name for name in LOSSES}.values())
over_losses = pytest.mark.parametrize("name", LOSSES)


def share(app):
    """Open Share, as the button does."""
    app.session_state["share"] = True
    return seen(app.run())


def link_of(app) -> str:
    return app.code[0].value


def query(link: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(link).query))


def widgets(app) -> set[str]:
    """The keys of everything on the page a value can be chosen with."""
    kinds = ("slider", "number_input", "selectbox", "radio", "toggle", "checkbox", "text_input", "button_group")
    return {widget.key for kind in kinds for widget in app.get(kind)}


@contextmanager
def taking():
    """The snapshots that are taken meanwhile."""
    kept = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "gradlab.ui.explore.share.take_snapshot", lambda *page: kept.append(take_snapshot(*page)) or kept[-1]
        )
        yield kept


@cache
def shared(name: str, language: str = "en"):
    """The page of a loss with Share open, and the snapshot it was made of."""
    with taking() as taken:
        return share(open_page(lang=language, loss=name)), taken[-1]


def files_of(app, snapshot) -> dict[str, str]:
    """But for the live page: its own tests make it."""
    return {kind: file.text(snapshot, link_of(app)) for kind, file in FILES.items() if kind != "chart"}


def test_closed_it_costs_a_button():
    with taking() as taken:
        app = open_page()
        assert (list(app.code), app.get("download_button"), taken) == ([], [], [])
        share(app)
        assert len(taken) == 1


@over_losses
def test_the_link_says_every_value_the_defaults_too(name):
    app, _ = shared(name)
    said, state = query(link_of(app)), whole_state({"loss": name})
    unsaid = state.keys() - said.keys()

    assert {key: said[key] for key in state.keys() - unsaid} == {key: str(state[key]) for key in state.keys() - unsaid}
    assert said.items() >= {"v": FORMAT_VERSION, "reduction": "mean", "dtype": "float32", "device": "auto"}.items()
    assert "lang" not in said
    assert unsaid & widgets(app) == set()  # what the page lets nobody choose


@over_controls
def test_a_link_opens_again_what_was_far_from_every_default(name):
    app = open_page(loss=name)
    for slider in app.slider:
        if not slider.disabled:
            slider.set_value(slider.min)
    unfold(app).selectbox(key="dtype").set_value(app.selectbox(key="dtype").options[-1])
    for switch in app.button_group:
        if switch.key == "reduction":  # one loss has none
            switch.set_value(LOSSES[name].reductions[-1])
    app = share(app)
    again = open_page(**query(link_of(app)))
    assert notices(again) == []
    assert program(again) == program(app)


@pytest.mark.parametrize("value", ["0.1234567890123456", "-1e-07", "2.347"])
def test_a_value_off_the_grid_is_written_to_its_last_digit(value):
    assert float(query(link_of(share(open_page(A0=value))))["A0"]) == float(value)


@pytest.mark.parametrize("at", ["input0", "input2"])
def test_the_link_says_which_curve_is_shown(at):
    assert query(link_of(share(open_page(loss="mse_loss", elements="3", at=at))))["at"] == at


@over_languages
def test_the_language_is_in_the_link_only_if_asked(language):
    app = share(open_page(lang=language))
    assert "lang" not in query(link_of(app))
    app = seen(app.toggle(key="share-language").set_value(True).run())
    assert query(link_of(app))["lang"] == language


@over_languages
@pytest.mark.parametrize("version", ["2", "1.5", "zzz"])
def test_a_link_of_another_version_is_read_as_far_as_it_can_be_and_a_notice_says_so(language, version):
    app = open_page(lang=language, v=version, loss="sin", A0="1.5", wavelength="3")
    (notice,) = notices(app)
    assert notice.startswith(words(language)["notice"]["version"].split("{")[0])
    assert version in notice
    assert program(app).startswith("A = torch.tensor([1.5]")


def test_a_link_of_this_version_needs_no_notice():
    assert notices(open_page(v="1", A0="1.5")) == []


@over_losses
def test_every_file_of_every_loss_is_of_what_the_page_shows(name):
    app, snapshot = shared(name)
    link, whole, text = link_of(app), app.code[-1].value, files_of(app, snapshot)

    calculation, tensor, printed = re.fullmatch(r"(.+)\n(\w+)\.grad  # (.+)", program(app), re.DOTALL).groups()
    assert whole.startswith("import torch\n")
    assert f"\n\n{calculation}\nprint({tensor}.grad)  # {printed.splitlines()[0]}" in whole
    assert text["program"].rstrip() == whole

    introduction, *cells = nbformat.reads(text["notebook"], as_version=4).cells
    assert "\n".join(cell.source for cell in cells) == whole.replace("\n\n", "\n")
    for part in (app.latex[0].value.strip("$\n "), link):
        assert part in introduction.source

    header, *rows = csv.reader(io.StringIO(text["table"], newline=""))
    assert header[:2] == [snapshot.element.name, "loss"]
    assert len(rows) == len(LOSSES[name].primary.slider.positions)


@over_languages
def test_what_is_in_the_files_is_said_in_the_readers_language(language):
    text = files_of(*shared("huber_loss", language))
    word = words(language)

    nbformat.validate(nbformat.reads(text["notebook"], as_version=nbformat.NO_CONVERT))
    assert word["losses"]["huber_loss"] in text["notebook"]
    assert word["share"]["back"] in text["notebook"]
    assert word["sentence"]["rises"].split("{")[0] in text["notebook"]


@over_languages
def test_the_live_page_opens_where_the_page_stands_and_leads_back_to_it(language):
    app = share(open_page(lang=language, loss="huber_loss", elements=2, input1=-3.05, at="input1"))
    with taking() as taken:
        share(app)
    text = FILES["chart"].text(taken[-1], link_of(app))

    assert f'<html lang="{language}">' in text
    assert f'<a href="{escape(link_of(app))}">{words(language)["share"]["back"]}</a>' in text
    assert f"<title>{escape(taken[-1].title)}</title>" in text
    assert '"active": "input1"' in text
    assert '<input type="range" id="input1" min="-10.0" max="10.0" step="0.1" value="-3.05">' in text


def test_the_files_are_named_after_the_loss(monkeypatch):
    named = []
    monkeypatch.setattr("streamlit.download_button", lambda label, data, name, *rest, **_: named.append(name))
    share(open_page(loss="l1_loss"))
    assert named == [f"gradlab-l1_loss.{file.extension}" for file in FILES.values()]


@over_languages
def test_a_short_link_has_a_qr_code_and_a_long_one_says_why_not(language):
    app = share(open_page(lang=language))
    assert len(app.get("image")) == 1
    assert words(language)["share"]["too_long"] not in [caption.value for caption in app.caption]
    digits = {f"input{index}": "0.1234567890123456" for index in range(8)}
    app = share(open_page(lang=language, loss="mse_loss", elements="8", **digits))
    assert list(app.get("image")) == []
    assert words(language)["share"]["too_long"] in [caption.value for caption in app.caption]


@pytest.mark.parametrize("length", [40, LONGEST, LONGEST + 1])
def test_a_code_is_made_up_to_300_bytes(length):
    link = complete_link("https://example.org/", {"A0": ""})
    assert (qr_code(link.ljust(length, "0")) is not None) == (length <= 300)


def test_bytes_are_counted_not_letters():
    assert qr_code("あ" * 100) is not None
    assert qr_code("あ" * 101) is None


def test_the_code_is_black_on_white_with_its_quiet_zone():
    link = "https://example.org/?v=1&A0=2.5"
    svg = qr_code(link)
    squares = segno.make(link, error="l", micro=False).symbol_size(border=4)[0]  # ISO/IEC 18004: four squares of quiet
    ground, drawn = re.findall(r"<path[^>]*>", svg)

    assert set(re.findall(r"#\w+", svg)) == {"#fff", "#000"}
    assert f"M0 0h{squares}v{squares}h-{squares}z" in ground
    assert 'd="M4 4.5h7' in drawn  # the first square of the finder pattern
    width = int(re.search(r'width="(\d+)"', svg)[1])
    assert width % squares == 0
    assert 200 <= width <= 300


def test_the_live_page_of_a_worksheet_has_its_task_and_keeps_what_it_hides_and_locks():
    with taking() as taken:
        link = {"task": "Where is it <b>0</b>?", "hide": "numbers.input0", "lock": "input1"}
        app = share(open_page(lang="en", loss="mse_loss", elements=2, **link))
    text = FILES["chart"].text(taken[-1], link_of(app))

    assert "Task: Where is it &lt;b&gt;0&lt;/b&gt;?" in text
    assert '<div class="st-key-input0" hidden>' in text
    assert '<div class="st-key-input1">' in text
    assert re.search(r'id="input1" [^>]* disabled>', text)
    assert not re.search(r'id="input0" [^>]* disabled>', text)
