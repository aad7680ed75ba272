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
    """
    names = ("imports", "calculation", "gradient")
    return document(introduction, dict(zip(names, sections(experiment, printed), strict=True)))


def document(introduction: str, code: Mapping[str, str]) -> str:
    """A notebook as JSON: the introduction (Markdown), then a cell for each part of the code, by name.

    Format 4.5, https://nbformat.readthedocs.io/en/latest/format_description.html
    """
    cells = [_cell("markdown", "introduction", introduction), *(_cell("code", *part) for part in code.items())]
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": _PYTHON, "cells": cells}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _cell(kind: str, name: str, source: str) -> dict[str, Any]:
    """A cell, with its lines apart as Jupyter writes them. A code cell that has not run has no number and no output."""
    not_run = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "id": name, "metadata": {}, "source": source.splitlines(keepends=True)} | not_run
