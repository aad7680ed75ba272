"""What the tests of the page share: opening it by a link, reading what it sends, and answering as its chart would."""

import json
import re
import zlib
from itertools import cycle
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from gradlab.text import LANGUAGES, words
from gradlab.ui.browser.packing import Part
from gradlab.ui.pages import PAGES
from tests.protocol.parts import opened

APP = str(Path(__file__).parents[2] / "app.py")

over_languages = pytest.mark.parametrize("language", LANGUAGES)


def in_turn(argument: str, cases):
    """Each of many cases in one of the languages: the next one's is another."""
    return pytest.mark.parametrize(("language", argument), list(zip(cycle(LANGUAGES), cases, strict=False)))


def open_page(locale: str = "en-US", **link: str) -> AppTest:
    """Open Explore by a link. A page that is not there has no title and fails."""
    return seen(open_link(locale, **link))


def open_link(locale: str = "en-US", *, page: str = "", **link: str) -> AppTest:
    """Open a page by a link: the first one, or the one with this name."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.context = {"locale": locale}
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    return running(app.switch_page(str(PAGES[page])).run() if page else app)


def running(app: AppTest) -> AppTest:
    """The page, which has run without an error."""
    assert [str(error.value) for error in app.exception] == []
    return app


def unfold(app: AppTest, key: str = "more-open") -> AppTest:
    """Open what is folded away."""
    app.session_state[key] = True
    return running(app.run())


def press(app: AppTest, key: str) -> AppTest:
    """Press a button of it."""
    return running(app.button(key=key).click().run())


def seen(app: AppTest) -> AppTest:
    first_lines = [words(language)["explore"]["first_line"] for language in LANGUAGES]
    running(app)
    assert [title.value for title in app.title] == ["gradlab"]
    assert [line.value in first_lines for line in app.subheader] == [True]
    return app


def values(app: AppTest) -> dict:
    """Every value of the open page, by the name a link uses."""
    return app.session_state["session"].page.values


def address(app: AppTest) -> dict[str, str]:
    """What the address says: the browser is told by the page's last component."""
    (bar,) = (part.proto for part in app.get("bidi_component") if part.proto.component_name == "gradlab_address")
    return dict(parse_qsl(json.loads(json.loads(bar.json)["message"])["query"], keep_blank_values=True))


def announced(app: AppTest) -> str:
    """What the page has said for a screen reader."""
    (found,) = (part.proto for part in app.get("bidi_component") if part.proto.component_name == "gradlab_announced")
    return json.loads(found.json)["text"]


def frame_of(app: AppTest) -> dict:
    """What the frame tells the browser."""
    (found,) = (part.proto for part in app.get("bidi_component") if part.proto.component_name == "gradlab_frame")
    return json.loads(found.json)


def chart(app: AppTest):
    """The component that draws the chart."""
    (found,) = (part.proto for part in app.get("bidi_component") if part.proto.component_name == "gradlab_live_chart")
    return found


def told(app: AppTest) -> dict[str, Part]:
    """The parts of what the live chart is sent."""
    return opened(zlib.decompress(chart(app).bytes))


def shown(app: AppTest) -> tuple[Part, Part]:
    """What it is sent of the curve and of the page, to be compared."""
    parts = told(app)
    return parts["curve"], parts["page"]


def message(app: AppTest) -> dict:
    """What the live chart is sent of the curve and the page."""
    parts = told(app)
    return completed(parts["curve"], parts["page"], parts["state"])


def completed(curve: Part, page: Part, *more: Part) -> dict:
    """The texts of all, and `numbers` by their names: with those that the browser knows without being sent them."""
    of_curve, of_page = json.loads(curve.texts), json.loads(page.texts)
    besides = {name: value for part in more for name, value in json.loads(part.texts).items()}
    numbers = unpack(of_curve["names"], curve.numbers) | unpack(of_page["more"], page.numbers)
    position = np.array(list(map(float, of_curve["literals"])))
    stored = numbers["stored"] if len(numbers["stored"]) else position.astype(of_curve["dtype"]).astype("<f8")
    return of_curve | of_page | besides | {"numbers": numbers | {"position": position, "stored": stored}}


def receive(app: AppTest, event: str, value) -> AppTest:
    """Run the page as if the chart in the browser had called `setTriggerValue(event, value)`.

    AppTest has no call of its own for it; these are the two lines in which a browser's message reaches a component.
    """
    states = app._tree.get_widget_states()
    payload = json.dumps([{"event": event, "value": value}])
    states.widgets.append(WidgetState(id=_make_trigger_id(chart(app).id, "events"), json_trigger_value=payload))
    return seen(app._run(states))


def ask(app: AppTest, how: str, value) -> AppTest:
    """Run the page as if the chart in the browser had called `setStateValue(how, value)`."""
    states = app._tree.get_widget_states()
    states.widgets.append(WidgetState(id=chart(app).id, json_value=json.dumps({how: value})))
    return seen(app._run(states))


def program(app: AppTest) -> str:
    """The program as the page first shows it."""
    sent = message(app)
    row = own_row(sent)
    (tensor,) = {element["tensor"] for element in sent["elements"] if element["key"] == sent["active"]}
    return filled(sent, row, in_line(sent["printed"][row], tensor))


def filled(sent: dict, row: int, printed: str) -> str:
    """The program as the browser fills it in at one row."""
    value, slot = sent["slots"]
    return sent["program"].replace(value, sent["literals"][row]).replace(slot, printed)


def in_line(printed: str, tensor: str) -> str:
    """What is printed over several lines, each behind a `#` and in line with the first."""
    return printed.replace("\n", "\n#" + " " * len(f"{tensor}.grad   "))


def unpack(names, numbers: bytes) -> dict[str, np.ndarray]:
    """The numbers of a part by their names."""
    start, arrays = 0, {}
    for name, length, size in names:
        arrays[name] = np.frombuffer(numbers, f"<f{size}", length, start).astype("<f8")
        start += length * size
    assert start == len(numbers)
    return arrays


def own_row(sent: dict) -> int:
    """Where the server's own value stands among the rows."""
    return int(sent["numbers"]["row"].item())


def notices(app: AppTest) -> list[str]:
    return [read(warning.value) for warning in app.warning]


def read(markdown: str) -> str:
    """What a reader sees of Markdown that formats nothing; anything that formats something fails.

    Escapes and code spans: CommonMark 0.31.2, sections 2.4 and 6.1. Outside a code span a line break can begin a
    heading, and addresses become links although their punctuation is escaped (seen in Chromium with streamlit 1.67).
    """
    assert "\n" not in markdown
    parts = re.split(r"(?<![\\`])(`+)(?!`) ?(.*?) ?(?<!`)\1(?!`)", markdown)
    outside = [re.sub(r"\\([!-/:-@[-`{-~])", r"\1", part) for part in parts[::3]]
    for escaped, text in zip(parts[::3], outside, strict=True):
        assert not re.search(r"[*_`~<>&$\[\]]|:\w+[:\[]", re.sub(r"\\.", "", escaped)), escaped
        assert not re.search(r"https?://[^\s/]+\.\w|www\.\w|\w@\w|:material/", text), (
            f"becomes a link or an icon: {text}"
        )
    return "".join(text + code for text, code in zip(outside, [*parts[2::3], ""], strict=True))
