"""What a learner does on gradlab's pages, as messages and requests: the scripts of the live chart speak through here.

Whoever changes what those scripts ask of the server, and how, changes it here as well.
"""

import json
import zlib
from itertools import count
from urllib.parse import urlencode

from gradlab.ui.live_chart.route import PATH
from tests.protocol.parts import opened, texts_of
from tests.protocol.visit import Answer, Visit

CHART = "gradlab_live_chart"
RECEIPT = "gradlab_live_receipt"
_times = count()


def asked(what: object) -> str:
    """What is asked for, and a word that makes each time another."""
    return f"{what} {next(_times)}"


def comes_over(visit: Visit, key: str) -> Answer:
    """The mouse comes over the slider of another element: its curve is had ahead."""
    return _brings(visit, "approached", key)


def touches(visit: Visit, key: str) -> Answer:
    """The slider of another element is pressed, without the mouse having been over it."""
    visit.does("set", "at", key)
    return _brings(visit, "touched", key)


def presses_parameter(visit: Visit, key: str) -> Answer:
    """The slider of a parameter is pressed: the curves for all its values are brought."""
    return _brings(visit, "approached", _data(visit)["active"], over=key)


def moves(visit: Visit, key: str, value: float) -> Answer:
    """A slider is dragged to a value and released. Where the page is not told, the chart brings the curve."""
    answer = visit.does("set", key, value)
    data = _data(visit) if not answer.messages else {}
    return (
        _brings(visit, "touched", data["active"])
        if key in data.get("sliders", {}) and key != data["active"]
        else answer
    )


def settles(visit: Visit, index: int) -> Answer:
    """The loss scale was dragged on the page of gradient to step, and rests."""
    return visit.does("tell", RECEIPT, settled=asked(index))


def _data(visit: Visit) -> dict:
    """What the chart was told last, by a message or by the route."""
    sent = visit.tab.screen.component(CHART).bytes
    if sent != visit.chart_sent:
        visit.chart_sent, visit.chart = sent, opened(sent)
    return texts_of(visit.chart)


def _brings(visit: Visit, how: str, key: str, over: str = "") -> Answer:
    """As the chart brings the curve of an element: asking.js."""
    data = _data(visit)
    if "open" not in data:
        return visit.does("tell", CHART, **{how: asked(over or key)})
    moved = {name: visit.tab.number(name) for name in data["sliders"] if name in data["quiet"]}
    stands = {name: value for name, value in moved.items() if value != float(data["sliders"][name])}
    query = {"of": data["of"], "at": key, "reach": data["reach"], "lang": data["language"]}
    query |= {"views": ".".join(data["open"]), **data["values"]}
    query |= {"stands": json.dumps(stands, separators=(",", ":"))} if stands else {}
    query |= {"over": over} if over else {}
    asked_for = f"{PATH}?{urlencode(query)}"
    answer = Answer(0.0, 0, 0, 0)
    if asked_for not in visit.answers:
        answer, body = visit.fetches(asked_for)
        visit.answers = {asked_for: opened(zlib.decompress(body))}
    if how == "touched" or over:  # what the mouse has only come over waits until it is pressed
        visit.chart = visit.chart | visit.answers[asked_for]
    return answer
