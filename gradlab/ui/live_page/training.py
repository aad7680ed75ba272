"""A training as one HTML file: every picture of its run, and the scrubber that moves through its steps."""

import json
from collections.abc import Mapping
from typing import Any

from gradlab.compute.losses import Slider
from gradlab.text import words as words_of
from gradlab.ui.browser.packing import inflated
from gradlab.ui.live_page.file import TRAINING, Heading, computed_by, file_of, slider_in
from gradlab.ui.live_training import SCRUBBER, as_message

_NOWHERE = {"links": {"explore": "", "scaling": "", "keys": []}}  # gradlab's other pages are not in the file


def training_page(message: str, steps: int, *, device: str, language: str, link: str = "", step: int = 0) -> str:
    """The whole page. message: what the live training is sent of the run, whose number of steps this is.

    step: where it opens.
    """
    words = words_of(language)
    said: Mapping[str, Any] = json.loads(inflated(message))
    scrubber = slider_in(SCRUBBER, words["training"]["live"]["scrubber"], Slider(0, steps, 1), step)
    return file_of(
        TRAINING,
        Heading(words["app"]["training"], words["app"]["training"], words["training"]["first_line"]),
        {"message": as_message({**said, **_NOWHERE}), "step": step},
        language=language,
        link=link,
        scrubber=scrubber,
        computed=computed_by(words, device),
    )
