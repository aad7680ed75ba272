"""The script and the style of a view. They are sent when it is opened: a view that is closed costs nothing."""

from pathlib import Path

import streamlit as st

from gradlab.ui.live_chart.views import FOLDER

# What a view's script may use of the chart's.
SHARED = (
    "FAR", "USUAL_FONT_SIZE", "VIEWS", "announcer", "commitSlider", "curveLabel", "drawProgram", "drawTable",
    "dressed", "extentOf", "filled", "finite", "lineTrace", "made", "madeMark", "marksIn", "moveSlider", "place",
    "reachOf", "scales", "segment", "signed", "sliderInput", "sliderKeyOf", "tangentTrace", "typicalSize", "watchDrag",
    "watchPointer", "written", "zoomedAxes",
)  # fmt: skip

_FRAME = (Path(__file__).parents[1] / "opened.js").read_text(encoding="utf-8")


def with_shared(script: str) -> str:
    """A script that names what the chart and its views share."""
    return script.replace("SHARED", ", ".join(SHARED))


def scripts_of(name: str) -> list[Path]:
    """A view's own script, behind those it is divided into: `map_arrow.js` belongs to `map.js`."""
    return [*sorted(FOLDER.glob(f"{name}_*.js")), FOLDER / f"{name}.js"]


def _script(name: str) -> str:
    text = "\n".join(path.read_text(encoding="utf-8") for path in scripts_of(name))
    return with_shared(_FRAME).replace("NAME", name).replace("SCRIPT", text)


# By their names. Streamlit knows them all from the start, and sends those that are called.
_COMPONENTS = {
    path.stem: st.components.v2.component(
        f"gradlab_view_{path.stem}",
        css=path.read_text(encoding="utf-8"),
        js=_script(path.stem),
        isolate_styles=False,
    )
    for path in sorted(FOLDER.glob("*.css"))
}


def view_script(name: str) -> None:
    """Send what an open view runs in the browser."""
    _COMPONENTS[name](key=f"view-code-{name}")
