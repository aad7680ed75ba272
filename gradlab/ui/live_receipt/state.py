"""A pipeline as the page's plain values by key, and back: what the widgets say, and a link with nothing left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2
from typing import Any

from gradlab.compute.scaling import Pipeline

State = dict[str, Any]


@dataclass(frozen=True)
class Model:
    """A loss to choose. inputs: its samples `[samples, elements]`, or None where the reader chooses one number x."""

    inputs: tuple[tuple[float, ...], ...] | None
    targets: tuple[float, ...] | None = None

    @property
    def samples(self) -> int:
        """How many samples there are."""
        return len(self.inputs) if self.inputs else 1

    @property
    def elements(self) -> int:
        """How many elements the weight has."""
        return len(self.inputs[0]) if self.inputs else 1


# By their names in the address: w·x, w·(3, 4), and the mean squared error of w·x on six points of the line y = 2x + 1.
MODELS: Mapping[str, Model] = {
    "product": Model(None),
    "vector": Model(((3.0, 4.0),)),
    "line": Model(tuple((float(x),) for x in range(1, 7)), tuple(2.0 * x + 1.0 for x in range(1, 7))),
}
# How many samples each backward() gets, as the address writes it.
SPLITS = ("6", "3-3", "2-2-2", "1-2-3", "1-1-1-1-1-1")
# The fields of a pipeline that are a widget each, by its key.
_FIELDS = {
    "factor": "factor",
    "operation": "operation",
    "over_samples": "reduction",
    "division": "division",
    "stale": "stale_backwards",
    "weight_dtype": "weight_dtype",
    "autocast": "autocast",
    "scaler": "scaler",
    "growth_interval": "growth_interval",
    "unscale": "unscale",
    "clip": "clip",
    "clip_at": "clip_at",
    "clip_each": "clip_each",
    "optimizer": "optimizer",
    "learning_rate": "learning_rate",
    "weight_decay": "weight_decay",
    "eps": "eps",
    "on_device": "device",
}


def state_of(pipeline: Pipeline) -> State:
    """The values that describe a pipeline of one of the models."""
    (name,) = (name for name, model in MODELS.items() if _is_of(pipeline, model))
    state: State = {key: getattr(pipeline, field) for key, field in _FIELDS.items()}
    return state | {
        "model": name,
        "w": pipeline.weight[0],
        "x": pipeline.inputs[0][0],
        "split": "-".join(str(size) for size in pipeline.micro_batches) if pipeline.samples > 1 else SPLITS[0],
        "log2_S": round(log2(pipeline.scale)),
        "eps": pipeline.eps or 0.0,
    }


def pipeline_of(state: Mapping[str, Any]) -> Pipeline:
    """The pipeline that these values describe."""
    model = MODELS[state["model"]]
    fields = {field: state[key] for key, field in _FIELDS.items()}
    return Pipeline(
        weight=(state["w"],) * model.elements,
        inputs=model.inputs or ((state["x"],),),
        targets=model.targets,
        micro_batches=[int(size) for size in state["split"].split("-")] if model.samples > 1 else None,
        scale=2.0 ** state["log2_S"],
        **fields,
    )


def _is_of(pipeline: Pipeline, model: Model) -> bool:
    if model.inputs:
        return pipeline.inputs == model.inputs and pipeline.targets == model.targets
    return pipeline.samples == pipeline.elements == 1
