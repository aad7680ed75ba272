"""The slowest single run that a link can ask for: every loss at its largest, with every view open."""

from collections.abc import Iterator
from urllib.parse import urlencode

from gradlab.compute.losses import LOSSES, Loss
from gradlab.compute.scaling import PRESETS
from gradlab.ui.live_chart.views import VIEWS
from tests.bench.servers import gradlab_server
from tests.bench.table import Bound, Row
from tests.protocol.visit import visit

_SHOWN = ".".join(name for name, view in VIEWS.items() if not view.always)
_LONG = ("+".join(["gelu(A)"] * 17), "+".join(["erf(A)"] * 20), "A**2 + sin(3*A)")


def slowest_rows() -> list[Row]:
    """The most CPU and the most bytes, each with the link that costs them."""
    with gradlab_server() as server:
        for warming in ("/", "/scaling"):
            with visit(server.address, warming):
                pass
        costs = []
        for link in links():
            before = server.cpu_milliseconds()
            with visit(server.address, link) as seen:
                costs.append((server.cpu_milliseconds() - before, seen.tab.bytes_received, link))
    slowest, largest = max(costs), max(costs, key=lambda cost: cost[1])
    return [
        Row(f"CPU: slowest of {len(costs)} links, `{_short(slowest[2])}`, ms", slowest[0], wanted=Bound("≤", 200)),
        Row(f"bytes received: largest of them, `{_short(largest[2])}`", largest[1], wanted=Bound("≤", 400_000)),
    ]


def links() -> Iterator[str]:
    """Each loss at each of its choices, a few long formulas, each preset with its steps."""
    for loss in LOSSES.values():
        for chosen in _choices(loss):
            yield "/?" + urlencode({"loss": loss.name, "elements": loss.sizes[1], "show": _SHOWN} | chosen)
    yield from map(every_view_of, _LONG)
    for preset in PRESETS:
        yield "/scaling?" + urlencode({"preset": preset, "steps": "true"})


def every_view_of(formula: str) -> str:
    """A formula of eight elements, with all that can be opened beside it."""
    return "/?" + urlencode({"loss": "expression", "expression": formula, "elements": 8, "show": _SHOWN})


def _choices(loss: Loss) -> list[dict[str, str]]:
    chosen = [{parameter.name: str(value)} for parameter in loss.parameters for value in parameter.choices]
    return chosen or [{}]


def _short(link: str) -> str:
    return link.replace(_SHOWN, "…").replace("%2B", "+")[:70]
