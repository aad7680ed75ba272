"""A live picture as one HTML file: its own style and scripts, Plotly, what it is given, and nothing from elsewhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.metadata import version
from pathlib import Path
from string import Template
from typing import Any

from gradlab.compute.losses import Slider
from gradlab.compute.program import literal
from gradlab.figures.palette import PALETTE
from gradlab.figures.plotly_script import plotly_script
from gradlab.text import words as words_of
from gradlab.ui.browser.scripts import script

_HERE = Path(__file__).parent
_PAGE = Template((_HERE / "page.html").read_text(encoding="utf-8"))
_SLIDER = Template("""\
<div class="st-key-$key"$hidden><div class="stSlider">
<label for="$key"><p>$name</p></label>
<div class="lp-track"><input type="range" id="$key" min="$low" max="$high" step="$step" value="$value"$disabled></div>
<output for="$key">$shown</output>
</div></div>""")
# What Streamlit tells a component of its theme, by the palette's roles.
_THEME = {"background-color": "page", "text-color": "text", "primary-color": "curve"}


@dataclass(frozen=True)
class Picture:
    """A live picture: the room of its code, how it stands in a page, the script that begins it there, and its views."""

    room: str
    stage: Template
    script: str
    views: tuple[str, ...] = ()


CHART = Picture(
    "live_chart",
    Template((_HERE / "chart.html").read_text(encoding="utf-8")),
    "live_page/chart.js",
    views=("slope",),
)
TRAINING = Picture(
    "live_training", Template((_HERE / "training.html").read_text(encoding="utf-8")), "live_page/training.js"
)


@dataclass(frozen=True)
class Heading:
    """What a page says above its picture, all of it plain text: its title, a name and what that is, and the task."""

    title: str
    name: str
    about: str
    task: str = ""


def file_of(
    picture: Picture, heading: Heading, data: Mapping[str, Any], *, language: str, link: str = "", **stage: str
) -> str:
    """The whole file. data: what its script is given. link: where it comes from. stage: HTML of the picture's own."""
    words = words_of(language)
    task = words["live_page"]["task"].format(task=heading.task) if heading.task.strip() else ""
    texts = {
        "language": language,
        "title": heading.title,
        "name": heading.name,
        "about": heading.about,
        "no_script": words["live_page"]["no_script"],
    }
    back = f'<a href="{escape(link)}">{escape(words["share"]["back"])}</a>' if link else ""
    return _PAGE.substitute(
        {name: escape(text) for name, text in texts.items()},
        task=f'<p class="lp-task">{escape(task)}</p>' if task else "",
        stage=picture.stage.substitute(stage, back=back, frame=_read(picture.room, "frame.html")),
        data=json.dumps(data, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c"),  # it cannot end its element
        **_always(picture),
    )


def slider_in(key: str, name: str, slider: Slider, value: float, *, hidden: bool = False, locked: bool = False) -> str:
    """A slider, its name before it and its number behind."""
    states = {"hidden": " hidden" if hidden else "", "disabled": " disabled" if locked else ""}
    numbers = {"low": slider.low, "high": slider.high, "step": slider.step, "value": value}
    shown = literal(value).replace("-", "−")
    texts = {n: literal(number) for n, number in numbers.items()}
    return _SLIDER.substitute(texts | states, key=key, name=escape(name), shown=shown)


def computed_by(words: Mapping[str, Any], device: str) -> str:
    """What says where the numbers come from."""
    return escape(words["live_page"]["computed"].format(version=version("torch"), device=device))


@cache
def _always(picture: Picture) -> dict[str, str]:
    """What is the same in every page with this picture."""
    views = [f"views/{name}" for name in picture.views]
    styles = [_read(picture.room, f"{name}.css") for name in ("style", *views)]
    style = [_colours(), *styles, (_HERE / "page.css").read_text(encoding="utf-8")]
    code = script(*(f"{picture.room}/{name}.js" for name in views), picture.script)
    return {"style": "\n".join(style), "plotly": plotly_script(), "script": code}


def _read(room: str, name: str) -> str:
    return (_HERE.parent / room / name).read_text(encoding="utf-8")


def _colours() -> str:
    light, dark = (
        ":root { " + " ".join(f"--st-{name}: {PALETTE[theme][role]};" for name, role in _THEME.items()) + " }"
        for theme in ("light", "dark")
    )
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}"
