"""A training as text for a link, and back: whatever it says is parsed and checked, never run."""

import json
from dataclasses import fields
from typing import Any

from gradlab.compute.experiment import Experiment
from gradlab.compute.training.checks import TrainingError
from gradlab.compute.training.network import Network
from gradlab.compute.training.training import Training

LONGEST = 8000
_SUBJECTS: dict[str, type] = {"experiment": Experiment, "network": Network}


def to_text(noun: Experiment | Network | Training) -> str:
    """The fields that are not at their defaults, as compact JSON."""
    return json.dumps(_plain(noun), ensure_ascii=False, separators=(",", ":"))


def experiment_from(text: str) -> Experiment:
    """The experiment of a text. Raises ExperimentError where it is none."""
    return _made(Experiment, _read(text))


def training_from(text: str) -> Training:
    """The training of a text. Raises ExperimentError where it is none."""
    given = _read(text)
    kinds = [kind for kind in _SUBJECTS if kind in given]
    if len(kinds) != 1 or "subject" in given:
        raise TrainingError(f"expected one of {', '.join(_SUBJECTS)} to train, got {sorted(given)}")
    subject = given.pop(kinds[0])
    return _made(Training, {**given, "subject": _made(_SUBJECTS[kinds[0]], subject)})


def _plain(noun: Any) -> dict[str, Any]:
    plain = {}
    for field in fields(noun):
        value = getattr(noun, field.name)
        if isinstance(value, Experiment | Network):
            plain[type(value).__name__.lower()] = _plain(value)
        elif field.name in ("tensors", "parameters", "options"):
            plain[field.name] = dict(value)
        elif value != field.default:
            plain[field.name] = value
    return plain


def _read(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise TrainingError(f"expected at most {LONGEST} characters, got {len(text)}")
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise TrainingError(f"expected JSON, got {text[:80]!r}") from None
    if not isinstance(given, dict):
        raise TrainingError(f"expected an object of names and values, got {text[:80]!r}")
    return given


def _made(kind: type, given: Any) -> Any:
    if not isinstance(given, dict):
        raise TrainingError(f"expected an object of names and values, got {given!r}")
    known = [field.name for field in fields(kind)]
    unknown = [name for name in given if name not in known]
    if unknown:
        raise TrainingError(f"expected names of {', '.join(known)}, got {unknown[0]!r}")
    try:
        return kind(**given)
    except TypeError:  # a field without a default is missing, or a value is of a kind that no check foresees
        raise TrainingError(f"expected a whole {kind.__name__}, got {given!r}") from None
