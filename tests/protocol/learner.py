"""What a learner does on gradlab's pages, as messages and requests: the scripts of the live chart speak through here.

Whoever changes what those scripts ask of the server, and how, changes it here as well.
"""

from itertools import count

from tests.protocol.chart import CHART
from tests.protocol.visit import Answer, Visit

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
    return _brings(visit, "approached", visit.chart.data["active"], over=key)


def moves(visit: Visit, key: str, value: float) -> Answer:
    """A slider is dragged to a value and released. Where the page is not told, the chart brings the curve."""
    answer = visit.does("set", key, value)
    if answer.messages or not visit.chart.depends_on(key):
        return answer
    return _brings(visit, "touched", visit.chart.data["active"])


def settles(visit: Visit, index: int) -> Answer:
    """The loss scale was dragged on the page of gradient to step, and rests."""
    return visit.does("tell", RECEIPT, settled=asked(index))


def _brings(visit: Visit, how: str, key: str, over: str = "") -> Answer:
    """As the chart brings the curve of an element: asking.js."""
    chart = visit.chart
    if not chart.by_route:
        return visit.does("tell", CHART, **{how: asked(over or key)})
    path, answer = chart.path(key, over), Answer(0.0, 0, 0, 0)
    if not chart.has(path):
        answer, body = visit.fetches(path)
        chart.takes(path, body)
    if how == "touched" or over:  # what the mouse has only come over waits until it is pressed
        chart.shows(path)
    return answer
