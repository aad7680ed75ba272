"""Two elements at once: the loss over both as a map and as a surface, with the gradient as an arrow at the point."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from math import ceil

import numpy as np
import streamlit as st

from gradlab.compute.creases import slopes_along, slopes_over
from gradlab.compute.experiment import Experiment
from gradlab.compute.slopes import Slopes, Verdict
from gradlab.compute.surface import surface
from gradlab.figures.contour import contour_figure
from gradlab.figures.surface import surface_figure
from gradlab.ui.experiment.controls import Controls, Words
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.sliders import one_of
from gradlab.ui.frame.expectations import Text
from gradlab.ui.frame.kept import kept
from gradlab.ui.frame.session import session
from gradlab.ui.live_chart.moves import active_element
from gradlab.ui.live_chart.views.view import Addition, Scene, View

_ACROSS, _UP = "across", "up"
_INTERVALS = 40  # at most, between the lines of the grid along one element


@dataclass(frozen=True)
class Relief:
    """The loss and its gradient over the grid of two elements' positions, and where a crease runs: see `_said_of`."""

    losses: np.ndarray
    slopes_across: np.ndarray
    slopes_up: np.ndarray
    creases: np.ndarray


def grid_positions(element: Element) -> list[float]:
    """Every few of the slider's positions, and the last of them."""
    offered = element.slider.positions
    return sorted({*offered[:: ceil((len(offered) - 1) / _INTERVALS)], offered[-1]})


def positions_of(element: Element, experiment: Experiment) -> list[float]:
    """Those, and the element's own value: the point is exact."""
    return sorted({*grid_positions(element), element.value_in(experiment)})


def relief(experiment: Experiment, across: Element, up: Element) -> Relief:
    """The loss over both elements' positions. The grid without their own values is the same wherever the point is."""
    grid = grid_positions(across), grid_positions(up)
    somewhere = up.put_into(across.put_into(experiment, across.default), up.default)
    x, y = positions_of(across, experiment), positions_of(up, experiment)
    own_x, own_y = [across.value_in(experiment)], [up.value_in(experiment)]
    parts = [(_relief(somewhere, across, up, *grid), *grid)]
    parts += [(_relief(experiment, across, up, *lines), *lines) for lines in ((own_x, y), (x, own_y))]
    return _joined(parts, x, y)


@kept(64)
def _relief(experiment: Experiment, across: Element, up: Element, x: list[float], y: list[float]) -> Relief:
    """The loss where the elements have each of these positions."""
    moving = {"first": (across.tensor, across.index), "second": (up.tensor, up.index)}
    found = surface(experiment, **moving, first_positions=x, second_positions=y)
    columns, rows = (grid.ravel() for grid in np.meshgrid(x, y))
    creases = _creases(experiment, across, up, columns, rows).reshape(len(y), len(x))
    return Relief(found.losses, found.slopes_first, found.slopes_second, creases)


def _joined(parts: Sequence[tuple[Relief, list[float], list[float]]], x: list[float], y: list[float]) -> Relief:
    """One relief over all positions out of several over some of them."""
    joined = Relief(*(np.empty((len(y), len(x))) for _ in fields(Relief)))
    for part, columns, rows in parts:
        place = np.ix_([y.index(value) for value in rows], [x.index(value) for value in columns])
        for name, values in vars(part).items():
            getattr(joined, name)[place] = values
    return joined


def _creases(
    experiment: Experiment, across: Element, up: Element, x: Sequence[float], y: Sequence[float]
) -> np.ndarray:
    """What is to be said of the slopes at each point."""
    moving = {"first": (across.tensor, across.index), "second": (up.tensor, up.index)}
    return _said_of(*slopes_over(experiment, **moving, first_positions=x, second_positions=y))


def _said_of(first: Slopes, second: Slopes) -> np.ndarray:
    """By point: 1 for a kink along the first element, 2 the second, 3 both.

    4 where there is none, and autograd's slope along one of them is not that of the loss; 0 for nothing.
    """
    kinks = first.kink + 2 * second.kink
    other = (first.verdict == Verdict.NOT_THE_SLOPE) | (second.verdict == Verdict.NOT_THE_SLOPE)
    return np.where((kinks == 0) & other, 4, kinks)


def chosen(scene: Scene) -> tuple[Element, Element]:
    """The two elements that the widgets name, or the first ones that they may name."""
    across = _named(scene.values[_ACROSS], scene.elements)
    return across, _named(scene.values[_UP], [element for element in scene.elements if element != across])


def _named(key: str, elements: list[Element]) -> Element:
    return next((element for element in elements if element.key == key), elements[0])


def _choices(controls: Controls, elements: list[Element], words: Words) -> None:  # noqa: ARG001
    """Draw the choice of the two. No element can be chosen twice."""
    keys = tuple(element.key for element in elements)
    with st.container(horizontal=True):
        across = one_of(_ACROSS, keys, keys[0], words["views"]["map"]["across"])
        others = tuple(key for key in keys if key != across)
        one_of(_UP, others, others[0], words["views"]["map"]["up"])


def _opened(controls: Controls) -> None:
    """Begin with the element whose curve is shown."""
    elements = _differentiated(controls)
    active = active_element(elements)
    if active not in elements[:2]:
        session().give({_ACROSS: active.key})


def _differentiated(controls: Controls) -> list[Element]:
    return [element for argument in controls.differentiated for element in controls.elements_of(argument)]


def _add(scene: Scene) -> Addition:
    experiment = scene.exploration.experiment
    across, up = chosen(scene)
    own = across.value_in(experiment), up.value_in(experiment)
    x, y = positions_of(across, experiment), positions_of(up, experiment)
    found = relief(experiment, across, up)
    losses = found.losses
    grid = {"x": np.array(x), "y": np.array(y), "losses": losses, "shown": losses[y.index(own[1]), x.index(own[0])]}
    titles = {"x_title": across.name, "y_title": up.name}
    numbers = {
        "x": x,
        "y": y,
        "own": own,
        "loss": losses,
        "slope_x": found.slopes_across,
        "slope_y": found.slopes_up,
        "crease": found.creases,
        "crease_of_row": _creases_of_rows(scene, across, up),
    }
    texts = {
        "across": across.key,
        "up": up.key,
        "alike": across.slider == up.slider,
        "fits": " ".join([experiment.loss, across.key, up.key, str(scene.controls.reach)]),
        "contour": contour_figure(**grid, **titles),
        "surface": surface_figure(**grid, **titles, z_title=scene.words["chart"]["loss_axis"]),
    }
    return Addition(numbers, texts)


def _creases_of_rows(scene: Scene, across: Element, up: Element) -> np.ndarray:
    """The creases at each of the curve's positions, `[N]`. Along the active element the curve is judged already."""
    experiment, rows = scene.exploration.experiment, scene.exploration.positions
    x, y = (rows if element == scene.active else [element.value_in(experiment)] * len(rows) for element in (across, up))
    moving = {"first": (across.tensor, across.index), "second": (up.tensor, up.index)}
    judged = [
        scene.exploration.slopes
        if element == scene.active
        else slopes_along(experiment, **moving, along=along, at=(x, y))
        for along, element in enumerate((across, up))
    ]
    return _said_of(*judged)


MAP = View(
    _add,
    _choices,
    opened=_opened,
    possible=lambda controls: len(_differentiated(controls)) > 1,
    reads={_ACROSS: Text(), _UP: Text()},
)
