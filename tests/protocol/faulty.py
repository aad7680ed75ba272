"""gradlab with a fault in a callback, for the tests of what a visitor sees of it."""

import runpy
from pathlib import Path

import gradlab.ui.explore.chips

HOSTILE = "\x1b[31m\nGET / 200"


def fails(*given, **named):
    raise ValueError(HOSTILE)


gradlab.ui.explore.chips.leave_experiment = fails
runpy.run_path(str(Path(__file__).parents[2] / "app.py"), run_name="__main__")
