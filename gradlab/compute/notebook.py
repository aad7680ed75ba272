"""The program of an experiment as a Jupyter notebook, which opens in Google Colab too."""

import json
from collections.abc import Mapping
from typing import Any

from gradlab.compute.experiment import Experiment
from gradlab.compute.script import sections

_PYTHON = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebook(experiment: Experiment, printed: Mapping[str, str], *, introduction: str) -> str:
    """The notebook as JSON: the introduction (Markdown), then the program in three cells.

    printed: `.grad` of each tensor that requires it, as PyTorch prints it.
    Format 4.5, https://nbformat.readthedocs.io/en/latest/format_description.html
    """
    names = ("imports", "calculation", "gradient")
    code = [_cell("code", name, text) for name, text in zip(names, sections(experiment, printed), strict=True)]
    cells = [_cell("markdown", "introduction", introduction), *code]
    document = {"nbformat": 4, "nbformat_minor": 5, "metadata": _PYTHON, "cells": cells}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _cell(kind: str, name: str, source: str) -> dict[str, Any]:
    """A cell, with its lines apart as Jupyter writes them. A code cell that has not run has no number and no output."""
    not_run = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": name, "metadata": {}, "source": source.splitlines(keepends=True)} | not_run
