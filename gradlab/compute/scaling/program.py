"""The PyTorch program of a pipeline: on the board, as a file, and as a notebook."""

from collections.abc import Callable
from textwrap import indent

import numpy as np

from gradlab.compute.device import resolve
from gradlab.compute.experiment import Nested
from gradlab.compute.gradient import as_lists
from gradlab.compute.notebook import document
from gradlab.compute.program import commented, placement
from gradlab.compute.scaling.lines import (
    UNSCALE_LINE,
    backward_line,
    line_of,
    loss_line,
    optimizer_line,
    prediction_line,
    scaler_line,
    step_line,
)
from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import Receipt, Stage
from gradlab.compute.script import imports_of

_GRADIENT = "w.grad.tolist()"
_INDENT = "    "

# By the stage: what is read after it, and the stage's number in that form. The step is read as the weight it makes.
_READ: dict[str, tuple[str, Callable[[np.ndarray], object]]] = {
    "unscale": (_GRADIENT, np.ndarray.tolist),
    "clip": (_GRADIENT, np.ndarray.tolist),
    "write_back": ("w.tolist()", np.ndarray.tolist),
    "scale_update": ("scaler.get_scale()", np.ndarray.item),
}


def program(pipeline: Pipeline, receipt: Receipt) -> str:
    """The lines of one step; what is read after each stage stands behind it as a comment.

    It ends where PyTorch raised, with PyTorch's words.
    """
    return f"{_definitions(pipeline)}\n\n{_step(pipeline, receipt, '{}')}"


def script(pipeline: Pipeline, receipt: Receipt) -> str:
    """The whole program, which runs by itself and prints the numbers of the receipt."""
    return "\n\n".join(_sections(pipeline, receipt).values()) + "\n"


def notebook(pipeline: Pipeline, receipt: Receipt, *, introduction: str) -> str:
    """The same as a Jupyter notebook (JSON), behind an introduction in Markdown."""
    return document(introduction, _sections(pipeline, receipt))


def _sections(pipeline: Pipeline, receipt: Receipt) -> dict[str, str]:
    definitions, step = _definitions(pipeline), _step(pipeline, receipt, "print({})")
    return {"imports": imports_of(f"{definitions}\n{step}"), "definitions": definitions, "step": step}


def _definitions(pipeline: Pipeline) -> str:
    """The weight, the samples, the optimizer and the scaler."""
    dtype, inputs, targets = pipeline.weight_dtype, *_names(pipeline)
    lines = [f"w = {_tensor(pipeline, pipeline.weight, dtype, ', requires_grad=True')}"]
    if not pipeline.is_single:
        lines.append(f"{inputs} = {_tensor(pipeline, pipeline.inputs, dtype)}")
    if pipeline.targets is not None:
        lines.append(f"{targets} = {_tensor(pipeline, pipeline.targets, 'float32')}")
    lines.append(optimizer_line(pipeline))
    return "\n".join([*lines, scaler_line(pipeline)] if pipeline.scaler else lines)


def _names(pipeline: Pipeline) -> tuple[str, str]:
    """What all samples and all targets are called: x and y, where those are not a micro-batch."""
    return ("inputs", "targets") if len(pipeline.micro_batches) > 1 else ("x", "y")


def _tensor(pipeline: Pipeline, values: Nested, dtype: str, options: str = "") -> str:
    return f"torch.tensor({as_lists(values)}{placement(dtype, resolve(pipeline.device))}{options})"


def _step(pipeline: Pipeline, receipt: Receipt, read: str) -> str:
    """The step, line by line. read: how a line that reads a value is written, with {} for the value."""
    lines = [_passes(pipeline), commented(read.format(_GRADIENT), _after_backward(pipeline, receipt))]
    for stage in receipt.stages:
        lines += _lines(pipeline, stage, read)
    return "\n".join(lines)


def _passes(pipeline: Pipeline) -> str:
    """Forward and backward, as often as the pipeline says."""
    each = [line_of(pipeline, "clip")] if pipeline.clips_parts else []
    lines = "\n".join([prediction_line(pipeline), loss_line(pipeline), backward_line(pipeline), *each])
    if len(pipeline.micro_batches) > 1:
        lines = f"{_over_micro_batches(pipeline)}\n{indent(lines, _INDENT)}"
    lines = f"{line_of(pipeline, 'zero_grad')}\n{lines}"
    if pipeline.stale_backwards:
        return f"for _ in range({pipeline.stale_backwards + 1}):\n{indent(lines, _INDENT)}"
    return lines


def _over_micro_batches(pipeline: Pipeline) -> str:
    inputs, targets = _names(pipeline)
    split = f".split({list(pipeline.micro_batches)})"
    if pipeline.targets is None:
        return f"for x in {inputs}{split}:"
    return f"for x, y in zip({inputs}{split}, {targets}{split}):"


def _lines(pipeline: Pipeline, stage: Stage, read: str) -> list[str]:
    """The lines of one stage after `backward()`, and the one that reads what it left."""
    if stage.error:
        return _refused(pipeline, stage)
    left_to_step = stage.key == "unscale" and pipeline.unscale == "in_step"
    in_the_loop = stage.key == "clip" and pipeline.clips_parts
    if stage.key not in _READ or left_to_step or in_the_loop:
        return []
    what, number_of = _READ[stage.key]
    line = step_line(pipeline) if stage.key == "write_back" else stage.code
    return [line, commented(read.format(what), str(number_of(stage.after)))]


def _refused(pipeline: Pipeline, stage: Stage) -> list[str]:
    """The lines up to the one in which PyTorch raised, with its words: `unscale_` may have run once before that."""
    if stage.key != "unscale":
        return [commented(step_line(pipeline) if stage.key == "step" else stage.code, stage.error)]
    if pipeline.unscale == "in_step":
        return [commented(step_line(pipeline), stage.error)]
    return [*[UNSCALE_LINE] * (stage.calls - 1), commented(UNSCALE_LINE, stage.error)]


def _after_backward(pipeline: Pipeline, receipt: Receipt) -> str:
    """What `.grad` is after the loop: `backward()` has a stage of its own, or is what the next one begins with."""
    if pipeline.clips_parts:
        return str(receipt.stage("clip").after.tolist())
    backward = receipt.stage("backward")
    values = backward.after if backward else (receipt.stage("clip") or receipt.stage("step")).before
    return str(values.tolist())
