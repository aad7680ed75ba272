"""What a learner feels who is on the page: dragging, pressing keys, touching another element. Three pages by turns."""

import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from urllib.parse import urlencode

from playwright.sync_api import Browser

from gradlab.compute.experiment import Experiment
from gradlab.ui.live_chart.views import VIEWS
from gradlab.ui.live_chart.views.pin import pin_text
from tests.bench.servers import Server, floor_server, gradlab_server, stock_server
from tests.bench.visits import FLOOR, GRADLAB, STOCK, TRAINING, Visit, visit

ROUNDS = 4
DRAG_SECONDS = 3
PRESSES, TOUCHES = 30, 20
# A parameter has 40 positions where an element has 201: it is dragged for as much shorter, back and forth. So is the
# floor's slider, through 40 of its positions: a drag's first and last frames count for more in a short one.
RESHAPES, RESHAPE_SECONDS, PART = 6, 0.6, 40 / 200
ELEMENTS = ("input1", "input2", "input0")  # the page opens with the last of them
FLOORS_STEPS = 200  # as many steps to scrub through as the floor's slider has
LATE = 1000  # ms after a drag in which nothing may be sent either

_SLIDER = "input[type=range]"
_ELEMENT = ".st-key-input0 input[type=range]"
_PINNED = Experiment("huber_loss", {"input": [4.0, 1.0], "target": [3.0, 1.5]}, dtype="float32")
_SHOWN = ".".join(name for name, view in VIEWS.items() if not view.always)
_EVERY_VIEW = urlencode({"loss": "mse_loss", "elements": 2, "show": _SHOWN, "pin": pin_text(_PINNED)})
_SCRUBBER = ".st-key-t_step input[type=range]"
_PARAMETER = ".st-key-delta input[type=range]"
_CURVES_HERE = "document.querySelector('.gradlab').liveChart.parameters.isHere('delta')"
# With the tangent, the curve that a parameter reshapes.
_RESHAPED = (
    f"[{GRADLAB.tangent}, document.querySelector('.gl-plotly .scatterlayer .trace:last-child path.js-line')"
    ".getAttribute('d')].join()"
)
# Whose curve is drawn, once the numbers, the heading and the axis all say so.
_ELEMENT_DRAWN = (
    "((name) => ['.gl-title', '.gl-plotly .xtitle']"
    ".every((title) => document.querySelector(title).textContent.includes(name)) ? name : null)"
    "(document.querySelector('.gradlab').liveChart.row.name)"
)


@dataclass
class Felt:
    """What was measured on one page: a number for each drag, each press, each touch.

    bytes_received, cpu_milliseconds: of the server, for all presses or touches together.
    """

    first_bytes: int
    tangents_per_second: list[float] = field(default_factory=list)
    messages_sent: list[int] = field(default_factory=list)
    reshaped_per_second: list[float] = field(default_factory=list)
    key_milliseconds: list[float] = field(default_factory=list)
    touch_milliseconds: list[float] = field(default_factory=list)
    focus_milliseconds: list[float] = field(default_factory=list)
    bytes_received: int = 0
    cpu_milliseconds: float = 0.0


def felt(browser: Browser) -> tuple[Felt, ...]:
    """On gradlab, floor and stock page; on gradlab with several elements, a parameter, every view; on a training."""
    with ExitStack() as stack:
        servers = [stack.enter_context(serve()) for serve in (gradlab_server, floor_server, stock_server)]
        learners = [stack.enter_context(visit(browser, sight)) for sight in (GRADLAB, FLOOR, STOCK)]
        toucher, shaper, lecturer = (stack.enter_context(visit(browser, GRADLAB)) for _ in range(3))
        trainee = stack.enter_context(visit(browser, TRAINING))
        pages = [
            (learner, _open(learner, server.address), server) for learner, server in zip(learners, servers, strict=True)
        ]
        several = _open(toucher, f"{servers[0].address}/?loss=cross_entropy")
        # So far from the target that every value of delta has a gradient of its own.
        shaped = _open(shaper, f"{servers[0].address}/?loss=huber_loss&input0=9")
        everything = _open(lecturer, f"{servers[0].address}/?{_EVERY_VIEW}")
        trained = _open(trainee, f"{servers[0].address}/training?preset=network&t_steps={FLOORS_STEPS}")
        for _ in range(ROUNDS):
            for learner, seen, _ in pages:
                _drag(learner, seen)
            _drag(trainee, trained, _SCRUBBER)
            _press_keys(trainee, trained, _SCRUBBER)
            for learner, seen, server in pages:
                with _counted(learner, seen, server):
                    _press_keys(learner, seen)
            with _counted(toucher, several, servers[0]):
                _touch_elements(toucher, several)
            _focus_elements(toucher, several)
            _reshape(shaper, shaped)
            _drag_a_part(*pages[1][:2])
            _drag(lecturer, everything, _ELEMENT)
            _press_keys(lecturer, everything, _ELEMENT)
            _touch_elements(lecturer, everything, ("input1", "input0"))
        return *(seen for _, seen, _ in pages), several, shaped, everything, trained


def _open(learner: Visit, address: str) -> Felt:
    learner.open(address)
    learner.settled()
    return Felt(first_bytes=learner.traffic.bytes_received)


def _drag(learner: Visit, seen: Felt, slider: str = _SLIDER) -> None:
    """Drag the thumb from one end to the other. Chromium makes the mouse's moves itself, one for each of its frames."""
    left, right = _ends(learner, slider)
    learner.settled()
    sent = learner.traffic.messages_sent
    drag = f"probe.drag({[*left]}, {[*right]}, {DRAG_SECONDS}, () => {learner.sight.tangent})"
    dragged = learner.ask(drag)
    learner.follows(slider)
    learner.traffic.quiet(LATE)
    seen.tangents_per_second.append(dragged["changes"] / dragged["seconds"])
    seen.messages_sent.append(learner.traffic.messages_sent - sent)


def _drag_a_part(learner: Visit, seen: Felt) -> None:
    """The floor's slider as a parameter is dragged: as far in positions, as long, as often."""
    left, right = _ends(learner, _SLIDER)
    middle, half = (left[0] + right[0]) / 2, PART * (right[0] - left[0]) / 2
    ends = [(middle - half, left[1]), (middle + half, left[1])]
    learner.page.mouse.click(*ends[0])
    for index in range(RESHAPES):
        start, end = ends[index % 2], ends[(index + 1) % 2]
        learner.page.mouse.move(*start)
        learner.traffic.quiet(LATE)
        drag = f"probe.drag({[*start]}, {[*end]}, {RESHAPE_SECONDS}, () => {learner.sight.tangent})"
        dragged = learner.ask(drag)
        seen.reshaped_per_second.append(dragged["changes"] / dragged["seconds"])


def _ends(learner: Visit, slider: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where the thumb is at the slider's left and right end; it is left at the left."""
    learner.page.locator(slider).focus()
    learner.press("End")
    right = learner.thumb(slider)
    learner.press("Home")
    return learner.thumb(slider), right


def _reshape(learner: Visit, seen: Felt) -> None:
    """Drag a parameter from one end to the other and back. It is sent once let go; in the drag nothing may be."""
    ends = _ends(learner, _PARAMETER)
    for index in range(RESHAPES):
        learner.settled()
        start, end = ends[index % 2], ends[(index + 1) % 2]
        learner.page.mouse.move(*start)
        learner.until(_CURVES_HERE)
        learner.traffic.quiet(LATE)
        sent = learner.traffic.messages_sent
        dragged = learner.ask(f"probe.drag({[*start]}, {[*end]}, {RESHAPE_SECONDS}, () => {_RESHAPED})")
        learner.traffic.quiet(LATE)
        released = 1
        seen.reshaped_per_second.append(dragged["changes"] / dragged["seconds"])
        seen.messages_sent.append(learner.traffic.messages_sent - sent - released)


def _press_keys(learner: Visit, seen: Felt, slider: str = _SLIDER) -> None:
    """Step back through positions by the arrow key, as fast as the page answers."""
    learner.page.locator(slider).focus()
    for _ in range(PRESSES):
        _breathe(learner)
        seen.key_milliseconds.append(learner.press("ArrowLeft"))
    learner.settled()


def _touch_elements(learner: Visit, seen: Felt, elements: tuple[str, ...] = ELEMENTS) -> None:
    """Press one element's slider after the other, moving each, so that every curve is one nobody has asked for yet."""
    for element in islice(cycle(elements), TOUCHES):
        learner.page.mouse.move(*learner.thumb(f".st-key-{element} input[type=range]"))
        _breathe(learner)
        learner.ask(f"probe.change('pointerdown', () => {_ELEMENT_DRAWN})")
        learner.page.mouse.down()
        learner.page.mouse.up()
        seen.touch_milliseconds.append(learner.ask("probe.changed"))
        learner.press("ArrowRight")
        learner.settled()


def _focus_elements(learner: Visit, seen: Felt) -> None:
    """The same by keyboard: no mouse comes near first, so that nothing can be sent ahead."""
    learner.page.mouse.move(1, 1)
    for element in islice(cycle(ELEMENTS), TOUCHES):
        _breathe(learner)
        learner.ask(f"probe.change('focusin', () => {_ELEMENT_DRAWN})")
        learner.page.locator(f".st-key-{element} input[type=range]").focus()
        seen.focus_milliseconds.append(learner.ask("probe.changed"))
        learner.press("ArrowRight")
        learner.settled()


@contextmanager
def _counted(learner: Visit, seen: Felt, server: Server) -> Iterator[None]:
    """Add up what the server sends and uses meanwhile."""
    received, used = learner.traffic.bytes_received, server.cpu_milliseconds()
    yield
    seen.bytes_received += learner.traffic.bytes_received - received
    seen.cpu_milliseconds += server.cpu_milliseconds() - used


def _breathe(learner: Visit) -> None:
    """A pause of another length each time, so that what is done falls anywhere between two frames."""
    learner.page.wait_for_timeout(random.uniform(20, 60))
