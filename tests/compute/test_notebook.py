"""The notebook: valid, the same program, and run by Jupyter it prints what the page shows."""

import json
from collections.abc import Iterator

import nbformat
import pytest
from jupyter_client import KernelManager
from nbclient import NotebookClient

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


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory) -> Iterator[NotebookClient]:
    """A Jupyter kernel that is started once: importing torch takes it a second."""
    client = NotebookClient(nbformat.v4.new_notebook(), km=KernelManager(kernel_name="python3"), timeout=60)
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR"):
            patch.setenv(variable, str(tmp_path_factory.mktemp("jupyter")))
        with client.setup_kernel(cleanup_kc=True):
            yield client


def outputs(jupyter: NotebookClient, text: str) -> list[tuple[str, str]]:
    """What a notebook puts out, and into which stream, in a kernel that knows no name of another notebook."""
    jupyter.nb = nbformat.reads(text, as_version=4)
    jupyter.nb.cells.insert(0, nbformat.v4.new_code_cell("%reset -f"))
    jupyter.execute()
    return [(output.name, output.text) for cell in jupyter.nb.cells for output in cell.get("outputs", [])]


@pytest.mark.parametrize("name", FIRST_OF_EACH_FAMILY)
def test_run_by_jupyter_it_prints_the_gradient_the_page_shows_and_nothing_else(name, jupyter):
    experiment = default_experiment(name, dtype="float32")
    printed = unscaled_gradient(experiment).printed[experiment.requires_grad[0]]

    assert outputs(jupyter, notebook_of(experiment)) == [("stdout", f"{printed}\n")]


def test_no_notebook_is_given_what_another_has_left(jupyter):
    left = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import torch\nA = 1")])
    names = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print({'torch', 'A'} & set(globals()))")])
    outputs(jupyter, nbformat.writes(left))

    assert outputs(jupyter, nbformat.writes(names)) == [("stdout", "set()\n")]


@pytest.mark.parametrize("introduction", [INTRODUCTION, "", 'a "quote", a \\ and a\ttab', "no line end"])
def test_the_introduction_comes_first_and_unchanged(introduction):
    text = notebook_of(default_experiment("square"), introduction)

    assert json.loads(text)["cells"][0]["cell_type"] == "markdown"
    assert cells(text, "markdown") == [introduction]
