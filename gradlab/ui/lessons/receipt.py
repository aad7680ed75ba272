"""The live receipt of a stage: the one that gradient to step has, at the lesson's training step."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from gradlab.compute import scaling
from gradlab.compute.scaling import Pipeline
from gradlab.ui.frame.expectations import written
from gradlab.ui.frame.session import on_change, session
from gradlab.ui.frame.warm_up import ready_optimizers
from gradlab.ui.lessons.progress import Progress
from gradlab.ui.live_receipt import live_receipt_style, receipt_is_live
from gradlab.ui.live_receipt.picture import receipt_picture
from gradlab.ui.live_receipt.running import own_receipt
from gradlab.ui.live_receipt.scale import EXPONENT, scale_slider
from gradlab.ui.live_receipt.state import state_of

Words = Mapping[str, Any]

# The keys of the parts of the page, by which the receipt's style places them.
STAGE, PICTURE, HANDLES, VIEWING = "bench", "live-area", "scale", "viewing"
PAGE = Path(__file__).parents[1] / "pages" / "scaling.py"


def prepare(words: Words) -> None:
    """Send the style, ahead of all it dresses, and get the optimizers ready."""
    live_receipt_style()
    ready_optimizers(words["scaling"]["getting_ready"])


def handles_of(progress: Progress) -> int:  # noqa: ARG001 - the chart's needs it
    """It has one slider: that of S."""
    return 1


def draw_sliders(progress: Progress, words: Words, *, heard: bool) -> None:
    """Draw the slider of S: it cannot be moved before the answer, which it would show."""
    setting, own = progress.setting, session()
    heard, locked, (value,) = heard or not receipt_is_live(), progress.hides, setting.stand.values()
    own.declare(setting.key, EXPONENT, value, key=setting.key, heard=heard, in_address=False)
    widget = own.widget(setting.key, EXPONENT, locked)
    told = on_change(setting.key) if heard else "ignore"
    scale_slider(words["scaling"]["settings"]["log2_S"], widget, locked=locked, on_change=told)


def shown_now(progress: Progress) -> Pipeline:
    """The step, with S where its slider stands."""
    setting = progress.setting
    return put(setting.pipeline, session().value(setting.key))


def put(pipeline: Pipeline, exponent: int) -> Pipeline:
    """The step with this power of two for S."""
    return replace(pipeline, scale=2.0**exponent)


def draw_picture(progress: Progress, pipeline: Pipeline, words: Words) -> None:
    """Draw it."""
    receipt_picture(pipeline, words["scaling"], scale=progress.setting.key)


def draw_view(progress: Progress, words: Words) -> None:
    """The receipt has no other view."""


def said_of(pipeline: Pipeline) -> dict[str, str]:
    """What a link to gradient to step says of it."""
    return {name: written(value) for name, value in state_of(pipeline).items()}


def notebook_of(progress: Progress, pipeline: Pipeline, title: str) -> str:  # noqa: ARG001 - the chart's needs it
    """The program of the step, for Jupyter or Colab."""
    return scaling.notebook(pipeline, own_receipt(pipeline), introduction=f"# {title}")
