"""From secant to tangent: the difference quotient comes near the slope, until rounding takes over."""

from dataclasses import replace

import numpy as np

from gradlab.compute.experiment import Experiment
from gradlab.compute.secant import secants
from gradlab.text.written import written
from gradlab.ui.lessons.facts import gradient
from gradlab.ui.lessons.lesson import Lesson, Question, Setting, Task, handles
from gradlab.ui.live_chart.views.secant import named

_CUBE = Experiment("cube", {"A": [2.0]}, dtype="float64")
_WIDTHS = {"near": 1e-8, "tiny": 1e-15, "wide": 0.1}
_SETTING = Setting(_CUBE, handles(_CUBE, "A"))


def _drawn(name: str) -> Setting:
    """The secant with the h of an answer; h can be dragged on."""
    return replace(_SETTING, view="secant", starts={"h": named(_WIDTHS[name])})


def _facts() -> dict[str, str]:
    slope = gradient(_CUBE).item()
    found = secants(_CUBE, tensor="A", element=0, positions=[2.0], widths=list(_WIDTHS.values())).slopes[:, 0]
    slopes = dict(zip(_WIDTHS, found.tolist(), strict=True))
    return {
        "slope": written(slope),
        "digits": written(float(np.finfo(np.float64).precision + 1)),
        **{f"h_{name}": f"h = {written(width)}" for name, width in _WIDTHS.items()},
        **{f"slope_{name}": written(value, 10) for name, value in slopes.items()},
        "closest": f"h = {written(_WIDTHS[min(slopes, key=lambda name: abs(slopes[name] - slope))])}",
    }


LESSON = Lesson(
    order=2,
    stages=(
        Question(
            "closest",
            _SETTING,
            _facts,
            {"near": "h_near", "tiny": "h_tiny", "wide": "h_wide"},
            "closest",
            after=_drawn("near"),
            played={name: _drawn(name) for name in _WIDTHS},
        ),
        Task("flat", _SETTING, lambda experiment: gradient(experiment).item() == 0, lambda: {"flat": written(0.0)}),
    ),
)
