"""What the live training is sent: the numbers of a run, and of the one beside it, with their pictures and words."""

from collections.abc import Mapping
from typing import Any

from gradlab.compute.training import OUTCOMES, Record, Training, loop_lines, outcome, trained_elements
from gradlab.figures.palette import PALETTE
from gradlab.figures.training_lanes import LANES, Run, lane_axes, plot_lanes
from gradlab.text import words as words_of
from gradlab.ui.browser.packing import pack
from gradlab.ui.frame.kept import kept
from gradlab.ui.live_training import as_message
from gradlab.ui.training.explore_link import element_key, explore_link, scaling_link
from gradlab.ui.training.pictures import Shown, Words, pictures_of, same_ground, shown

_FIELDS = {"loss": "losses", "gradient": "gradients", "given": "given", "moved": "moved"}


Recorded = tuple[Training, Record]


def _key(run: Recorded, beside: Recorded | None, *rest: str) -> str:
    """A record follows from its training and the number of its steps: one that was stopped is not the whole."""
    return repr(([(training, record.steps) for training, record in (run, beside or run)], beside is None, rest))


@kept(32, key=_key)
def message(run: Recorded, beside: Recorded | None, language: str, question: str) -> str:
    """Everything the page shows of a run, as one text. question: the preset that asks before it shows, or nothing."""
    words = words_of(language)["training"]
    run, other = shown(*run), shown(*beside) if beside else None
    look = words["preset"][question]["look"] if question else ""
    asked = {"question": question, "look": look, "language": language}
    return as_message(payload(run, other, words) | asked)


def payload(run: Shown, beside: Shown | None, words: Words) -> dict[str, Any]:
    """Everything the page shows of a run, as plain values."""
    titles = words["lanes_of_layers" if run.has_layers else "lanes"]
    comparable = beside if beside and beside.record.columns == run.record.columns else None
    runs = [_lane_run(each.record) for each in (run, comparable) if each]
    axes = lane_axes(runs)
    lanes = plot_lanes(runs[0], runs[1] if comparable else None, axes, titles)
    ground = bool(beside) and same_ground(run, beside)
    return {
        "run": _sent(run),
        "beside": _sent(beside) if beside else None,
        "ground": ground,
        "lanes": lanes,
        "axes": {lane: {"threshold": axes[lane].threshold} for lane in LANES},
        "pictures": pictures_of(run, beside if ground else None, words["pictures"]),
        "lines": [{"stage": line.stage, "code": line.code} for line in loop_lines(run.training)],
        "links": _links(run),
        "texts": {name: words[name] for name in ("live", "sentence", "stages", "outcomes", "guesses")},
        "outcomes": list(OUTCOMES),
        "palette": PALETTE,
    }


def _lane_run(record: Record) -> Run:
    numbers = {lane: getattr(record, field) for lane, field in _FIELDS.items()}
    return Run({**numbers, "loss": record.losses[:, None]}, record.skipped, record.columns)


def _sent(run: Shown) -> dict[str, Any]:
    record = run.record
    numbers = pack(run.numbers)
    departure = record.departure
    return {
        "names": numbers.names,
        "base64": numbers.base64,
        "columns": list(record.columns),
        "layers": run.has_layers,
        "steps": record.steps,
        "outcome": outcome(record),
        "departure": vars(departure) if departure else None,
        "error": record.error,
        "epoch": run.training.epoch,
    }


def _links(run: Shown) -> Mapping[str, Any]:
    """Where a step can be looked at on another page; what is of the step is filled in by the browser."""
    training = run.training
    scaled = training.scaler or training.clip != "off"
    links: dict[str, Any] = {"scaling": scaling_link(training) if scaled else "", "explore": "", "keys": []}
    if not run.has_layers:
        links["explore"] = explore_link(training.subject)
        links["keys"] = [element_key(training.subject, *element) for element in trained_elements(training.subject)]
    return links
