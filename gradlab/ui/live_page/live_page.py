"""The live chart of an experiment, to be kept: `live_page(Experiment(…))` shows itself in Jupyter and saves itself."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.compute.losses import LOSSES
from gradlab.text import DEFAULT, LANGUAGES
from gradlab.ui.experiment.elements import Element, sliders_in
from gradlab.ui.experiment.reach import wide_enough
from gradlab.ui.experiment.worksheet import RESULTS
from gradlab.ui.live_page.chart import Sheet, chart_page

MOST = 24  # sliders; each brings a curve of some 100 kB
_HEIGHT = 860  # pixels, in a notebook


@dataclass(frozen=True)
class LivePage:
    """A web page in one file. A notebook shows it; `save` writes it."""

    html: str

    def save(self, path: str | Path) -> None:
        """Write the file, such as `"lesson.html"`: about 5 MB, for Plotly is inside."""
        Path(path).write_text(self.html, encoding="utf-8")

    def _repr_html_(self) -> str:
        """As a frame, which keeps its style and its scripts from the notebook's."""
        frame = f'width="100%" height="{_HEIGHT}" style="border: 0" sandbox="allow-scripts" allow="clipboard-write"'
        return f'<iframe srcdoc="{escape(self.html)}" {frame}></iframe>'


def live_page(
    experiment: Experiment,
    *,
    language: str = DEFAULT,
    task: str = "",
    hidden: Collection[str] = (),
    locked: Collection[str] = (),
) -> LivePage:
    """The live chart of an experiment, with a slider for each element it is differentiated in, in one HTML file.

    The file holds the loss and its unscaled gradient at every position of each slider, as PyTorch computed them while
    that slider alone was moved. language: `"en"` or `"ja"`. task: what is asked of the reader, as plain text.
    hidden: any of `"numbers"`, `"tangent"`, `"code"`, `"formula"`, and sliders, by tensor and index: `"input0"`.
    locked: sliders that stay where they are.

    Raises ValueError for another language, or a name that is none of these; ExperimentError where the experiment has
    too many elements, or one that no slider reaches.
    """
    _known("a language", [language], LANGUAGES)
    elements = _elements(experiment)
    sliders = [element.key for element in elements]
    _known("what can be hidden", hidden, [*RESULTS, *sliders])
    _known("a slider", locked, sliders)
    sheet = Sheet(task, tuple(hidden), tuple(locked))
    return LivePage(chart_page(experiment, elements, elements[0], language=language, sheet=sheet))


def _known(what: str, names: Collection[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise ValueError(f"expected {what} out of {', '.join(known)}, got {name!r}")


def _elements(experiment: Experiment) -> list[Element]:
    """The elements that the loss is differentiated in, their sliders as wide as their values need."""
    found = [element for element in sliders_in(experiment) if element.tensor in experiment.requires_grad]
    if not 0 < len(found) <= MOST:
        raise ExperimentError(f"expected from 1 to {MOST} elements that require a gradient, got {len(found)}")
    return [_reaching(element, experiment) for element in found]


def _reaching(element: Element, experiment: Experiment) -> Element:
    value, domain = element.value_in(experiment), LOSSES[experiment.loss].tensor(element.tensor).domain
    slider = wide_enough(element.slider, domain, value)
    if slider is None:
        raise ExperimentError(f"expected a value of {element.name} that a slider reaches, got {value}")
    return replace(element, slider=slider)
