"""The live chart of an experiment as one HTML file, with the numbers of every slider."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES
from gradlab.compute.program import literal
from gradlab.text import words as words_of
from gradlab.ui.browser.packing import Part, sealed
from gradlab.ui.experiment.controls import Controls
from gradlab.ui.experiment.elements import Element
from gradlab.ui.live_chart.exploration import explore
from gradlab.ui.live_chart.payload import as_json, curve_part, page_part, title_of
from gradlab.ui.live_chart.told import told
from gradlab.ui.live_chart.variations import FamilyParameter, family_parameters
from gradlab.ui.live_chart.variations_payload import family_part
from gradlab.ui.live_chart.views import VIEWS, Scene
from gradlab.ui.live_page.file import CHART, Heading, computed_by, file_of, slider_in

MOST_FAMILIES = 6  # of some 200 kB, one for each parameter at each element
MOST_CORNERS = 12  # between two positions of a slider; each brings its curve once more


@dataclass(frozen=True)
class Sheet:
    """What makes a page a worksheet: its task, what of it is hidden, and which sliders are locked.

    hidden: by their names results, such as "numbers", and sliders. Numbers that are hidden are written nowhere on the
    page; the file that draws the curve and its tangent holds them still, packed, for whoever takes it apart.
    """

    task: str = ""
    hidden: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()


def chart_page(
    experiment: Experiment,
    elements: Sequence[Element],
    active: Element,
    *,
    language: str,
    sheet: Sheet = Sheet(),
    link: str = "",
    slope: bool = False,
) -> str:
    """The whole page, opened at one of the elements. link: where it comes from. slope: whether that view is open.

    Link and task are plain text, whatever they contain. Of the views of Explore the page has the slope; the others take
    what only PyTorch can say of several elements at once.
    """
    words = words_of(language)
    own, parameters = words["live_page"], _parameters(experiment, len(elements))
    exploration = explore(experiment, active)
    title = title_of(exploration, elements, active, words["chart"])
    title = words["share"]["title"].format(loss=experiment.loss, title=title)
    return file_of(
        CHART,
        Heading(title, experiment.loss, words["losses"][experiment.loss], sheet.task),
        _data(experiment, elements, active, parameters, words, sheet),
        language=language,
        link=link,
        sliders="\n".join(_sliders(experiment, elements, parameters, sheet)),
        computed=computed_by(words, exploration.sweep.device),
        slope=escape(words["views"]["slope"]["name"]),
        slope_open=str(slope).lower(),
        **{f"no_{name}": " hidden" if name in sheet.hidden else "" for name in ("undo", "reset", "views")},
        **{name: escape(own[name]) for name in ("sliders_name", "moves", "undo", "reset")},
    )


def _parameters(experiment: Experiment, elements: int) -> list[FamilyParameter]:
    """The parameters of the loss that move its curve, where their curves are few enough to be carried along."""
    given = dict(experiment.parameters)
    moving = {parameter.name for parameter in LOSSES[experiment.loss].parameters if parameter.applies(given)}
    found = [parameter for parameter in family_parameters(experiment) if parameter.key in moving]
    return found if len(found) * elements <= MOST_FAMILIES else []


def _sliders(
    experiment: Experiment, elements: Sequence[Element], parameters: Sequence[FamilyParameter], sheet: Sheet
) -> list[str]:
    moved = [(one.key, one.name, one.slider, one.value_in(experiment)) for one in elements]
    moved += [(one.key, one.key, one.slider, one.value_in(experiment)) for one in parameters]
    return [slider_in(*one, hidden=one[0] in sheet.hidden, locked=one[0] in sheet.locked) for one in moved]


def _data(
    experiment: Experiment,
    elements: Sequence[Element],
    active: Element,
    parameters: Sequence[FamilyParameter],
    words: Mapping[str, Any],
    sheet: Sheet,
) -> dict[str, Any]:
    """What the page's script is given: every message that the chart may ask for, by what it asks with."""
    named = {one.key: (one.name, one.value_in(experiment)) for one in elements}
    named |= {one.key: (one.key, one.value_in(experiment)) for one in parameters}
    locked = list(named) if "exact" in sheet.locked else list(sheet.locked)  # what may be typed
    kept = {"hidden": " ".join(sheet.hidden), "locked": locked, "quiet": [], "undone": list(named)}
    corners = _corners(experiment, elements)
    return {
        "told": told(words),
        "words": {name: words["live_page"][name] for name in ("back", "unknown")},
        "active": active.key,
        "sliders": {key: {"name": name, "value": literal(value)} for key, (name, value) in named.items()},
        "curves": {one.key: _curve(experiment, elements, one, words, kept) for one in elements},
        "corners": {
            one.key: {
                literal(at): _curve(one.put_into(experiment, at), elements, one, words, kept) for at in corners[one.key]
            }
            for one in elements
        },
        "families": {
            f"{parameter.key} {one.key}": _text(family=family_part(experiment, one, parameter))
            for parameter in parameters
            for one in elements
        },
    }


def _corners(experiment: Experiment, elements: Sequence[Element]) -> dict[str, list[float]]:
    """The kinks between two positions of a slider, by its key, where they are few enough to be carried along."""
    explored = {one: explore(experiment, one) for one in elements}
    found = {one.key: [at for at in e.kinks if at not in e.positions] for one, e in explored.items()}
    return found if sum(map(len, found.values())) <= MOST_CORNERS else {key: [] for key in found}


def _curve(
    experiment: Experiment, elements: Sequence[Element], active: Element, words: Mapping[str, Any], kept: Mapping
) -> str:
    controls = Controls(LOSSES[experiment.loss], len(elements))
    scene = Scene(controls, explore(experiment, active), list(elements), active, words)
    state, now = dict(kept), {"changes": 0, "kept": 0}
    pages = {"page": page_part(scene, {}), "slope": page_part(scene, {"slope": VIEWS["slope"]})}
    return _text(curve=curve_part(scene), **pages, state=Part(as_json(state)), now=Part(as_json(now)))


def _text(**parts: Part) -> str:
    """A message as a text."""
    return base64.b64encode(sealed(**parts)).decode()
