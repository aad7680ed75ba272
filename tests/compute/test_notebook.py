"""The notebook: valid, the same program, and in its cells' order it prints what the page shows."""

import contextlib
import io
import json

import nbformat
import pytest

from gradlab import LOSSES, unscaled_gradient
from gradlab.compute.losses import FAMILIES
from gradlab.compute.notebook import notebook
from gradlab.compute.script import script
from tests.compute.experiments import default_experiment, over_losses

INTRODUCTION = "# 勾配\n\n$$\\frac{a}{b}$$\n\n[gradlab](https://example.org/?A0=1&v=1)\n"
FIRST_OF_EACH_FAMILY = [next(loss.name for loss in LOSSES.values() if loss.family == family) for family in FAMILIES]


def notebook_of(experiment, introduction: str = INTRODUCTION) -> str:
    return notebook(experiment, unscaled_gradient(experiment).printed, introduction=introduction)


def cells(text: str, kind: str) -> list[str]:
    return [cell.source for cell in nbformat.reads(text, as_version=4).cells if cell.cell_type == kind]


@over_losses
def test_every_notebook_is_valid(name):
    # nbformat's own check, against Jupyter's JSON schema.
    document = nbformat.reads(notebook_of(default_experiment(name)), as_version=nbformat.NO_CONVERT)

    nbformat.validate(document)
    assert (document.nbformat, document.metadata.kernelspec.name) == (4, "python3")


@over_losses
def test_its_code_is_the_program(name):
    experiment = default_experiment(name, dtype="float32")
    program = script(experiment, unscaled_gradient(experiment).printed)

    assert (
        "\n".join(cells(notebook_of(experiment), "code")).split("\n") == program.replace("\n\n", "\n").split("\n")[:-1]
    )


@pytest.mark.parametrize("name", FIRST_OF_EACH_FAMILY)
def test_its_cells_run_in_order_print_the_gradient_the_page_shows(name):
    # The cells are plain Python, so they are run here as Jupyter runs them, without installing its kernel.
    experiment = default_experiment(name, dtype="float32")
    variables: dict = {}
    with contextlib.redirect_stdout(io.StringIO()) as output:
        for cell in cells(notebook_of(experiment), "code"):
            exec(cell, variables)

    assert output.getvalue() == f"{unscaled_gradient(experiment).printed[experiment.requires_grad[0]]}\n"


@pytest.mark.parametrize("introduction", [INTRODUCTION, "", 'a "quote", a \\ and a\ttab', "no line end"])
def test_the_introduction_comes_first_and_unchanged(introduction):
    text = notebook_of(default_experiment("square"), introduction)

    assert json.loads(text)["cells"][0]["cell_type"] == "markdown"
    assert cells(text, "markdown") == [introduction]
