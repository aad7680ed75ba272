"""The program, the file and the notebook: run by themselves, they print the numbers of the receipt."""

import ast
import contextlib
import io
import json
import re
from dataclasses import replace

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradlab.compute.scaling import (
    OPTIMIZERS,
    PRESETS,
    SCALES,
    Pipeline,
    Receipt,
    notebook,
    program,
    receipt,
    receipts_over_scales,
    script,
)
from tests.compute.interpreter import outputs
from tests.compute.scaling.pipelines import LINE, deterministic, on_devices, over_presets, pipelines

WELL = {name: pipeline for name, pipeline in PRESETS.items() if not receipt(pipeline).error}
INTRODUCTION = "# 勾配\n\n[gradlab](https://example.org/?scale=1024)\n"

VARIANTS = [
    {"optimizer": optimizer, "weight_decay": decay} for optimizer in OPTIMIZERS for decay in (None, 0.1)
] + [
    LINE | {"reduction": "sum", "factor": 0.5},
    LINE | {"micro_batches": (2, 2, 2)},
    LINE | {"micro_batches": (1, 2, 3), "division": "count", "scaler": True},
    LINE | {"micro_batches": (1, 2, 3), "division": "size", "autocast": "bfloat16"},
    LINE | {"operation": "multiply", "stale_backwards": 2, "targets": None, "micro_batches": (3, 3)},
    {"stale_backwards": 1, "weight_dtype": "bfloat16"},
    {"weight": [1.0, 0.1], "inputs": [[3.0, 4.0]], "clip": "value", "clip_at": 0.5},
    {"scaler": True, "scale": 3.0, "growth_interval": 1, "clip": "norm"},
    {"scaler": True, "unscale": "in_step", "autocast": "float16", "operation": "linear"},
    {"weight_dtype": "float16", "inputs": [[0.1]], "factor": 1e-3},
    {"factor": -2.5, "inputs": [[0.0]]},
    {"optimizer": "adam", "eps": 1e-3},
    LINE | {"micro_batches": (1, 2, 3), "division": "size", "clip": "norm", "clip_each": "micro_batch"},
    LINE | {"micro_batches": (3, 3), "clip": "value", "clip_each": "micro_batch", "scaler": True, "scale": 8.0},
]  # fmt: skip


def numbers(pipeline: Pipeline, result: Receipt) -> list[list[float] | float]:
    """What the page shows after backward(), unscale_, the clipping, the step and update(), in the program's order."""
    after = {stage.key: stage.after.tolist() for stage in result.stages}
    first = result.stage("clip") if pipeline.clips_parts else result.stage("backward")
    shown = [first.after.tolist() if first else (result.stage("clip") or result.stage("step")).before.tolist()]
    if pipeline.unscale != "in_step" and "unscale" in after:
        shown.append(after["unscale"])
    shown += [after["clip"]] if "clip" in after and not pipeline.clips_parts else []
    return [*shown, after["write_back"], *after.get("scale_update", [])]


def run(code: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(code, {"__name__": "__main__"})
    return output.getvalue()


def read(output: str) -> list[list[float] | float]:
    """The numbers a program printed. Not a number and inf are no literals of Python."""
    return [eval(line, {"inf": float("inf"), "nan": float("nan")}) for line in output.splitlines()]


@on_devices
def test_every_program_prints_the_numbers_of_the_receipt_by_itself(device):
    settled = [*WELL.values(), *(Pipeline(**settings) for settings in VARIANTS)]
    settled = [replace(pipeline, device=device) for pipeline in settled]
    results = [receipt(pipeline) for pipeline in settled]
    printed = outputs([script(*both) for both in zip(settled, results, strict=True)])

    for pipeline, result, output in zip(settled, results, printed, strict=True):
        assert read(output) == numbers(pipeline, result), pipeline


@deterministic
@given(pipelines())
def test_the_comment_behind_a_print_is_what_it_prints(pipeline):
    code = script(pipeline, receipt(pipeline))
    commented = [line.split("  # ")[1] for line in code.splitlines() if line.startswith("print(")]

    with contextlib.redirect_stdout(io.StringIO()) as output, contextlib.suppress(RuntimeError, ValueError):
        exec(code, {})
    assert output.getvalue().splitlines() == commented


@deterministic
@given(pipelines(), st.integers(0, len(SCALES) - 1))
def test_of_all_scales_at_once_each_is_what_its_program_prints(pipeline, row):
    # What is shared between the scales, and added up for all of them together, the program does by itself.
    pipeline = replace(pipeline, scaler=True, scale=SCALES[row])
    code = script(pipeline, receipts_over_scales(pipeline)[row])
    commented = [line.split("  # ")[1] for line in code.splitlines() if line.startswith("print(")]

    with contextlib.redirect_stdout(io.StringIO()) as output, contextlib.suppress(RuntimeError, ValueError):
        exec(code, {})
    assert output.getvalue().splitlines() == commented


@pytest.mark.parametrize(
    "settings",
    [
        {"unscale": "twice"},
        {"unscale": "twice", "weight_dtype": "float16"},
        {"weight_dtype": "float16"},
        {"weight_dtype": "float16", "unscale": "in_step", "clip": "norm"},
        {"weight_dtype": "float16", "learning_rate": 1e6, "scaler": False},
    ],
)
def test_where_pytorch_raises_the_program_ends_with_its_words(settings):
    pipeline = Pipeline(**({"scaler": True} | settings))
    result = receipt(pipeline)
    code = script(pipeline, result)

    with pytest.raises((RuntimeError, ValueError)) as raised:
        run(code)
    assert result.error == str(raised.value)
    assert code.splitlines()[-1].endswith(f"  # {result.error.splitlines()[-1]}")


@pytest.mark.parametrize(("dtype", "calls"), [("float32", 2), ("float16", 1)])
def test_the_error_stands_at_the_call_that_raised_it(dtype, calls):
    # With float16 weights the first unscale_ raises; with float32 ones the second.
    pipeline = Pipeline(scaler=True, unscale="twice", weight_dtype=dtype)
    lines = [line for line in program(pipeline, receipt(pipeline)).splitlines() if "unscale_" in line]

    assert len(lines) == calls
    assert ["  # " in line for line in lines] == [False] * (calls - 1) + [True]


@over_presets
def test_the_board_has_the_lines_of_the_file_but_for_print(preset):
    pipeline = PRESETS[preset]
    result = receipt(pipeline)
    imports, rest = script(pipeline, result).split("\n\n", 1)

    assert all(line.startswith(("import ", "from ")) for line in imports.splitlines())
    assert program(pipeline, result) == re.sub(r"print\((.*)\)  #", r"\1  #", rest).rstrip()


def test_the_plain_step_is_the_tutorials_program():
    pipeline = Pipeline()

    assert program(pipeline, receipt(pipeline)).splitlines() == [
        "w = torch.tensor([5.0], requires_grad=True)",
        "optimizer = torch.optim.SGD([w], lr=0.1)",
        "",
        "optimizer.zero_grad()",
        "prediction = w * 5.0",
        "loss = prediction.mean()",
        "loss.backward()",
        "w.grad.tolist()  # [5.0]",
        "optimizer.step()",
        "w.tolist()  # [4.5]",
    ]


@pytest.mark.parametrize(
    ("settings", "options"),
    [({}, ""), ({"scale": 1024.0}, ", init_scale=1024.0"), ({"growth_interval": 3}, ", growth_interval=3")],
)
def test_the_scaler_is_given_what_differs_from_its_defaults(settings, options):
    pipeline = Pipeline(scaler=True, device="cpu", **settings)

    assert f'scaler = torch.amp.GradScaler("cpu"{options})' in program(pipeline, receipt(pipeline)).splitlines()


@deterministic
@given(pipelines())
def test_the_line_of_every_row_is_python(pipeline):
    assert all(ast.parse(stage.code) or stage.key == "zero_grad" for stage in receipt(pipeline).stages)


@deterministic
@given(pipelines())
def test_the_lines_of_the_rows_after_the_loss_are_those_of_the_program(pipeline):
    result = receipt(pipeline)
    lines = {line.strip() for line in script(pipeline, result).splitlines()}
    shown = [stage for stage in result.stages if stage.key in ("zero_grad", "clip", "step", "scale_update")]

    for stage in shown:
        assert {line.split("  # ")[0] for line in lines} >= set(stage.code.splitlines()), stage.key


def cells(text: str, kind: str) -> list[str]:
    return [cell.source for cell in nbformat.reads(text, as_version=4).cells if cell.cell_type == kind]


@over_presets
def test_every_notebook_is_valid(preset):
    # nbformat's own check, against Jupyter's JSON schema.
    text = notebook(PRESETS[preset], receipt(PRESETS[preset]), introduction=INTRODUCTION)
    document = nbformat.reads(text, as_version=nbformat.NO_CONVERT)

    nbformat.validate(document)
    assert (document.nbformat, document.metadata.kernelspec.name) == (4, "python3")


@over_presets
def test_its_cells_are_the_program(preset):
    pipeline, result = PRESETS[preset], receipt(PRESETS[preset])
    text = notebook(pipeline, result, introduction=INTRODUCTION)

    assert "\n\n".join(cells(text, "code")) + "\n" == script(pipeline, result)
    assert cells(text, "markdown") == [INTRODUCTION]
    assert json.loads(text)["cells"][0]["cell_type"] == "markdown"


@pytest.mark.parametrize("preset", WELL)
def test_its_cells_run_in_order_and_print_the_numbers_of_the_receipt(preset):
    # The cells are plain Python, so they are run here as Jupyter runs them, without installing its kernel.
    pipeline, result = PRESETS[preset], receipt(PRESETS[preset])
    code = cells(notebook(pipeline, result, introduction=INTRODUCTION), "code")

    variables: dict = {}
    with contextlib.redirect_stdout(io.StringIO()) as output:
        for cell in code:
            exec(cell, variables)
    assert read(output.getvalue()) == numbers(pipeline, result)
