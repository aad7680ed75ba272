"""What a change costs the server, beside a change of the stock page, by turns: `python -m tests.bench.changes`.

Over Streamlit's own protocol, as a browser would cause it. "new" is what this server never computed before; "known" is
the same from a second learner, as when a class follows its teacher. The stock page runs with the collection of garbage
after each run switched off and no file watcher, so that gradlab gains nothing by its settings; beside it once with
Streamlit's own.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES, Slider
from gradlab.ui.experiment.loss_picker import offered
from gradlab.ui.live_chart.views import VIEWS
from gradlab.ui.live_chart.views.pin import pin_text
from tests.bench.servers import Server, gradlab_server, stock_server
from tests.bench.slowest import slowest_rows
from tests.bench.table import Bound, Row, markdown
from tests.protocol.learner import comes_over, moves, presses_parameter, touches
from tests.protocol.visit import Visit, visit

TURNS, AT_A_TIME = 20, 4
WARM_UP = 3
AS_GRADLAB = ("--runner.postScriptGC=false", "--server.fileWatcherType=none")

_PINNED = Experiment("huber_loss", {"input": [4.0, 1.0], "target": [3.0, 1.5]}, dtype="float32")
_SHOWN = ".".join(name for name, view in VIEWS.items() if not view.always)
EVERY_VIEW = urlencode({"loss": "mse_loss", "elements": 2, "show": _SHOWN, "pin": pin_text(_PINNED)})

Act = Callable[[Visit, int], object]


@dataclass(frozen=True)
class Change:
    """One kind of change. act(visit, turn) makes it; new, known: the most it may cost, times a stock page's change.

    before(visit, turn): what leads there, and is not measured.
    """

    name: str
    address: str
    act: Act
    new: float | None
    known: float | None
    kilobytes: float
    turns: int = TURNS
    before: Act = lambda seen, turn: None


@dataclass
class Cost:
    """What was measured for each change: milliseconds of the server's CPU, bytes sent by it, runs of the page."""

    milliseconds: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)


def moves_target(seen: Visit, turn: int) -> None:
    """A target is moved: its slider's release runs the page."""
    moves(seen, "target0", _position(LOSSES["mse_loss"].tensor("target").slider, turn))


def moves_parameter(seen: Visit, turn: int) -> None:
    """A parameter is moved, after an element was, so that each curve is a new one."""
    _moves_element(seen, turn)
    moves(seen, "delta", _position(LOSSES["huber_loss"].parameters[0].slider, turn))


def touches_another(seen: Visit, turn: int) -> None:
    """An element is moved; then the mouse comes over another's slider and presses it."""
    element = f"input{(turn + 1) % 2}"
    _moves_element(seen, turn, f"input{turn % 2}")
    comes_over(seen, element)
    touches(seen, element)


def presses_a_parameter(seen: Visit, turn: int) -> None:
    """An element is moved; then a parameter's slider is pressed: the mouse that only comes over it sends nothing."""
    _moves_element(seen, turn)
    presses_parameter(seen, "delta")


def chooses_loss(seen: Visit, turn: int) -> None:
    """Another loss, each in its turn."""
    seen.does("set", "loss", seen.tab.screen.field("loss").options[list(offered()).index(list(LOSSES)[turn + 1])])


def changes_pipeline(seen: Visit, turn: int) -> None:
    """The weight is typed on the page from gradient to step."""
    seen.does("set", "w", 0.5 + turn / 8)


def opens_training(seen: Visit, turn: int) -> None:
    """What Explore shows is trained, by its button: a run that is known."""
    seen.does("press", "train")


def goes_back(seen: Visit, turn: int) -> None:
    """To Explore again, from the second time on."""
    if turn:
        seen.does("follow", "")


def changes_training(seen: Visit, turn: int) -> None:
    """Another learning rate is typed on the training page."""
    seen.does("set", "t_rate", 0.01 + turn / 1000)


def turns_lesson(seen: Visit, turn: int) -> None:
    """A lesson goes on: from a question to its answer, to the next question or task, to the next lesson."""
    seen.does("press", "turn-on")


CHANGES = (
    Change("target moved", "/?loss=mse_loss&elements=2", moves_target, 0.5, 0.1, 8),
    Change("parameter moved", "/?loss=huber_loss&elements=2", moves_parameter, 0.5, 0.1, 8),
    Change("another element touched", "/?loss=mse_loss&elements=2", touches_another, 0.5, 0.1, 8),
    Change("another loss", "/?loss=times_five", chooses_loss, 1.8, 1.4, 20),
    Change("touch, every view open", f"/?{EVERY_VIEW}", touches_another, 1.8, None, 120),
    Change("target moved, every view open", f"/?{EVERY_VIEW}", moves_target, 3.5, None, 120),
    Change("gradient to step", "/scaling", changes_pipeline, 2.2, 1.6, 20),
    Change(
        "training opened from Explore", "/?loss=mse_loss&elements=2", opens_training, None, 2.5, 60, before=goes_back
    ),
    Change("a lesson goes on", "/lessons", turns_lesson, None, None, 60),
    Change("training's learning rate", "/training", changes_training, None, None, 60),
    Change("a parameter pressed, all its curves", "/?loss=huber_loss&elements=2", presses_a_parameter, None, None, 60),
)


def change_rows() -> list[Row]:
    """A row for each line, with the stock page's change beside it."""
    rows = []
    with gradlab_server() as gradlab, stock_server(*AS_GRADLAB) as stock:
        for change in CHANGES:
            rows += _rows(change, *costs(gradlab, stock, change))
    with stock_server() as default:
        cost = Cost()
        with visit(default.address) as seen:
            for turn in range(AT_A_TIME + WARM_UP):
                _measure(default, seen, _moves_stock, turn, cost)
        name = "CPU of a change of the stock page with Streamlit's own settings, ms"
        rows.append(Row(name, None, None, median(cost.milliseconds)))
    return rows


def costs(gradlab: Server, stock: Server, change: Change) -> tuple[Cost, Cost, Cost]:
    """Of a change that is new, of the same once it is known, and of the stock page's, taken by turns."""
    new, known, beside = Cost(), Cost(), Cost()
    with ExitStack() as stack:
        first, second = (stack.enter_context(visit(gradlab.address, change.address)) for _ in range(2))
        plain = stack.enter_context(visit(stock.address))
        for turn in range(WARM_UP):
            _moves_stock(plain, -turn - 1)
        for start in range(0, change.turns, AT_A_TIME):
            turns = range(start, start + AT_A_TIME)
            for turn in turns:
                _measure(stock, plain, _moves_stock, turn, beside)
            for seen, cost in ((first, new), (second, known)):
                for turn in turns:
                    change.before(seen, turn)
                    _measure(gradlab, seen, change.act, turn, cost)
    return new, known, beside


def _rows(change: Change, new: Cost, known: Cost, beside: Cost) -> Iterator[Row]:
    stock = median(beside.milliseconds)
    for cost, word, most in ((new, "new", change.new), (known, "known", change.known)):
        wanted = None if most is None else Bound("≤", most, "stock")
        yield Row(f"CPU: {change.name}, {word}, ms", median(cost.milliseconds), None, stock, wanted)
    yield Row(
        f"bytes received: {change.name}",
        median(new.bytes),
        None,
        median(beside.bytes),
        Bound("≤", change.kilobytes * 1000),
    )


def _measure(server: Server, seen: Visit, act: Act, turn: int, cost: Cost) -> None:
    before, received, ended = server.cpu_milliseconds(), seen.tab.bytes_received, len(seen.tab.runs)
    act(seen, turn)
    cost.milliseconds.append(server.cpu_milliseconds() - before)
    cost.bytes.append(seen.tab.bytes_received - received)
    cost.runs.append(len(seen.tab.runs) - ended)


def _moves_stock(seen: Visit, turn: int) -> None:
    seen.does("set", "A", _position(Slider(-5.0, 5.0, 0.05), turn))


def _moves_element(seen: Visit, turn: int, key: str = "input0") -> None:
    seen.does("set", key, _position(LOSSES["mse_loss"].tensor("input").slider, turn))


def _position(slider: Slider, turn: int) -> float:
    """Another position for each turn, far from the last."""
    positions = slider.positions
    return positions[(turn * 37 + 11) % len(positions)]


if __name__ == "__main__":
    sys.stdout.write(markdown([*change_rows(), *slowest_rows()]) + "\n")
