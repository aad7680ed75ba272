"""What a learner does on gradlab's pages, as messages: the scripts of the live chart speak through here.

Whoever changes what those scripts ask of the server, and how, changes it here as well.
"""

from itertools import count

from tests.protocol.visit import Answer, Visit

CHART = "gradlab_live_chart"
RECEIPT = "gradlab_live_receipt"
_times = count()


def asked(what: object) -> str:
    """What is asked for, and a word that makes each time another."""
    return f"{what} {next(_times)}"


def comes_over(visit: Visit, key: str) -> Answer:
    """The mouse comes over the slider of another element, or of a parameter."""
    return visit.does("tell", CHART, approached=asked(key))


def touches(visit: Visit, key: str) -> Answer:
    """The slider of another element is pressed, without the mouse having been over it."""
    visit.tab.say("at", key)
    return visit.does("tell", CHART, touched=asked(key))


def moves(visit: Visit, key: str, value: float) -> Answer:
    """A slider is dragged to a value and released."""
    return visit.does("set", key, value)


def settles(visit: Visit, index: int) -> Answer:
    """The loss scale was dragged on the page of gradient to step, and rests."""
    return visit.does("tell", RECEIPT, settled=asked(index))
