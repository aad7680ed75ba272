"""The PyTorch program of a pipeline: on the board, as a file, and as a notebook."""

from gradlab.compute.scaling.pipeline import Pipeline
from gradlab.compute.scaling.receipt import Receipt


def program(pipeline: Pipeline, receipt: Receipt) -> str:
    """The lines of one step, what each stage prints written behind it as a comment."""
    raise NotImplementedError


def script(pipeline: Pipeline, receipt: Receipt) -> str:
    """The whole program with its imports, which runs by itself and prints the numbers of the receipt."""
    raise NotImplementedError


def notebook(pipeline: Pipeline, receipt: Receipt, *, introduction: str) -> str:
    """The same as a Jupyter notebook (JSON), behind an introduction in Markdown."""
    raise NotImplementedError
