"""The page in one file: the live chart's own frame, style and scripts, Plotly, and the numbers of every slider."""

import base64
import json
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.metadata import version
from pathlib import Path
from string import Template
from typing import Any

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES, Slider
from gradlab.compute.program import literal
from gradlab.figures.palette import PALETTE
from gradlab.figures.plotly_script import plotly_script
from gradlab.text import words as words_of
from gradlab.ui.browser.packing import Part, sealed
from gradlab.ui.browser.scripts import script
from gradlab.ui.experiment.controls import Controls
from gradlab.ui.experiment.elements import Element
from gradlab.ui.live_chart.exploration import explore
from gradlab.ui.live_chart.payload import as_json, curve_part, page_part, title_of
from gradlab.ui.live_chart.told import told
from gradlab.ui.live_chart.variations import FamilyParameter, family_parameters
from gradlab.ui.live_chart.variations_payload import family_part
from gradlab.ui.live_chart.views import Scene

SCRIPT = "live_page/main.js"
MOST_FAMILIES = 6  # of some 200 kB, one for each parameter at each element
_HERE = Path(__file__).parent
_CHART = _HERE.parent / "live_chart"
_PAGE = Template((_HERE / "page.html").read_text(encoding="utf-8"))
_SLIDER = Template("""\
<div class="st-key-$key"><div class="stSlider">
<label for="$key"><p>$name</p></label>
<div class="lp-track"><input type="range" id="$key" min="$low" max="$high" step="$step" value="$value"></div>
<output for="$key">$shown</output>
</div></div>""")
# What Streamlit tells a component of its theme, by the palette's roles.
_THEME = {"background-color": "page", "text-color": "text", "primary-color": "curve"}


def page_of(
    experiment: Experiment,
    elements: Sequence[Element],
    active: Element,
    *,
    language: str,
    task: str = "",
    link: str = "",
) -> str:
    """The whole page, opened at one of the elements. task: what is asked of the reader. link: where it comes from.

    Both are plain text, whatever they contain.
    """
    words = words_of(language)
    own, parameters = words["live_page"], _parameters(experiment, len(elements))
    exploration = explore(experiment, active)
    title = title_of(exploration, elements, active, words["chart"])
    computed = own["computed"].format(version=version("torch"), dtype=experiment.dtype, device=exploration.sweep.device)
    texts = {
        "language": language,
        "name": experiment.loss,
        "about": words["losses"][experiment.loss],
        "title": words["share"]["title"].format(loss=experiment.loss, title=title),
        "sliders_name": own["sliders"],
        "moves": own["moves"],
        "computed": computed,
        "reset": own["reset"],
        "no_script": own["no_script"],
    }
    return _PAGE.substitute(
        {name: escape(text) for name, text in texts.items()},
        task=_paragraph("lp-task", own["task"].format(task=task)) if task.strip() else "",
        back=f'<a href="{escape(link)}">{escape(words["share"]["back"])}</a>' if link else "",
        sliders="\n".join(_sliders(experiment, elements, parameters)),
        frame=(_CHART / "frame.html").read_text(encoding="utf-8"),
        data=_as_script_data(_data(experiment, elements, active, parameters, words)),
        **_always(),
    )


@cache
def _always() -> dict[str, str]:
    """What is the same in every page."""
    style = [_colours(), *(path.read_text(encoding="utf-8") for path in (_CHART / "style.css", _HERE / "page.css"))]
    return {"style": "\n".join(style), "plotly": plotly_script(), "script": script(SCRIPT)}


def _colours() -> str:
    light, dark = (
        ":root { " + " ".join(f"--st-{name}: {PALETTE[theme][role]};" for name, role in _THEME.items()) + " }"
        for theme in ("light", "dark")
    )
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}"


def _paragraph(name: str, text: str) -> str:
    return f'<p class="{name}">{escape(text)}</p>'


def _parameters(experiment: Experiment, elements: int) -> list[FamilyParameter]:
    """The parameters of the loss that move its curve, where their curves are few enough to be carried along."""
    given = dict(experiment.parameters)
    moving = {parameter.name for parameter in LOSSES[experiment.loss].parameters if parameter.applies(given)}
    found = [parameter for parameter in family_parameters(experiment) if parameter.key in moving]
    return found if len(found) * elements <= MOST_FAMILIES else []


def _sliders(experiment: Experiment, elements: Sequence[Element], parameters: Sequence[FamilyParameter]) -> list[str]:
    moved = [(one.key, one.name, one.slider, one.value_in(experiment)) for one in elements]
    moved += [(one.key, one.key, one.slider, one.value_in(experiment)) for one in parameters]
    return [_slider(*one) for one in moved]


def _slider(key: str, name: str, slider: Slider, value: float) -> str:
    numbers = {"low": slider.low, "high": slider.high, "step": slider.step, "value": value}
    shown = literal(value).replace("-", "−")
    return _SLIDER.substitute({n: literal(number) for n, number in numbers.items()}, key=key, name=name, shown=shown)


def _data(
    experiment: Experiment,
    elements: Sequence[Element],
    active: Element,
    parameters: Sequence[FamilyParameter],
    words: Mapping[str, Any],
) -> dict[str, Any]:
    """What the page's script is given: every message that the chart may ask for, by what it asks with."""
    named = {one.key: (one.name, one.value_in(experiment)) for one in elements}
    named |= {one.key: (one.key, one.value_in(experiment)) for one in parameters}
    return {
        "told": told(words),
        "words": {name: words["live_page"][name] for name in ("back", "unknown")},
        "active": active.key,
        "sliders": {key: {"name": name, "value": literal(value)} for key, (name, value) in named.items()},
        "curves": {one.key: _curve(experiment, elements, one, words) for one in elements},
        "families": {
            f"{parameter.key} {one.key}": _text(family=family_part(experiment, one, parameter))
            for parameter in parameters
            for one in elements
        },
    }


def _curve(experiment: Experiment, elements: Sequence[Element], active: Element, words: Mapping[str, Any]) -> str:
    controls = Controls(LOSSES[experiment.loss], len(elements))  # for the views, of which none is open
    scene = Scene(controls, explore(experiment, active), list(elements), active, words)
    page = page_part(scene, {}, view="page", quiet=[], later=[])
    return _text(curve=curve_part(scene), page=page, now=Part(as_json({"ahead": False, "changes": 0, "kept": 0})))


def _text(**parts: Part) -> str:
    """A message as a text."""
    return base64.b64encode(sealed(**parts)).decode()


def _as_script_data(data: Mapping[str, Any]) -> str:
    """As JSON that cannot end the element it stands in."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
