"""What a view is: something to see beside the curve, opened by one click, that costs nothing while it is closed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.frame.expectations import Expectation
from gradlab.ui.live_chart.exploration import Exploration


@dataclass(frozen=True)
class Scene:
    """What the page shows when a view is asked what it adds: the curve of the `active` one of the `elements`.

    values: what the page says besides of the open views, by the names in the address. asks: whether the browser may ask
    for more, so that a view can begin with the row on screen.
    """

    controls: Controls
    exploration: Exploration
    elements: list[Element]
    active: Element
    words: Words
    values: Mapping[str, Any] = field(default_factory=dict)
    asks: bool = False


@dataclass(frozen=True)
class Addition:
    """What an open view adds to the live chart's message.

    numbers: named scalars and columns. texts: strings, whole numbers and truths, for the view's script.
    losses: what the axes should have room for besides the curve, once they are fitted. points: losses that must be in
    the picture, however far out. fits: what the axes are fitted for; they are fitted anew when it changes, and hold
    still otherwise.
    """

    numbers: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, Any] = field(default_factory=dict)
    losses: Any = ()
    points: Any = ()
    fits: str = ""


@dataclass(frozen=True)
class View:
    """One view.

    `add(scene)` is what its script in the browser is sent; None where it has nothing to show. `controls(controls,
    elements, words)` draws its stock widgets, which stand under the sliders. `opened(controls)` and `closed()` are
    called when a reader opens and closes it. `possible(controls)` says whether it can show anything of the experiment.
    `always` says that it is open wherever it is possible, with no switch and no name in the address: it is what the
    reader asked for by choosing the loss. `reads` is what it reads of the scene's values, by their names in the
    address. `rows(scene, first)` is what it shows at the rows from one on, as many as are sent at once, where `add` has
    given only the row on screen. `tells` says that all it shows are the numbers: where a worksheet hides those, it is
    closed.
    """

    add: Callable[[Scene], Addition | None] | None = None
    controls: Callable[[Controls, list[Element], Words], None] | None = None
    opened: Callable[[Controls], None] = lambda _: None
    closed: Callable[[], None] = lambda: None
    possible: Callable[[Controls], bool] = lambda _: True
    always: bool = False
    tells: bool = False
    reads: Mapping[str, Expectation] = field(default_factory=dict)
    rows: Callable[[Scene, int], Mapping[str, Any]] | None = None
